import type { ProjectionLaw } from './law.js'
import { isMadeByItsWitness } from './laws-of-explaining.js'
import {
  columnsHoldWhatTheyDeclare,
  comparesWithoutPlaceAndTime,
  survivesItsCodec,
  whatIsReadIsAView,
} from './laws-of-keeping.js'
import {
  isDeclaredSoundly,
  keysStandInTheirEvents,
  partsFollowFromTheEvent,
  typesAreDeclared,
} from './laws-of-parts.js'
import {
  gapsDoNotMatter,
  partsOfAnEventAllCount,
  revisionsBelongToTheirStream,
  unrelatedStreamsDoNotMatter,
} from './laws-of-places.js'
import { nothingPersonalIsReadable } from './laws-of-privacy.js'
import { changesNothing, isDeterministic, looksAtNothingElse } from './laws-of-purity.js'
import {
  combiningGroupsInAnyWay,
  combiningIsFoldingTheInterleaving,
  combiningWithItselfChangesNothing,
  readingOnTheWayChangesNothing,
  readingTwiceIsReadingOnce,
} from './laws-of-reading.js'
import {
  batchSizeChangesNothing,
  knownIsTheFoldOfThePrefix,
  rebuildEqualsLive,
  redeliveryChangesNothing,
  resumesAtEveryCut,
  soIsTheFoldOfWhatHadOccurred,
} from './laws-of-running.js'
import { beginsAfresh, isTotal } from './laws-of-totality.js'

/** The laws that every projection is judged by. The first is asked before anything is folded, and stays the first. */
export const projectionLawList: ReadonlyArray<ProjectionLaw> = [
  partsFollowFromTheEvent,
  isDeclaredSoundly,
  typesAreDeclared,
  keysStandInTheirEvents,
  isDeterministic,
  changesNothing,
  looksAtNothingElse,
  isTotal,
  beginsAfresh,
  survivesItsCodec,
  columnsHoldWhatTheyDeclare,
  comparesWithoutPlaceAndTime,
  resumesAtEveryCut,
  partsOfAnEventAllCount,
  redeliveryChangesNothing,
  batchSizeChangesNothing,
  rebuildEqualsLive,
  unrelatedStreamsDoNotMatter,
  gapsDoNotMatter,
  revisionsBelongToTheirStream,
  knownIsTheFoldOfThePrefix,
  soIsTheFoldOfWhatHadOccurred,
  combiningIsFoldingTheInterleaving,
  combiningGroupsInAnyWay,
  combiningWithItselfChangesNothing,
  readingTwiceIsReadingOnce,
  readingOnTheWayChangesNothing,
  whatIsReadIsAView,
  isMadeByItsWitness,
  nothingPersonalIsReadable,
]
