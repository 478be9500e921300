import type { Kernel } from './kernel.ts'
import type { ModelSlots } from './model-slots.ts'
import { type PathState, takeStreamable } from './path-state.ts'
import type { PromptCache } from './prompt-cache.ts'
import type { SampledPath, SamplingJob, SamplingListener } from './sampling-types.ts'

/** Tokens of a page of keys and values, and pages of the longest path (the kernel's page table). */
export const PAGE_TOKENS = 32
export const PAGES_PER_PATH = 14

/** A job whose prompt lies in the kernel; its paths enter as there is room. */
export type OpenJob = {
  readonly job: SamplingJob
  readonly modelSlot: number
  readonly promptSlot: number
  nextPath: number
  /** Paths under way. */
  paths: PathState[]
}

/** Everything a sampler remembers between steps. */
export type SamplerState = {
  readonly kernel: Kernel
  readonly listener: SamplingListener
  readonly models: ModelSlots
  readonly prompts: PromptCache
  readonly freePages: number[]
  readonly waiting: SamplingJob[]
  readonly open: OpenJob[]
  /** Most paths under way at once. */
  readonly capacity: number
}

/** Paths under way, of all jobs. */
export function countActive(state: SamplerState): number {
  return state.open.reduce((sum, { paths }) => sum + paths.length, 0)
}

/** Tells the listener what a path has come to; a finished path gives its pages back. */
export function reportPath(state: SamplerState, path: PathState, finished: SampledPath | null): void {
  if (path.job.streams) {
    const piece = takeStreamable(path, finished !== null)
    if (piece !== '') state.listener.onText(path.job.id, path.index, piece)
  }
  if (finished === null) return
  state.freePages.push(...path.pages)
  state.listener.onPath(path.job.id, finished)
}

/** Lets go of a job's slots once all its paths have entered and ended. */
export function closeIfDone(state: SamplerState, opened: OpenJob): void {
  if (opened.paths.length > 0 || opened.nextPath < opened.job.paths.length) return
  state.open.splice(state.open.indexOf(opened), 1)
  state.models.release(opened.modelSlot)
  state.prompts.release(opened.promptSlot)
}
