import { drawToken, type PathState } from './path-state.ts'
import {
  closeIfDone,
  countActive,
  type OpenJob,
  PAGE_TOKENS,
  PAGES_PER_PATH,
  reportPath,
  type SamplerState,
} from './sampler-state.ts'
import type { SamplingJob } from './sampling-types.ts'

function placeJob(state: SamplerState, job: SamplingJob): OpenJob | null {
  const modelSlot = state.models.acquire(job.weightsHash)
  if (modelSlot === null) return null
  const { weightsHash, promptIds: ids } = job
  const promptSlot = state.prompts.acquire({ weightsHash, modelSlot, ids })
  if (promptSlot !== null) return { job, modelSlot, promptSlot, nextPath: 0, paths: [] }
  state.models.release(modelSlot)
  return null
}

/** Opens the job that has waited longest; null when none waits or the kernel has no room for it yet. */
function openNext(state: SamplerState): OpenJob | null {
  for (let job = state.waiting[0]; job !== undefined; job = state.waiting[0]) {
    try {
      const opened = placeJob(state, job)
      if (opened === null) return null
      state.waiting.shift()
      state.open.push(opened)
      return opened
    } catch (error) {
      state.waiting.shift()
      state.listener.onFailure(job.id, error instanceof Error ? error.message : String(error))
    }
  }
  return null
}

/** Lets a job's next path in and draws its first token; false when there is no such path or no room. */
function admitPath(state: SamplerState, opened: OpenJob, room: number): boolean {
  const { job } = opened
  const next = job.paths[opened.nextPath]
  const pageCount = Math.min(PAGES_PER_PATH, Math.ceil(job.maxTokens / PAGE_TOKENS))
  if (next === undefined || room <= 0 || state.freePages.length < pageCount) return false
  opened.nextPath++
  const path: PathState = {
    job,
    ...next,
    pages: state.freePages.splice(-pageCount),
    logprobs: job.topLogprobs === null ? null : [],
    text: '',
    tokenCount: 0,
    lastToken: 0,
    streamedLength: 0,
  }
  const finished = drawToken(state.kernel, path, state.kernel.promptLogits(opened.promptSlot))
  reportPath(state, path, finished)
  if (finished === null) opened.paths.push(path)
  return true
}

/** Fills the batch: first with paths of open jobs, then with jobs that wait, in their order. */
export function admitPaths(state: SamplerState): void {
  let room = state.capacity - countActive(state)
  const fill = (opened: OpenJob): void => {
    const before = opened.paths.length
    while (admitPath(state, opened, room - (opened.paths.length - before))) {
      // Every call lets one path in.
    }
    room -= opened.paths.length - before
    closeIfDone(state, opened)
  }
  for (const opened of [...state.open]) fill(opened)
  while (room > 0) {
    const opened = openNext(state)
    if (opened === null) return
    fill(opened)
    if (opened.nextPath < opened.job.paths.length) return
  }
}
