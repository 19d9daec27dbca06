// What a client asks before anything else: which methods there are, and which node leads.

import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Member } from './control.js'
import type { Site } from './site.js'
import { features, gossip, StreamsService, shared } from './wire.js'

/** Says what the server can do. */
export const supportedMethods =
  ({ behaviour }: Site, version: string): handleUnaryCall<Empty, SupportedMethods> =>
  (_, respond) => {
    if (behaviour.silent === 'features') return
    const response = new features.SupportedMethods()
    response.setEventStoreServerVersion(version)
    for (const { path } of Object.values(StreamsService) as ReadonlyArray<{
      readonly path: string
    }>) {
      const [, service, method] = path.toLowerCase().split('/')
      const supported = new features.SupportedMethod()
      supported.setServiceName(service ?? '')
      supported.setMethodName(method ?? '')
      response.addMethods(supported)
    }
    respond(null, response)
  }

const states = gossip.MemberInfo.VNodeState

const stateOf = ({ state }: Member): number => {
  switch (state) {
    case 'Leader':
      return states.LEADER
    case 'Follower':
      return states.FOLLOWER
    case 'ReadOnlyReplica':
      return states.READONLYREPLICA
    case 'Manager':
      return states.MANAGER
  }
}

/** Says who the members of the cluster are: this node alone, unless the server was told otherwise. */
export const readGossip =
  ({ behaviour, link, now }: Site): handleUnaryCall<Empty, ClusterInfo> =>
  (_, respond) => {
    const alone: Member = { host: '127.0.0.1', port: link().port, state: 'Leader', isAlive: true }
    const members = behaviour.members.length > 0 ? behaviour.members : [alone]
    const response = new gossip.ClusterInfo()
    for (const [at, member] of members.entries()) {
      const id = new shared.UUID()
      id.setString(`00000000-0000-4000-a000-${String(at).padStart(12, '0')}`)
      const endpoint = new gossip.EndPoint()
      endpoint.setAddress(member.host)
      endpoint.setPort(member.port)
      const message = new gossip.MemberInfo()
      message.setInstanceId(id)
      message.setTimeStamp(String(BigInt(now()) * 10_000n))
      message.setState(stateOf(member))
      message.setIsAlive(member.isAlive)
      message.setHttpEndPoint(endpoint)
      response.addMembers(message)
    }
    respond(null, response)
  }
