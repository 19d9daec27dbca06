import type { NewEvent } from '../ports.js'

/** An event as it was appended, without what a store adds: sent again under its id, or to another log. */
export const asNew = ({ id, type, data, metadata }: NewEvent): NewEvent => ({
  id,
  type,
  data,
  metadata,
})
