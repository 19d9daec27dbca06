// The grounds on which a request may, or must, be refused: sections of the law and nothing else.

const access = [
  's.20(1)(a)',
  's.20(1)(b)',
  's.20(1)(c)',
  's.20(3)(a)',
  's.20(3)(b)',
  's.20(3)(c)',
  's.20(3)(d)',
  's.20(3)(e)',
  's.20(3)(ea)',
  's.20(3)(f)',
] as const
const correction = [
  's.24(1)',
  's.24(3)(a)',
  's.24(3)(b)',
  's.24(3)(c)',
  's.24(3)(d)',
  's.24(3)(e)',
] as const
const house = ['house rule'] as const

/** Grounds against a request for access (PDPO s.20). Those of s.20(1) must be used, those of s.20(3) may. */
export type AccessGround = (typeof access)[number]

/** Grounds against a request for correction (PDPO s.24). */
export type CorrectionGround = (typeof correction)[number]

/** A ground against a request that no section of the PDPO gives a right to: decided by the rules of the house. */
export type HouseGround = (typeof house)[number]

export type RefusalGround = AccessGround | CorrectionGround | HouseGround

/** Every ground of refusal, whatever the request. */
export const refusalGrounds: ReadonlyArray<RefusalGround> = [...access, ...correction, ...house]

/** The grounds that there are against a kind of request. */
export const groundsAgainst = (kind: string): ReadonlyArray<RefusalGround> =>
  kind === 'access' ? access : kind === 'correction' ? correction : house

/** Whether the law demands the refusal: then it is given even when it is late. */
export const isMandatory = (ground: RefusalGround): boolean =>
  ground.startsWith('s.20(1)') || ground === 's.24(1)'
