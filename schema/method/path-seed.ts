import { createHash } from 'node:crypto'

/** Room above every base seed, so that `seed + j` never leaves 31 bits. */
const INDEX_ROOM = 2 ** 20

/**
 * Seed of the path with index 0; path i has this + i, so that one request for the indexes i…i+k-1 sends base + i with n = k.
 * @returns 0 – 2^31-1-2^20.
 */
export function basePathSeed(input: {
  readonly runSeed: number
  readonly sampleSetKey: string
  readonly questionHash: string
}): number {
  const digest = createHash('sha256')
    .update(`${input.runSeed}:${input.sampleSetKey}:${input.questionHash}`)
    .digest()
  return digest.readUInt32BE(0) % (2 ** 31 - INDEX_ROOM)
}
