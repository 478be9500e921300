import { VOCAB, VOCAB_ROW } from './shape'
import { exp4, maxLanes, splat, sumLanes } from './vector'

const EXCLUDED: f32 = -1e30
// <pad> and <bos> are never predicted; ids from `usedVocab` on have no token.
const FIRST_PREDICTED: i32 = 2

/** Takes the tokens that may never be predicted out of a row of logits. */
export function excludeTokens(logits: usize, usedVocab: i32): void {
  for (let i = 0; i < FIRST_PREDICTED; i++) store<f32>(logits + (<usize>i << 2), EXCLUDED)
  for (let i = usedVocab; i < VOCAB; i++) store<f32>(logits + (<usize>i << 2), EXCLUDED)
}

/** Turns a row of logits into log-probabilities at temperature 1, in place. */
export function logSoftmaxRow(logits: usize): void {
  const end = logits + VOCAB_ROW
  let top = splat(EXCLUDED)
  for (let at = logits; at < end; at += 16) top = f32x4.max(top, v128.load(at))
  const peak = splat(maxLanes(top))
  let total = splat(0)
  for (let at = logits; at < end; at += 16) total = f32x4.add(total, exp4(f32x4.sub(v128.load(at), peak)))
  const shift = splat(maxLanes(top) + Mathf.log(sumLanes(total)))
  for (let at = logits; at < end; at += 16) v128.store(at, f32x4.sub(v128.load(at), shift))
}

/** The most likely token; the lowest id wins a tie. */
export function argMax(logits: usize): i32 {
  let best = FIRST_PREDICTED
  let value = load<f32>(logits + (<usize>best << 2))
  for (let i = best + 1; i < VOCAB; i++) {
    const v = load<f32>(logits + (<usize>i << 2))
    if (v > value) {
      value = v
      best = i
    }
  }
  return best
}

/** Log-probabilities in, scale * (probability - one-hot) out; zero for excluded tokens. */
export function crossEntropyGradRow(logProbs: usize, target: i32, usedVocab: i32, scale: f32): void {
  const end = logProbs + VOCAB_ROW
  for (let at = logProbs; at < end; at += 16) v128.store(at, f32x4.mul(exp4(v128.load(at)), splat(scale)))
  for (let i = 0; i < FIRST_PREDICTED; i++) store<f32>(logProbs + (<usize>i << 2), 0)
  for (let i = usedVocab; i < VOCAB; i++) store<f32>(logProbs + (<usize>i << 2), 0)
  const at = logProbs + (<usize>target << 2)
  store<f32>(at, load<f32>(at) - scale)
}
