// A certificate for localhost that signs itself, made anew by every server, so that no key lies in the repository. The
// encoding is DER: each value is a tag, a length and its content.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const lengthOf = (content: Buffer): Buffer => {
  if (content.length < 0x80) return Buffer.from([content.length])
  const bytes =
    content.length < 0x100 ? [content.length] : [content.length >> 8, content.length & 0xff]
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

const value = (tag: number, ...parts: ReadonlyArray<Buffer>): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

const sequence = (...parts: ReadonlyArray<Buffer>): Buffer => value(0x30, ...parts)
const identifier = (hex: string): Buffer => value(0x06, Buffer.from(hex, 'hex'))
const time = (date: Date): Buffer =>
  value(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'))
const name = sequence(
  value(0x31, sequence(identifier('550403'), value(0x0c, Buffer.from('localhost')))),
)
const isAuthority = sequence(
  identifier('551d13'),
  value(0x01, Buffer.from([0xff])),
  value(0x04, sequence(value(0x01, Buffer.from([0xff])))),
)
const alternativeNames = sequence(
  identifier('551d11'),
  value(
    0x04,
    sequence(value(0x82, Buffer.from('localhost')), value(0x87, Buffer.from([127, 0, 0, 1]))),
  ),
)

const pem = (content: Buffer): string => {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** A key and a certificate for `localhost` and 127.0.0.1, good for a day, as PEM. */
export const makeCertificate = (): { readonly key: string; readonly certificate: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const day = 86_400_000
  const content = sequence(
    value(0xa0, value(0x02, Buffer.from([2]))),
    value(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now - day)), time(new Date(now + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    value(0xa3, sequence(isAuthority, alternativeNames)),
  )
  const signature = sign('sha256', content, privateKey)
  const certificate = sequence(content, ecdsaWithSha256, value(0x03, Buffer.from([0]), signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(certificate),
  }
}
