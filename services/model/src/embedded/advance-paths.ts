import { VOCABULARY } from './kernel.ts'
import { drawToken } from './path-state.ts'
import { closeIfDone, type OpenJob, PAGES_PER_PATH, reportPath, type SamplerState } from './sampler-state.ts'
import { USED_VOCABULARY } from './tokenizer.ts'

const LOGIT_ROW_BYTES = VOCABULARY * 4

/** Writes the paths of the jobs into the kernel, job by job; how many there are. */
function writeGroups({ kernel, capacity }: SamplerState, jobs: readonly OpenJob[]): number {
  const groupPrompt = kernel.ints(kernel.decodeGroupPrompt(), capacity)
  const groupLength = kernel.ints(kernel.decodeGroupPromptLength(), capacity)
  const groupPaths = kernel.ints(kernel.decodeGroupPaths(), capacity)
  const tokens = kernel.ints(kernel.decodePathToken(), capacity)
  const indexes = kernel.ints(kernel.decodePathIndex(), capacity)
  const tables = kernel.ints(kernel.decodePathPages(), capacity * PAGES_PER_PATH)
  let row = 0
  for (const [group, { promptSlot, job, paths }] of jobs.entries()) {
    groupPrompt[group] = promptSlot
    groupLength[group] = job.promptIds.length
    groupPaths[group] = paths.length
    for (const path of paths) {
      tokens[row] = path.lastToken
      indexes[row] = path.tokenCount - 1
      tables.set(path.pages, row * PAGES_PER_PATH)
      row++
    }
  }
  return row
}

/** Takes every path of one model one token further. */
export function advancePaths(state: SamplerState, modelSlot: number): void {
  const { kernel } = state
  const jobs = state.open.filter((opened) => opened.modelSlot === modelSlot && opened.paths.length > 0)
  const rows = writeGroups(state, jobs)
  kernel.decodeStep(modelSlot, jobs.length, rows, USED_VOCABULARY)
  let logits = kernel.decodeLogits()
  for (const opened of jobs) {
    opened.paths = opened.paths.filter((path) => {
      const finished = drawToken(kernel, path, logits)
      logits += LOGIT_ROW_BYTES
      reportPath(state, path, finished)
      return finished === null
    })
    closeIfDone(state, opened)
  }
}
