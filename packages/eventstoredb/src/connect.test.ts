import { createRequire } from 'node:module'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { prepareClients } from './connect.js'
import { type Connection, parseConnection } from './connection.js'

// As the client sees its own parts and gRPC.
const partOfClient = createRequire(createRequire(import.meta.url).resolve('@eventstore/db-client'))

const connectionOf = (text: string): Connection => {
  const parsed = parseConnection(text)
  if (E.isLeft(parsed)) throw new Error(JSON.stringify(parsed.left))
  return parsed.right
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('the client', () => {
  test('is made without a word on the screen, whatever the connection string says [defect 14]', async () => {
    const said: unknown[] = []
    for (const channel of ['log', 'warn', 'error', 'info', 'debug'] as const) {
      vi.spyOn(console, channel).mockImplementation((...words) => void said.push(...words))
    }
    for (const text of [
      'esdb://user:secret@h',
      'esdb://user:secret@h1,h2?nodePreference=follower&connectionName=till',
      'esdb+discover://user:secret@h',
    ]) {
      const clients = await prepareClients(connectionOf(text))
      expect(E.isRight(clients)).toBe(true)
      if (E.isLeft(clients)) continue
      clients.right.forReads()
      clients.right.forAppends(undefined)
      clients.right.forAppends({ address: 'leader', port: 2113 })
    }
    expect(said).toEqual([])
  })

  test('throws on a conflict: told otherwise it answers revision 1 whatever the stream is at [defect 6]', async () => {
    const clients = await prepareClients(connectionOf('esdb://h?tls=false'))
    const client = E.isRight(clients) ? clients.right.forAppends(undefined) : undefined
    expect((client as unknown as { throwOnAppendFailure: boolean }).throwOnAppendFailure).toBe(true)
  })

  test('makes an unknown error of one that lacks its details, instead of throwing in a listener [defect 8]', async () => {
    await prepareClients(connectionOf('esdb://h?tls=false'))
    const { Metadata } = partOfClient('@grpc/grpc-js') as {
      Metadata: new () => { set: (name: string, value: string) => void }
    }
    const { convertToCommandError } = partOfClient('./utils/CommandError.js') as {
      convertToCommandError: (error: unknown) => { type?: string }
    }
    const metadata = new Metadata()
    metadata.set('exception', 'not-leader')
    expect(convertToCommandError(Object.assign(new Error('x'), { code: 5, metadata })).type).toBe(
      'unknown',
    )
    expect(convertToCommandError(Object.assign(new Error('x'), { code: 13 })).type).toBe('unknown')
  })

  test('that cannot turn an error into its own rejects nothing that nobody catches [defect 8]', async () => {
    const clients = await prepareClients(connectionOf('esdb://h?tls=false'))
    const client = E.isRight(clients) ? clients.right.forReads() : undefined
    const { handleError } = client as unknown as {
      handleError: (...args: unknown[]) => Promise<void>
    }
    await expect(
      handleError(
        { getChannel: () => undefined },
        Object.assign(new Error('x'), { code: 14, details: 'x' }),
      ),
    ).resolves.toBeUndefined()
  })

  test('is not made when a certificate cannot be read, and the file is not named', async () => {
    const clients = await prepareClients(connectionOf('esdb://h?tlsCAFile=no-such-secret.pem'))
    expect(clients).toEqual(
      E.left({ _tag: 'ConnectionRefused', problem: 'FileNotReadable', option: 'tlsCAFile' }),
    )
  })

  test('is announced to talk too much when DEBUG is set for it [defect 14]', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    vi.stubEnv('DEBUG', 'express:*')
    await prepareClients(connectionOf('esdb://h'))
    expect(warn).not.toHaveBeenCalled()
    vi.stubEnv('DEBUG', 'app,esdb:*')
    await prepareClients(connectionOf('esdb://h'))
    await prepareClients(connectionOf('esdb://h'))
    expect(warn).toHaveBeenCalledTimes(1)
  })
})
