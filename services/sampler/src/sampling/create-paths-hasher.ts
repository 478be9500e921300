import { createHash } from 'node:crypto'

/** Hashes a sample set's paths question by question, so that they need not be in memory at once. */
export interface PathsHasher {
  /** Questions come in ascending order of their hash. */
  addQuestion(
    questionHash: string,
    paths: readonly { readonly index: number; readonly textHash: string }[],
  ): void
  /** SHA-256, hex: what pathsHash of method/content-hash.ts gives for all paths at once. */
  digest(): string
}

/** A hasher that has seen no question yet. */
export function createPathsHasher(): PathsHasher {
  const hash = createHash('sha256')
  return {
    addQuestion: (questionHash, paths) => {
      const lines = paths.map(({ index, textHash }) => `${questionHash}:${index}:${textHash}\n`).sort()
      hash.update(lines.join(''))
    },
    digest: () => hash.digest('hex'),
  }
}
