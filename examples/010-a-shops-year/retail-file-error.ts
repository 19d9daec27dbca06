/**
 * Why a retail file as a whole cannot be read. What is wrong with one line only is a `RejectedLine`.
 * `line` is the physical line (the header is 1), absent when nothing was read yet.
 */
export interface RetailFileError {
  readonly _tag: RetailFileErrorTag
  readonly path: string
  readonly line?: number
  readonly field?: string
  readonly expected: string
  readonly found: string
}

export type RetailFileErrorTag =
  /** Missing, not permitted, or the disk failed. */
  | 'UnreadableFile'
  /** A folder, a pipe, a device: not a file that ends. */
  | 'NotAFile'
  | 'EmptyFile'
  /** A ZIP archive (an Excel workbook is one), or bytes that are not UTF-8. */
  | 'NotText'
  /** Cut short, or its check sum is wrong. */
  | 'DamagedGzip'
  | 'UnknownHeader'
  /** Nearly always a quote that is never closed. */
  | 'RecordTooLong'
  | 'UnclosedQuote'
  /** It was written to while it was read. */
  | 'FileChanged'

/** A failure below the path: the reader of the file knows it, the steps inside do not. */
export type Failure = Omit<RetailFileError, 'path'>
