import { commandChecks } from './commands.js'
import { concurrencyChecks } from './concurrency.js'
import { exactModelCheck } from './exact-model.js'
import { expectedRevisionChecks } from './expected-revision.js'
import { readingChecks } from './reading.js'
import { refusalChecks } from './refusals.js'
import { reopeningChecks } from './reopening.js'
import { subscriptionChecks } from './subscriptions.js'
import { textChecks } from './texts.js'
import type { StoreCheck } from './trial.js'
import { visibilityChecks } from './visibility.js'

/** What the EventStore port promises, in parts. */
export const storeCheckList: Readonly<Record<string, ReadonlyArray<StoreCheck>>> = {
  'expected revisions': [...expectedRevisionChecks, exactModelCheck],
  refusals: refusalChecks,
  reading: readingChecks,
  texts: textChecks,
  subscriptions: subscriptionChecks,
  concurrency: concurrencyChecks,
  reopening: reopeningChecks,
  visibility: visibilityChecks,
  commands: commandChecks,
}
