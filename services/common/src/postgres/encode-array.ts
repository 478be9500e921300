/** OID of the elements' type, as the binary format wants it. */
const ELEMENT_OIDS = { text: 25, json: 114 } as const
const HEADER_BYTES = 20
const LENGTH_BYTES = 4
const NULL_LENGTH = -1

/**
 * Texts as a parameter for `$n::text[]` (or `$n::json[]`) in Postgres's binary array format: nothing is escaped here nor parsed
 * there, which for long texts costs a fifth of the array literal that pg would make.
 */
export function encodeTexts(
  texts: readonly (string | null)[],
  element: keyof typeof ELEMENT_OIDS = 'text',
): Buffer {
  const lengths = texts.map((text) => (text === null ? NULL_LENGTH : Buffer.byteLength(text)))
  const bytes = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(0, length), HEADER_BYTES)
  const buffer = Buffer.allocUnsafe(bytes)
  writeHeader(buffer, { count: texts.length, hasNulls: texts.includes(null), oid: ELEMENT_OIDS[element] })
  let offset = HEADER_BYTES
  for (const [i, text] of texts.entries()) {
    offset = buffer.writeInt32BE(lengths[i] ?? NULL_LENGTH, offset)
    if (text !== null) offset += buffer.write(text, offset)
  }
  return buffer
}

/** One dimension, the first element's number being 1. An empty array may have a dimension too: of length 0. */
function writeHeader(
  buffer: Buffer,
  input: { readonly count: number; readonly hasNulls: boolean; readonly oid: number },
): void {
  let offset = buffer.writeInt32BE(1, 0)
  offset = buffer.writeInt32BE(input.hasNulls ? 1 : 0, offset)
  offset = buffer.writeInt32BE(input.oid, offset)
  offset = buffer.writeInt32BE(input.count, offset)
  buffer.writeInt32BE(1, offset)
}

/** Numbers, UUIDs and the like as an array literal: values in which nothing needs quotes. */
export function encodeScalars(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`
}
