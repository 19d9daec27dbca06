export type {
  Application,
  ApplicationStatus,
  Delivered,
  Digests,
  RejectionFor,
  SubscribeOptions,
} from './application.js'
export type { Compared, ComparePeople } from './comparing.js'
export type {
  CertificateError,
  ErasureCertificate,
  ErasureUnfinished,
  VaultCertified,
} from './erasure-certificate.js'
export type { DerivedPlace } from './erasure-steps.js'
export type { ErasureStanding, Erasures } from './erasures.js'
export type {
  Explain,
  Explained,
  ExplainProgress,
  NotCombinable,
  WhatToExplain,
} from './explaining.js'
export { type OpenOptions, open } from './open.js'
export { orThrow } from './or-throw.js'
export type { NotCombined, PeopleReading, PeopleSide } from './people.js'
export type { ErasureNotDecided, NotIndexed, PrivacyOptions, PrivateSide } from './privacy.js'
export type { Listed, ReadError, ReadOptions } from './reading.js'
export type { CapabilitiesClash, Clash } from './registry.js'
export type { RefusedInSweep, SweepContext, SweepOf, Swept } from './sweeping.js'
