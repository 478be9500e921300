import { admitPaths } from './admit-paths.ts'
import { advancePaths } from './advance-paths.ts'
import type { Kernel } from './kernel.ts'
import { createModelSlots } from './model-slots.ts'
import { createPromptCache } from './prompt-cache.ts'
import { closeIfDone, type SamplerState } from './sampler-state.ts'
import type { SamplingJob, SamplingListener } from './sampling-types.ts'

/** Sizes of a sampler's memory; a slot of a model costs 0.5 MB, of a prompt 0.45 MB, a page 32 KB. */
export type SamplerSizes = {
  readonly modelSlots: number
  readonly promptSlots: number
  /** Paths that advance together. */
  readonly paths: number
  readonly pages: number
}

/** Enough for eight models, and for 256 paths of 64 tokens at once; memory that is never used costs nothing. */
export const DEFAULT_SAMPLER_SIZES: SamplerSizes = { modelSlots: 8, promptSlots: 24, paths: 256, pages: 576 }

/** Batches the paths of all its jobs together, token by token; what is drawn does not depend on the batch. */
export type PathSampler = {
  readonly add: (job: SamplingJob) => void
  /** Forgets a job; its paths end without a word. */
  readonly cancel: (jobId: number) => void
  /** Advances every admitted path by one token; false when there is nothing to do. */
  readonly step: () => boolean
}

function cancelJob(state: SamplerState, jobId: number): void {
  const at = state.waiting.findIndex((job) => job.id === jobId)
  if (at >= 0) state.waiting.splice(at, 1)
  const opened = state.open.find(({ job }) => job.id === jobId)
  if (opened === undefined) return
  for (const path of opened.paths) state.freePages.push(...path.pages)
  opened.paths = []
  opened.nextPath = opened.job.paths.length
  closeIfDone(state, opened)
}

/** Makes a sampler over a fresh kernel; `loadWeights` is called when a job's weights are not in the kernel yet. */
export function createPathSampler(input: {
  readonly kernel: Kernel
  readonly loadWeights: (weightsHash: string) => Float32Array
  readonly listener: SamplingListener
  readonly sizes?: SamplerSizes
}): PathSampler {
  const { kernel, listener } = input
  const sizes = input.sizes ?? DEFAULT_SAMPLER_SIZES
  kernel.decodeInit(sizes.modelSlots, sizes.promptSlots, sizes.paths, sizes.pages)
  const state: SamplerState = {
    kernel,
    listener,
    models: createModelSlots(kernel, sizes.modelSlots, input.loadWeights),
    prompts: createPromptCache(kernel, sizes.promptSlots),
    freePages: Array.from({ length: sizes.pages }, (_, page) => page),
    waiting: [],
    open: [],
    capacity: sizes.paths,
  }
  return {
    add: (job) => {
      state.waiting.push(job)
    },
    cancel: (jobId) => cancelJob(state, jobId),
    step: () => {
      admitPaths(state)
      const slots = new Set(
        state.open.filter(({ paths }) => paths.length > 0).map(({ modelSlot }) => modelSlot),
      )
      for (const slot of slots) advancePaths(state, slot)
      return slots.size > 0 || state.open.length > 0 || state.waiting.length > 0
    },
  }
}
