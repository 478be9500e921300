import type { Kernel } from './kernel.ts'
import { USED_VOCABULARY } from './tokenizer.ts'

type Entry = { hash: string | null; ids: readonly number[]; users: number; usedAt: number }

/** Keys and values of prompts, shared by every path of a prompt and reused by prompts that begin alike. */
export type PromptCache = {
  /** Slot that holds the prompt's keys, values and last logits, held until `release`; null when all are held. */
  readonly acquire: (prompt: {
    readonly weightsHash: string
    readonly modelSlot: number
    readonly ids: readonly number[]
  }) => number | null
  readonly release: (slot: number) => void
}

function commonPrefix(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length)
  let i = 0
  while (i < length && a[i] === b[i]) i++
  return i
}

/** Every slot costs 450 KB of the kernel's memory. Reuse never changes a bit: each token's row is summed the same way. */
export function createPromptCache(kernel: Kernel, count: number): PromptCache {
  const entries: Entry[] = Array.from({ length: count }, () => ({ hash: null, ids: [], users: 0, usedAt: 0 }))
  let clock = 0

  const findLongest = (hash: string, ids: readonly number[]) => {
    let best = { slot: -1, length: 0 }
    for (const [slot, entry] of entries.entries()) {
      if (entry.hash !== hash) continue
      const length = commonPrefix(entry.ids, ids)
      if (length > best.length) best = { slot, length }
    }
    return best
  }
  const findOldestFree = (): number => {
    let oldest = -1
    for (const [slot, entry] of entries.entries()) {
      if (entry.users === 0 && (oldest < 0 || entry.usedAt < (entries[oldest]?.usedAt ?? 0))) oldest = slot
    }
    return oldest
  }
  const hold = (slot: number, entry: Entry): number => {
    entry.users++
    entry.usedAt = ++clock
    return slot
  }

  return {
    acquire: ({ weightsHash, modelSlot, ids }) => {
      const known = findLongest(weightsHash, ids)
      const same = entries[known.slot]
      if (same !== undefined && known.length === ids.length && same.ids.length === ids.length) {
        return hold(known.slot, same)
      }
      const slot = findOldestFree()
      const entry = entries[slot]
      if (entry === undefined) return null
      // The last token is always computed: its logits are what the first token is drawn from.
      const from = Math.min(known.length, ids.length - 1)
      if (from > 0 && known.slot !== slot) kernel.copyPrompt(known.slot, slot, from)
      kernel.ints(kernel.decodePromptTokens(), ids.length).set(ids)
      kernel.prefill(modelSlot, slot, from, ids.length, USED_VOCABULARY)
      entry.hash = weightsHash
      entry.ids = ids
      return hold(slot, entry)
    },
    release: (slot) => {
      const entry = entries[slot]
      if (entry !== undefined) entry.users--
    },
  }
}
