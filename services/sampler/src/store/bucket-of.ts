/** Partitions of the table `paths` that runs share. */
export const BUCKETS = 16

/** Partition of a sample set's paths, 0–15: the first digit of its UUIDv5, which is evenly spread. */
export function bucketOf(sampleSetId: string): number {
  return Number.parseInt(sampleSetId.charAt(0), 16)
}
