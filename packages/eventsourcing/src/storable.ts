/** Whether every store keeps a text as it is: SQL cuts it at a zero, and half of a surrogate pair is no text at all. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
