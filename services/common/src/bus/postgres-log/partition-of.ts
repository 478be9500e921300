const seed = 0x9747b28c
const factor = 0x5bd1e995

/** Java Kafka's murmur2 of bytes, as a signed 32-bit number. */
export function murmur2(bytes: Buffer): number {
  const wholeBytes = bytes.length - (bytes.length % 4)
  let hash = seed ^ bytes.length
  for (let at = 0; at < wholeBytes; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), factor)
    word ^= word >>> 24
    hash = Math.imul(hash, factor) ^ Math.imul(word, factor)
  }
  if (bytes.length > wholeBytes) {
    for (let at = bytes.length - 1; at >= wholeBytes; at--)
      hash ^= (bytes[at] ?? 0) << (8 * (at - wholeBytes))
    hash = Math.imul(hash, factor)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, factor)
  return hash ^ (hash >>> 15)
}

/** The partition of a key, in [0, partitions): the same as with Kafka's default partitioner. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions
}
