/** Whether every store keeps this text as it is: no lone surrogate, no NUL. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
