import type { Kernel } from './kernel.ts'
import { createModelSlots } from './model-slots.ts'
import { drawToken, type PathState, takeStreamable } from './path-state.ts'
import { createPromptCache } from './prompt-cache.ts'
import type { SampledPath, SamplingJob, SamplingListener } from './sampling-types.ts'
import { USED_VOCABULARY } from './tokenizer.ts'

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

type OpenJob = {
  job: SamplingJob
  nextPath: number
  modelSlot: number
  promptSlot: number
  livePaths: number
}

const PAGE_TOKENS = 32
const PAGES_PER_PATH = 14
const LOGIT_ROW_BYTES = 960

/** Makes a sampler over a fresh kernel. */
export function createPathSampler(input: {
  readonly kernel: Kernel
  readonly loadWeights: (weightsHash: string) => Float32Array
  readonly listener: SamplingListener
  readonly sizes?: SamplerSizes
}): PathSampler {
  const { kernel, listener } = input
  const sizes = input.sizes ?? DEFAULT_SAMPLER_SIZES
  kernel.decodeInit(sizes.modelSlots, sizes.promptSlots, sizes.paths, sizes.pages)
  const models = createModelSlots(kernel, sizes.modelSlots, input.loadWeights)
  const prompts = createPromptCache(kernel, sizes.promptSlots)
  const freePages = Array.from({ length: sizes.pages }, (_, page) => page)
  const waiting: SamplingJob[] = []
  const open: OpenJob[] = []
  const active = new Map<OpenJob, PathState[]>()
  let activeCount = 0

  const openNext = (): OpenJob | null => {
    const job = waiting[0]
    if (job === undefined) return null
    try {
      const modelSlot = models.acquire(job.weightsHash)
      if (modelSlot === null) return null
      const { weightsHash, promptIds: ids } = job
      const promptSlot = prompts.acquire({ weightsHash, modelSlot, ids })
      if (promptSlot === null) {
        models.release(modelSlot)
        return null
      }
      waiting.shift()
      const opened = { job, nextPath: 0, modelSlot, promptSlot, livePaths: 0 }
      open.push(opened)
      return opened
    } catch (error) {
      waiting.shift()
      listener.onFailure(job.id, error instanceof Error ? error.message : String(error))
      return openNext()
    }
  }

  const closeIfDone = (opened: OpenJob): void => {
    if (opened.livePaths > 0 || opened.nextPath < opened.job.paths.length) return
    open.splice(open.indexOf(opened), 1)
    models.release(opened.modelSlot)
    prompts.release(opened.promptSlot)
  }

  const report = (path: PathState, finished: SampledPath | null): void => {
    if (path.job.streams) {
      const piece = takeStreamable(path, finished !== null)
      if (piece !== '') listener.onText(path.job.id, path.index, piece)
    }
    if (finished === null) return
    freePages.push(...path.pages)
    listener.onPath(path.job.id, finished)
  }

  const admitPath = (opened: OpenJob): boolean => {
    const { job } = opened
    const next = job.paths[opened.nextPath]
    const pageCount = Math.min(PAGES_PER_PATH, Math.ceil(job.maxTokens / PAGE_TOKENS))
    if (next === undefined || activeCount >= sizes.paths || freePages.length < pageCount) return false
    opened.nextPath++
    const path: PathState = {
      job,
      ...next,
      pages: freePages.splice(-pageCount),
      logprobs: job.topLogprobs === null ? null : [],
      text: '',
      tokenCount: 0,
      lastToken: 0,
      streamedLength: 0,
    }
    const finished = drawToken(kernel, path, kernel.promptLogits(opened.promptSlot))
    report(path, finished)
    if (finished !== null) return true
    opened.livePaths++
    activeCount++
    const live = active.get(opened)
    if (live === undefined) active.set(opened, [path])
    else live.push(path)
    return true
  }

  const admit = (): void => {
    for (const opened of [...open]) {
      while (admitPath(opened)) {}
      closeIfDone(opened)
    }
    for (;;) {
      if (activeCount >= sizes.paths) return
      const opened = openNext()
      if (opened === null) return
      while (admitPath(opened)) {}
      closeIfDone(opened)
      if (opened.nextPath < opened.job.paths.length) return
    }
  }

  const writeGroups = (groups: readonly (readonly [OpenJob, readonly PathState[]])[]): number => {
    const groupPrompt = kernel.ints(kernel.decodeGroupPrompt(), sizes.paths)
    const groupLength = kernel.ints(kernel.decodeGroupPromptLength(), sizes.paths)
    const groupPaths = kernel.ints(kernel.decodeGroupPaths(), sizes.paths)
    const tokens = kernel.ints(kernel.decodePathToken(), sizes.paths)
    const indexes = kernel.ints(kernel.decodePathIndex(), sizes.paths)
    const tables = kernel.ints(kernel.decodePathPages(), sizes.paths * PAGES_PER_PATH)
    let row = 0
    for (const [g, [opened, paths]] of groups.entries()) {
      groupPrompt[g] = opened.promptSlot
      groupLength[g] = opened.job.promptIds.length
      groupPaths[g] = paths.length
      for (const path of paths) {
        tokens[row] = path.lastToken
        indexes[row] = path.tokenCount - 1
        tables.set(path.pages, row * PAGES_PER_PATH)
        row++
      }
    }
    return row
  }

  const advance = (modelSlot: number): void => {
    const groups = [...active].filter(([opened]) => opened.modelSlot === modelSlot)
    const rows = writeGroups(groups)
    kernel.decodeStep(modelSlot, groups.length, rows, USED_VOCABULARY)
    const logits = kernel.decodeLogits()
    let row = 0
    for (const [opened, paths] of groups) {
      const going: PathState[] = []
      for (const path of paths) {
        const finished = drawToken(kernel, path, logits + row++ * LOGIT_ROW_BYTES)
        report(path, finished)
        if (finished === null) going.push(path)
      }
      opened.livePaths = going.length
      activeCount -= paths.length - going.length
      if (going.length > 0) active.set(opened, going)
      else active.delete(opened)
      closeIfDone(opened)
    }
  }

  return {
    add: (job) => {
      waiting.push(job)
    },
    cancel: (jobId) => {
      const at = waiting.findIndex((job) => job.id === jobId)
      if (at >= 0) waiting.splice(at, 1)
      const opened = open.find(({ job }) => job.id === jobId)
      if (opened === undefined) return
      const paths = active.get(opened) ?? []
      for (const path of paths) freePages.push(...path.pages)
      activeCount -= paths.length
      active.delete(opened)
      opened.livePaths = 0
      opened.nextPath = opened.job.paths.length
      closeIfDone(opened)
    },
    step: () => {
      admit()
      const slots = new Set([...active.keys()].map((opened) => opened.modelSlot))
      for (const slot of slots) advance(slot)
      return slots.size > 0 || open.length > 0 || waiting.length > 0
    },
  }
}
