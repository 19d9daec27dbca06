// The wire between the clients and the server: it can be cut, taken away and stalled without the server's knowing.
import { connect, createServer, type Socket } from 'node:net'

/** A wire that is under the test's control. */
export interface Link {
  readonly port: number
  readonly connections: () => number
  readonly openConnections: () => number
  readonly cut: () => void
  readonly goAway: () => void
  readonly comeBack: () => void
  readonly stall: (isStalled: boolean) => void
  readonly close: () => Promise<void>
}

const host = '127.0.0.1'

/** Listens on a port, a free one by default, and passes every connection on to the server's own port. */
export const openLink = (serverPort: number, port = 0): Promise<Link> => {
  const sockets = new Set<Socket>()
  let connections = 0
  let isAway = false
  let isStalled = false

  const pass = (client: Socket): void => {
    if (isAway) {
      client.destroy()
      return
    }
    connections++
    const server = connect(serverPort, host)
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.on('data', (bytes) => {
        if (!other.write(bytes)) socket.pause()
      })
      other.on('drain', () => {
        if (!isStalled) socket.resume()
      })
      if (isStalled) socket.pause()
    }
  }

  const listener = createServer({ pauseOnConnect: false }, pass)
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, () => {
      const address = listener.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        connections: () => connections,
        openConnections: () => sockets.size / 2,
        cut,
        goAway: () => {
          isAway = true
          cut()
        },
        comeBack: () => {
          isAway = false
        },
        stall: (stalled) => {
          isStalled = stalled
          for (const socket of sockets) {
            if (stalled) socket.pause()
            else socket.resume()
          }
        },
        close: () => {
          cut()
          return new Promise((closed) => listener.close(() => closed()))
        },
      })
    })
  })
}
