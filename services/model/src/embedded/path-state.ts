import type { TokenLogprob } from '../backend.ts'
import { type Kernel, VOCABULARY } from './kernel.ts'
import type { SampledPath, SamplingJob } from './sampling-types.ts'
import { findStop, settledLength } from './stop-strings.ts'
import { EOS, TOKEN_TEXTS, USED_VOCABULARY } from './tokenizer.ts'

/** A path while it is being sampled. */
export type PathState = {
  readonly job: SamplingJob
  readonly index: number
  readonly seed: number
  readonly pages: readonly number[]
  readonly logprobs: TokenLogprob[] | null
  text: string
  tokenCount: number
  lastToken: number
  streamedLength: number
}

/** The token's log-probability at temperature 1 and the most likely alternatives, likeliest first. */
function readLogprob(kernel: Kernel, logits: number, token: number, top: number): TokenLogprob {
  const row = kernel.floats(kernel.logProbabilities(logits), VOCABULARY)
  const ids = Array.from({ length: USED_VOCABULARY - EOS }, (_, i) => i + EOS)
  const logprobOf = (id: number): number => row[id] ?? Number.NEGATIVE_INFINITY
  const ranked = top === 0 ? [] : ids.sort((a, b) => logprobOf(b) - logprobOf(a) || a - b).slice(0, top)
  const describe = (id: number) => ({ token: tokenName(id), logprob: logprobOf(id) })
  return { ...describe(token), top: ranked.map(describe) }
}

/** Text of a token as log-probabilities name it; the end token has no text of its own. */
export function tokenName(id: number): string {
  return id === EOS ? '<eos>' : (TOKEN_TEXTS[id] ?? '')
}

function finish(path: PathState, finishReason: 'stop' | 'length'): SampledPath {
  const { index, text, tokenCount, logprobs } = path
  return { index, text, finishReason, tokenCount, logprobs }
}

/** Cuts a path at a stop string; tokens that begin in or after it lose their log-probabilities. */
function cutAt(path: PathState, at: number): void {
  path.text = path.text.slice(0, at)
  if (path.logprobs === null) return
  let length = 0
  const kept = path.logprobs.findIndex(({ token }) => {
    const begins = length
    length += token.length
    return begins >= at
  })
  if (kept >= 0) path.logprobs.length = kept
}

/** Draws the path's next token from a row of logits and takes it in; the finished path, or null while it goes on. */
export function drawToken(kernel: Kernel, path: PathState, logits: number): SampledPath | null {
  const { job } = path
  const token = kernel.pickToken(logits, path.seed, path.tokenCount, job.temperature, job.topP)
  if (token === EOS) return finish(path, 'stop')
  if (path.logprobs !== null) path.logprobs.push(readLogprob(kernel, logits, token, job.topLogprobs ?? 0))
  const checked = path.text.length
  path.lastToken = token
  path.tokenCount++
  path.text += TOKEN_TEXTS[token] ?? ''
  const stopsAt = findStop(path.text, job.stop, checked)
  if (stopsAt >= 0) {
    cutAt(path, stopsAt)
    return finish(path, 'stop')
  }
  return path.tokenCount >= job.maxTokens ? finish(path, 'length') : null
}

/** Text that can be streamed since the last call; with `all`, whatever is left. */
export function takeStreamable(path: PathState, all: boolean): string {
  const end = all ? path.text.length : Math.max(path.streamedLength, settledLength(path.text, path.job.stop))
  const piece = path.text.slice(path.streamedLength, end)
  path.streamedLength = end
  return piece
}
