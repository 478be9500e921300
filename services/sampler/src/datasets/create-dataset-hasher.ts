import { createHash } from 'node:crypto'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'

/** Hashes a dataset's questions in order, without having them in memory at once. */
export interface DatasetHasher {
  add(question: { readonly hash: string; readonly goldAnswer: string | null }): void
  /** SHA-256, hex: equal for equal questions, with equal gold answers, in equal order. */
  digest(): string
}

/** A hasher that has seen no question yet. One line for each: its hash and, in a labelled dataset, its gold answer's. */
export function createDatasetHasher(): DatasetHasher {
  const hash = createHash('sha256')
  return {
    add: ({ hash: question, goldAnswer }) => {
      hash.update(goldAnswer === null ? `${question}\n` : `${question}:${sha256(goldAnswer)}\n`)
    },
    digest: () => hash.digest('hex'),
  }
}
