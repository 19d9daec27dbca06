export type {
  Application,
  ApplicationStatus,
  Delivered,
  Digests,
  Listed,
  ReadError,
  ReadOptions,
  RejectionFor,
  SubscribeOptions,
} from './application.js'
export { type OpenOptions, open } from './open.js'
export { orThrow } from './or-throw.js'
export type { PrivacyOptions, PrivateSide } from './privacy.js'
export type { CapabilitiesClash, Clash } from './registry.js'
