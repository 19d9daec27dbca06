// The FEBRL data sets: made-up people with made-up errors, which tools of record linkage are compared on. They are not part
// of the repository. P. Christen, "Febrl: an open source data cleaning, deduplication and record linkage system", KDD 2008; as
// distributed with the Python Record Linkage Toolkit.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type CustomerId, isCivilDate } from '@patina/crm'
import type { OpenedCustomer } from '@patina/crm/duplicates'
import { idOf } from '../made-up-shop/chance.js'
import type { Register } from './made-up-register.js'

/** The files of each set: of the last one, half of the records stand in each of two. */
export const febrlSets: Readonly<Record<string, ReadonlyArray<string>>> = {
  'FEBRL 1': ['dataset1.csv.gz'],
  'FEBRL 2': ['dataset2.csv.gz'],
  'FEBRL 3': ['dataset3.csv.gz'],
  'FEBRL 4': ['dataset4a.csv.gz', 'dataset4b.csv.gz'],
}

const header =
  'rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id'

const recordsIn = async (file: string): Promise<ReadonlyArray<ReadonlyArray<string>>> => {
  const lines = gunzipSync(await readFile(file))
    .toString('utf8')
    .split(/\r?\n/)
  if (lines[0]?.trim() !== header) throw new Error('the header of a FEBRL file: found another')
  return lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((value) => value.trim()))
}

const customerOf = (
  [
    ,
    given = '',
    family = '',
    number = '',
    street = '',
    ,
    suburb = '',
    ,
    ,
    born = '',
    id = '',
  ]: ReadonlyArray<string>,
  customerId: CustomerId,
  withNumbers: boolean,
): OpenedCustomer => {
  const day = `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`
  return {
    customerId,
    familyName: family,
    givenName: given,
    address: `${number} ${street} ${suburb}`,
    ...(isCivilDate(day) ? { bornOn: day } : {}),
    ...(withNumbers ? { cardNumbers: [id] } : {}),
  }
}

/** Reads a set, with or without the number of social security of each person, which stands for a card number. */
export const readFebrl = async (
  folder: string,
  set: string,
  withNumbers: boolean,
): Promise<Register> => {
  const files = (febrlSets[set] ?? []).map((file) => recordsIn(join(folder, file)))
  const records = (await Promise.all(files)).flat()
  const personOf = new Map<CustomerId, string>()
  const customers = records.map((record, index) => {
    const customerId = idOf('customer', index) as CustomerId
    personOf.set(customerId, record[0]?.split('-')[1] ?? '')
    return customerOf(record, customerId, withNumbers)
  })
  return { customers, personOf }
}
