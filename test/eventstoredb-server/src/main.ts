// The process of one node. It lives as long as the process that started it, and obeys the messages that this one sends.
import type { Command } from './control.js'
import { type Node, startNode } from './server.js'

interface Order {
  readonly id: number
  readonly command: Command
}

let node: Promise<Node> | undefined

const carryOut = async (command: Command): Promise<unknown> => {
  if (command.type === 'Start') {
    node = startNode(command.options)
    return (await node).started
  }
  return (await node)?.obey(command)
}

process.on('message', ({ id, command }: Order) => {
  carryOut(command).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
