export type {
  AppendFate,
  Command,
  Dumped,
  Endpoint,
  Member,
  ServerOptions,
  Stats,
} from './control.js'
export { startServer, type TestServer } from './start-server.js'
