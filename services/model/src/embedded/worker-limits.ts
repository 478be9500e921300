/** Heaps of the worker threads: their data lies in the kernels' memory, so a small nursery is enough and keeps the process small. */
export const WORKER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 }
