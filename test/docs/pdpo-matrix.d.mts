interface Chapter {
  readonly title: string
  readonly rows: ReadonlyArray<readonly [string, string]>
}
interface Report {
  readonly files: ReadonlyArray<{
    readonly tests: ReadonlyArray<{ readonly name: string; readonly state: string }>
  }>
}
export const chapters: ReadonlyArray<Chapter>
export const notYet: ReadonlyArray<readonly [string, string]>
export const provisionOf: (title: string) => string | undefined
export const provisionTitles: () => ReadonlyArray<{
  readonly provision: string
  readonly title: string
  readonly path: string
}>
export const page: () => string
export const rowsWithoutAPassingTest: (report: Report) => ReadonlyArray<string>
