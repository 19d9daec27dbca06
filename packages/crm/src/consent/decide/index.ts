import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { AdoptNotice, ConsentCommand, MoveStep } from '../commands.js'
import type { Consent } from '../state.js'
import type { Decision } from './entry.js'
import {
  confirmElectronic,
  confirmOral,
  giveMarketingConsent,
  givePrescribed,
  withdrawPrescribed,
} from './giving.js'
import { isStep, move, notHere } from './moving.js'
import { adoptNotice, presentNotice, recordCollection, recordSourceNotice } from './notices.js'
import { optOut, tellRecipient } from './stopping.js'
import { authoriseUse, provideData, recordHandOver } from './using.js'

/**
 * What follows from a command about a notice or a consent. An opt-out is never refused where the stream answers for its
 * customer; every use is decided against the entries that stand before it in the log. The guide page names the rejections of each command.
 */
export const decide = (command: ConsentCommand, consent: Consent, issued: Issued): Decision => {
  if (command.type === 'AdoptNotice') return adoptNotice(command, consent)
  if (isStep(command)) return move(command, consent)
  const elsewhere = notHere(command, consent)
  return elsewhere === undefined ? decideHere(command, consent, issued) : E.left(elsewhere)
}

const decideHere = (
  command: Exclude<ConsentCommand, AdoptNotice | MoveStep>,
  consent: Consent,
  issued: Issued,
): Decision => {
  switch (command.type) {
    case 'PresentNotice':
      return presentNotice(command, consent, issued)
    case 'RecordSourceNotice':
      return recordSourceNotice(command, consent, issued)
    case 'RecordCollection':
      return recordCollection(command, consent, issued)
    case 'GiveMarketingConsent':
      return giveMarketingConsent(command, consent, issued)
    case 'ConfirmOralConsent':
      return confirmOral(command, consent, issued)
    case 'ConfirmElectronicConsent':
      return confirmElectronic(command, consent, issued)
    case 'OptOut':
      return optOut(command, consent, issued)
    case 'GivePrescribedConsent':
      return givePrescribed(command, consent, issued)
    case 'WithdrawPrescribedConsent':
      return withdrawPrescribed(command, consent, issued)
    case 'AuthoriseUse':
      return authoriseUse(command, consent, issued)
    case 'RecordHandOver':
      return recordHandOver(command, consent, issued)
    case 'ProvideData':
      return provideData(command, consent, issued)
    case 'TellRecipient':
      return tellRecipient(command, consent, issued)
  }
}
