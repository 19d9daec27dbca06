// Takes what a read delivers, without a promise for each event, and leaves nothing of it behind.
import type { WireRead, WireResolved } from './client.js'
import { type Fault, faultOf, noAnswer } from './faults.js'

/** How a read ended: it had no more, the taker had enough, or it failed. */
export type Ended =
  | { readonly _tag: 'Whole' | 'Enough' }
  | { readonly _tag: 'Failed'; readonly fault: Fault }

const broken: Fault = {
  _tag: 'Passing',
  reason: 'unreachable',
  cause: { type: 'closed-early' },
}

const closed: Fault = { _tag: 'Passing', reason: 'unreachable', cause: { type: 'closed' } }

/** How long a read may bring nothing, in milliseconds, and what ends it from outside. */
export interface Limits {
  readonly idleMs: number
  readonly closing: AbortSignal
}

/**
 * Hands every event of a read to `take`, until that says that it has enough. A read that brings nothing for `idleMs` has
 * failed: the client itself would wait for ever. The listener for errors stays, or a late one would end the process.
 *
 * What is left over is read and thrown away, for the client forgets a read only when it was read to its end, and cannot be
 * ended itself before that.
 */
export const collect = (
  open: () => WireRead,
  { idleMs, closing }: Limits,
  take: (event: WireResolved) => boolean,
): Promise<Ended> =>
  new Promise((resolve) => {
    let isOver = false
    let read: WireRead
    try {
      read = open()
    } catch (error) {
      resolve({ _tag: 'Failed', fault: faultOf(error) })
      return
    }
    const end = (ended: Ended): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      closing.removeEventListener('abort', onClosing)
      // The call stays open on the server otherwise.
      if (ended._tag !== 'Whole') read.cancel().catch(() => undefined)
      resolve(ended)
    }
    const onClosing = (): void => end({ _tag: 'Failed', fault: closed })
    const timer = setTimeout(() => end({ _tag: 'Failed', fault: noAnswer }), idleMs)
    closing.addEventListener('abort', onClosing)
    read.on('error', (error) => end({ _tag: 'Failed', fault: faultOf(error) }))
    read.on('close', () => end({ _tag: 'Failed', fault: broken }))
    read.on('end', () => end({ _tag: 'Whole' }))
    read.on('readable', () => {
      if (!isOver) timer.refresh()
      for (let event = read.read(); event !== null; event = read.read()) {
        if (!isOver && !take(event)) end({ _tag: 'Enough' })
      }
    })
  })
