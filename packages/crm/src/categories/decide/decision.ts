import type { Either } from 'fp-ts/lib/Either.js'
import type { CategoriesEvent } from '../events.js'
import type { CategoriesRejection } from '../rejections.js'

export type Decision = Either<CategoriesRejection, ReadonlyArray<CategoriesEvent>>
