// The package has types for its converters, and none for its tables.
declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs of a traditional character and its simplified one, a blank between them and bars between the pairs. */
  const pairs: string
  export default pairs
}
