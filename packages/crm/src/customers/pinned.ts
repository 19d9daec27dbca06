// What of a profile somebody may pin to one of several customers who turned out to be one.
import type { Position } from '@patina/eventsourcing'
import type { ProfileName } from './person.js'

interface StatedSomewhere {
  readonly statedAt: Position
}

interface Pinnable {
  readonly market?: StatedSomewhere
  readonly status?: StatedSomewhere
  readonly owner?: StatedSomewhere
  readonly names: ReadonlyArray<ProfileName>
}

/**
 * The profile without what it says of a field up to a place of the log. The fields are `market`, `status`, `owner`, and of each name
 * `name <role> <script>`, such as `name legal Hant`; what is counted, and what somebody has several of, cannot be pinned.
 */
export const unpinned = <P extends Pinnable>(profile: P, field: string, through: Position): P => {
  const { market, status, owner, names, ...rest } = profile
  const isKept = (name: string, one: StatedSomewhere | undefined): boolean =>
    one !== undefined && (field !== name || one.statedAt > through)
  return {
    ...rest,
    ...(isKept('market', market) ? { market } : {}),
    ...(isKept('status', status) ? { status } : {}),
    ...(isKept('owner', owner) ? { owner } : {}),
    names: names.filter((one) => isKept(`name ${one.role} ${one.script}`, one)),
  } as unknown as P
}
