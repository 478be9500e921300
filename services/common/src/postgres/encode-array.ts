/** OIDs of the elements' types, as the binary format wants them. */
const ELEMENT_OIDS = { bytea: 17, text: 25, json: 114 } as const
const HEADER_BYTES = 20
const LENGTH_BYTES = 4
const NULL_LENGTH = -1

/**
 * Texts as a parameter for `$n::text[]` (or `$n::json[]`) in Postgres's binary array format: nothing is escaped here nor parsed
 * there, which for long texts costs a fifth of the array literal that pg would make.
 */
export function encodeTexts(texts: readonly (string | null)[], element: 'text' | 'json' = 'text'): Buffer {
  const lengths = texts.map((text) => (text === null ? NULL_LENGTH : Buffer.byteLength(text)))
  return encodeElements({
    oid: ELEMENT_OIDS[element],
    lengths,
    write: (array, i, offset) => array.write(texts[i] ?? '', offset),
  })
}

/** Bytes as a parameter for `$n::bytea[]`: as they are, where pg would write them out in hexadecimal digits. */
export function encodeBytes(values: readonly Buffer[]): Buffer {
  return encodeElements({
    oid: ELEMENT_OIDS.bytea,
    lengths: values.map((value) => value.length),
    write: (array, i, offset) => array.set(values[i] ?? [], offset),
  })
}

function encodeElements(input: {
  readonly oid: number
  /** In bytes; NULL_LENGTH for null. */
  readonly lengths: readonly number[]
  readonly write: (array: Buffer, i: number, offset: number) => void
}): Buffer {
  const { oid, lengths, write } = input
  const bytes = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(0, length), HEADER_BYTES)
  const array = Buffer.allocUnsafe(bytes)
  writeHeader(array, { count: lengths.length, hasNulls: lengths.includes(NULL_LENGTH), oid })
  let offset = HEADER_BYTES
  for (const [i, length] of lengths.entries()) {
    offset = array.writeInt32BE(length, offset)
    if (length > 0) write(array, i, offset)
    offset += Math.max(0, length)
  }
  return array
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
