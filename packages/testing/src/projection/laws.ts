import type { ProjectionLaw } from './law.js'
import {
  beginsAfresh,
  changesNothing,
  isDeclaredSoundly,
  isDeterministic,
  isTotal,
  looksAtNothingElse,
  partsFollowFromTheEvent,
  typesAreDeclared,
} from './laws-of-folding.js'
import {
  columnsHoldWhatTheyDeclare,
  comparesWithoutPlaceAndTime,
  survivesItsCodec,
  whatIsReadIsAView,
} from './laws-of-keeping.js'
import {
  combiningGroupsInAnyWay,
  combiningIsFoldingTheInterleaving,
  combiningWithItselfChangesNothing,
  readingOnTheWayChangesNothing,
  readingTwiceIsReadingOnce,
} from './laws-of-reading.js'
import {
  batchSizeChangesNothing,
  gapsDoNotMatter,
  knownIsTheFoldOfThePrefix,
  partsOfAnEventAllCount,
  rebuildEqualsLive,
  redeliveryChangesNothing,
  resumesAtEveryCut,
  revisionsBelongToTheirStream,
  soIsTheFoldOfWhatHadOccurred,
  unrelatedStreamsDoNotMatter,
} from './laws-of-running.js'

/** The laws that every projection is judged by. The first is asked before anything is folded, and stays the first. */
export const projectionLawList: ReadonlyArray<ProjectionLaw> = [
  partsFollowFromTheEvent,
  isDeclaredSoundly,
  typesAreDeclared,
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
]
