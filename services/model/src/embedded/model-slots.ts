import { type Kernel, PARAMETER_COUNT } from './kernel.ts'

type Slot = { hash: string | null; users: number; usedAt: number }

/** Weights that lie ready in a kernel, least recently used ones giving way. */
export type ModelSlots = {
  /** Slot with these weights, held until `release`; null when every slot is held. */
  readonly acquire: (weightsHash: string) => number | null
  readonly release: (slot: number) => void
}

/** `loadWeights` is called when weights are not in the kernel yet; what it throws, `acquire` throws. */
export function createModelSlots(
  kernel: Kernel,
  count: number,
  loadWeights: (weightsHash: string) => Float32Array,
): ModelSlots {
  const slots: Slot[] = Array.from({ length: count }, () => ({ hash: null, users: 0, usedAt: 0 }))
  let clock = 0
  const fill = (slot: Slot, number: number, hash: string): void => {
    slot.hash = null
    kernel.floats(kernel.modelWeights(number), PARAMETER_COUNT).set(loadWeights(hash))
    kernel.modelWritten(number)
    slot.hash = hash
  }
  const choose = (hash: string): number => {
    const present = slots.findIndex((slot) => slot.hash === hash)
    if (present >= 0) return present
    let oldest = -1
    for (const [i, slot] of slots.entries()) {
      if (slot.users === 0 && (oldest < 0 || slot.usedAt < (slots[oldest]?.usedAt ?? 0))) oldest = i
    }
    return oldest
  }
  return {
    acquire: (hash) => {
      const number = choose(hash)
      const slot = slots[number]
      if (slot === undefined) return null
      if (slot.hash !== hash) fill(slot, number, hash)
      slot.users++
      slot.usedAt = ++clock
      return number
    },
    release: (number) => {
      const slot = slots[number]
      if (slot !== undefined) slot.users--
    },
  }
}
