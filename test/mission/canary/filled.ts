// Puts a canary into every personal field of a command, as its codec says where those are.
import { crm } from '@patina/crm'
import type { AnyKind } from '@patina/privacy'
import { type Canary, canaryFor } from './canaries.js'
import { type PersonalField, personalFieldsOf } from './fields.js'

/** A command as it is said. */
export type Said = Readonly<Record<string, unknown>> & { readonly type: string }

// The personal fields of the commands of the house, by type; commands without any are left out.
const fieldsOfHouse: ReadonlyMap<string, ReadonlyArray<PersonalField>> = new Map(
  crm
    .flatMap(({ commands }) => Object.entries(commands))
    .map(([type, codec]) => [type, personalFieldsOf(codec)] as const)
    .filter(([, fields]) => fields.length > 0),
)

const nameOf = (type: string, { path, when }: PersonalField): string =>
  [`${type}/${path}`, ...Object.values(when)].join(' of ')

/** Every personal field of the house, as `Command/path`; of a command in several forms, with its form. */
export const everyField: ReadonlyArray<string> = [...fieldsOfHouse].flatMap(([type, fields]) =>
  fields.map((field) => nameOf(type, field)),
)

/** The kinds that these fields have. */
export const kindsOfHouse: ReadonlyArray<AnyKind> = [
  ...new Map([...fieldsOfHouse.values()].flat().map(({ kind }) => [kind.name, kind])).values(),
]

const put = (
  value: unknown,
  [step, ...steps]: ReadonlyArray<string>,
  make: (at: string) => unknown,
  at = '',
): unknown => {
  if (step === '*') {
    return Array.isArray(value)
      ? value.map((entry: unknown, index) => put(entry, steps, make, `${at}/${index}`))
      : value
  }
  if (typeof value !== 'object' || value === null || step === undefined) return value
  if (steps.length === 0) return { ...value, [step]: make(at) }
  const member = (value as Readonly<Record<string, unknown>>)[step]
  return member === undefined
    ? value
    : { ...value, [step]: put(member, steps, make, `${at}/${step}`) }
}

/** A command with a canary in every personal field whose surroundings are there, and those canaries. */
export const filled = (
  seed: string,
  command: Said,
): { readonly command: Said; readonly canaries: ReadonlyArray<Canary> } => {
  const canaries: Canary[] = []
  const whose = String(command['customerId'])
  const fields = (fieldsOfHouse.get(command.type) ?? []).filter(({ when }) =>
    Object.entries(when).every(([member, text]) => command[member] === text),
  )
  const full = fields.reduce<unknown>(
    (value, field) =>
      put(value, field.path.split('/'), (at) => {
        const id = String(command['consentId'] ?? command['requestId'] ?? '')
        const of = nameOf(command.type, field)
        const canary = canaryFor(`${seed} ${whose} ${id} ${at}`, of, field.kind)
        canaries.push(canary)
        return canary.value
      }),
    command,
  )
  return { command: full as Said, canaries }
}
