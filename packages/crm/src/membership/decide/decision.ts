import type { Either } from 'fp-ts/lib/Either.js'
import type { MembershipEvent } from '../events.js'
import type { MembershipRejection } from '../rejections.js'

export type Decision = Either<MembershipRejection, ReadonlyArray<MembershipEvent>>
