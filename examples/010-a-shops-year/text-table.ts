// Text in columns, for a terminal of any width.

/** Columns as wide as their widest cell; those with a sign are aligned to the right. */
export const table = (
  aligned: string,
  rows: ReadonlyArray<ReadonlyArray<string>>,
): ReadonlyArray<string> => {
  const widths = [...aligned].map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        aligned[column] === '>'
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

const indented = (lines: ReadonlyArray<string>): string =>
  lines.map((line) => `  ${line}`.trimEnd()).join('\n')

/** A title and what belongs under it. */
export const section = (title: string, lines: ReadonlyArray<string>): string =>
  `\n${title}\n${indented(lines)}`
