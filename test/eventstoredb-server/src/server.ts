// One node: the services, the wire in front of them, and the commands that it obeys.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { createAccess } from './access.js'
import { append, batchAppend } from './appending.js'
import { wellBehaved } from './behaviour.js'
import { makeCertificate } from './certificate.js'
import { readGossip, supportedMethods } from './cluster-services.js'
import type { Command, Dumped, ServerOptions, Started, Stats } from './control.js'
import { softDelete, tombstone } from './deleting.js'
import { type Link, openLink } from './link.js'
import { openLog } from './log.js'
import { read } from './reading.js'
import type { Proposed } from './records.js'
import type { Site } from './site.js'
import { userService } from './user-service.js'
import { GossipService, ServerFeaturesService, StreamsService, UsersService } from './wire.js'

/** A node at work. */
export interface Node {
  readonly started: Started
  readonly obey: (command: Command) => Promise<unknown>
  readonly stop: () => Promise<void>
}

const foreignEvent = (at: number): readonly [stream: string, event: Proposed] => {
  const id = `00000000-0000-4000-b000-${String(at).padStart(12, '0')}`
  const data = Buffer.from(JSON.stringify({ at, text: 'a stranger wrote this' }))
  const metadata = Buffer.alloc(0)
  switch (at % 4) {
    case 0:
      return [
        '$stats-127.0.0.1:2113',
        { id, type: '$statsCollected', isJson: true, data, metadata },
      ]
    case 1:
      return ['strangers', { id, type: 'StrangerCame', isJson: true, data, metadata }]
    case 2:
      return [
        '$ce-strangers',
        { id, type: '$>', isJson: false, data: Buffer.from(`${at}@strangers`), metadata },
      ]
    default:
      return [
        'strangers-of-another-kind',
        { id, type: 'StrangerLeft', isJson: false, data, metadata },
      ]
  }
}

const bind = (server: Server, credentials: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
      if (error === null) resolve(port)
      else reject(error)
    })
  })

/** Starts a node. */
export const startNode = async (options: ServerOptions): Promise<Node> => {
  const { isSecure = false, version = '23.10.8', journal, port } = options
  const behaviour = wellBehaved()
  const now = (): number => Date.now() + behaviour.skewMs
  const log = openLog({ rememberedIds: options.rememberedIds ?? 100_000, journal, now })
  let link: Link
  let noise = 0
  const site: Site = {
    log,
    access: createAccess(log, isSecure),
    behaviour,
    link: () => link,
    maxAppendBytes: options.maxAppendBytes ?? 1024 * 1024,
    tellsCaughtUp: options.tellsCaughtUp ?? true,
    hasStreamPositions: options.hasStreamPositions ?? false,
    now,
  }

  const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 })
  server.addService(StreamsService, {
    append: append(site),
    batchAppend: batchAppend(site),
    read: read(site),
    delete: softDelete(site),
    tombstone: tombstone(site),
  })
  server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods(site, version) })
  server.addService(GossipService, { read: readGossip(site) })
  server.addService(UsersService, userService(site))
  const { key, certificate } = isSecure ? makeCertificate() : { key: '', certificate: undefined }
  const credentials =
    certificate === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) },
        ])
  link = await openLink(await bind(server, credentials), port)

  const makeNoise = (events: number): void => {
    for (let count = 0; count < events; count++) {
      const [stream, event] = foreignEvent(noise++)
      log.write(stream, [event])
    }
  }
  // A server never is quite empty.
  if (log.events.length === 0) makeNoise(3)

  const stop = async (): Promise<void> => {
    await link.close()
    server.forceShutdown()
  }

  const dump = (): ReadonlyArray<Dumped> =>
    log.events.map(({ stream, revision, id, type, position }) => ({
      stream,
      revision: String(revision),
      id,
      type,
      position: String(position),
    }))

  const stats = (): Stats => {
    const { inFlight: _, names, ...seen } = behaviour.seen
    return {
      ...seen,
      names: [...names],
      connections: link.connections(),
      openConnections: link.openConnections(),
    }
  }

  const obey = async (command: Command): Promise<unknown> => {
    switch (command.type) {
      case 'Start':
        return undefined
      case 'Stop':
        return stop()
      case 'Cut':
        return link.cut()
      case 'GoAway':
        return link.goAway()
      case 'ComeBack':
        if (!command.keepsIds) log.forgetIds()
        return link.comeBack()
      case 'Stall':
        return link.stall(command.isStalled)
      case 'TreatAppends':
        return behaviour.treatAppends(command.fate, command.times, command.after)
      case 'Silence':
        behaviour.silent = command.what
        return undefined
      case 'Deny':
        behaviour.denied = command.what
        return undefined
      case 'Follow':
        behaviour.leader = command.leader
        return undefined
      case 'Gossip':
        behaviour.members = command.members
        return undefined
      case 'DropSubscriptions':
        for (const drop of [...behaviour.dropping]) drop(command.how)
        return undefined
      case 'DropEvery':
        behaviour.dropEvery = command.events
        return undefined
      case 'RepeatFirst':
        behaviour.repeatsFirst = command.repeats
        return undefined
      case 'ForgetIds':
        return log.forgetIds()
      case 'AddUser': {
        const { login, password, groups } = command
        site.access.users.set(login, {
          login,
          fullName: login,
          groups,
          password,
          isDisabled: false,
        })
        return undefined
      }
      case 'Skew':
        behaviour.skewMs = command.milliseconds
        return undefined
      case 'Noise':
        return makeNoise(command.events)
      case 'WriteRaw': {
        const { stream, eventType: type, data, metadata, isJson } = command
        const id = `00000000-0000-4000-c000-${String(noise++).padStart(12, '0')}`
        log.write(stream, [
          { id, type, isJson, data: Buffer.from(data), metadata: Buffer.from(metadata) },
        ])
        return undefined
      }
      case 'Dump':
        return dump()
      case 'Stats':
        return stats()
    }
  }

  return { started: { port: link.port, certificate }, obey, stop }
}
