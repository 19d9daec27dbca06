import type { Issued } from '@patina/eventsourcing'
import type { PrivacyRequestsCommand } from '../commands.js'
import type { PrivacyRequests } from '../state.js'
import {
  confirmNotHeld,
  extendTime,
  quoteFee,
  receiveRequest,
  recordFee,
  supplyCopy,
  verifyRequester,
} from './access.js'
import { assessBreach, notifyBreach, suspectBreach } from './breach.js'
import {
  annexNote,
  correctData,
  recordDisclosure,
  supplyCorrectedCopy,
  tellThirdParty,
} from './correcting.js'
import {
  concludeErasure,
  decideErasure,
  noteClaimedSale,
  placeHold,
  releaseHold,
  startRetention,
} from './keeping.js'
import { refuseRequest } from './refusing.js'
import type { Decision } from './request.js'

/**
 * What follows from a command about a request, the keeping and erasing of personal data, or a breach. Days are those of Hong
 * Kong. The guide page names the rejections of each command.
 */
export const decide = (
  command: PrivacyRequestsCommand,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  switch (command.type) {
    case 'ReceiveRequest':
      return receiveRequest(command, state, issued)
    case 'VerifyRequester':
      return verifyRequester(command, state)
    case 'QuoteFee':
      return quoteFee(command, state)
    case 'RecordFee':
      return recordFee(command, state)
    case 'SupplyCopy':
      return supplyCopy(command, state, issued)
    case 'ConfirmNotHeld':
      return confirmNotHeld(command, state, issued)
    case 'ExtendTime':
      return extendTime(command, state, issued)
    case 'RefuseRequest':
      return refuseRequest(command, state, issued)
    case 'RecordDisclosure':
      return recordDisclosure(command, state, issued)
    case 'CorrectData':
      return correctData(command, state, issued)
    case 'SupplyCorrectedCopy':
      return supplyCorrectedCopy(command, state, issued)
    case 'TellThirdParty':
      return tellThirdParty(command, state, issued)
    case 'AnnexNote':
      return annexNote(command, state, issued)
    case 'StartRetention':
      return startRetention(command, state, issued)
    case 'PlaceHold':
      return placeHold(command, state)
    case 'ReleaseHold':
      return releaseHold(command, state)
    case 'NoteClaimedSale':
      return noteClaimedSale(command, state)
    case 'DecideErasure':
      return decideErasure(command, state, issued)
    case 'ConcludeErasure':
      return concludeErasure(command, state, issued)
    case 'SuspectBreach':
      return suspectBreach(command, state, issued)
    case 'AssessBreach':
      return assessBreach(command, state, issued)
    case 'NotifyBreach':
      return notifyBreach(command, state, issued)
  }
}
