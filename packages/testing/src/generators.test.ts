import { isInstant, isStreamName, isUuid } from '@patina/eventsourcing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instants, jsonTexts, storableTexts, streamNames, uuids } from './generators.js'

test('instants, ids and names are what stores and codecs take', () => {
  fc.assert(fc.property(instants(), isInstant))
  fc.assert(fc.property(uuids(), isUuid))
  fc.assert(fc.property(streamNames('points'), isStreamName))
})

test('texts can be stored for ever: well formed, without NUL, in NFC', () => {
  fc.assert(
    fc.property(storableTexts(), (text) => {
      expect(text.isWellFormed() && !text.includes('\0') && text.length > 0).toBe(true)
      expect(text.normalize('NFC')).toBe(text)
    }),
  )
})

test('JSON texts are objects, and printing them again gives the same text', () => {
  fc.assert(
    fc.property(jsonTexts(), (text) => {
      expect(text.startsWith('{')).toBe(true)
      expect(JSON.stringify(JSON.parse(text))).toBe(text)
    }),
  )
})
