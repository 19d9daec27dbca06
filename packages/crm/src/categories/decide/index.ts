import type { Issued } from '@patina/eventsourcing'
import type { CategoriesCommand } from '../commands.js'
import type { Categories } from '../state.js'
import { applyVerdict, assignCategory, unassignCategory } from './belonging.js'
import type { Decision } from './decision.js'
import { defineCategory, retireCategory } from './defining.js'

/**
 * What follows from a command about categories. Left `DefinitionRefused`, `AssignmentRefused` or `VerdictRefused` with every
 * reason, `UnknownCategory` and `CategoryAlreadyRetired` for taking one out of use.
 */
export const decide = (command: CategoriesCommand, state: Categories, issued: Issued): Decision => {
  switch (command.type) {
    case 'DefineCategory':
      return defineCategory(command, state)
    case 'RetireCategory':
      return retireCategory(command, state)
    case 'AssignCategory':
      return assignCategory(command, state)
    case 'UnassignCategory':
      return unassignCategory(command, state, issued)
    case 'ApplyVerdict':
      return applyVerdict(command, state, issued)
  }
}
