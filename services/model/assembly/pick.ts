import { VOCAB, VOCAB_ROW } from './shape'
import { allocate, exp4, splat } from './vector'
import { argMax, logSoftmaxRow } from './cross-entropy'

let masses: usize = 0
let logProbs: usize = 0
let taken: usize = 0

function prepare(): void {
  if (masses != 0) return
  masses = allocate(VOCAB_ROW)
  logProbs = allocate(VOCAB_ROW)
  taken = allocate(VOCAB)
}

/** A number in [0, 1) that depends on (seed, index) only: a counter run through the splitmix64 finalizer twice. */
function uniform(seed: i32, index: i32): f64 {
  let z = mix((<u64>seed + 1) * 0x9e3779b97f4a7c15)
  z = mix(z + (<u64>index + 1) * 0x9e3779b97f4a7c15)
  return <f64>(z >> 11) * (1.0 / 9007199254740992.0)
}

function mix(value: u64): u64 {
  let z = value
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb
  return z ^ (z >> 31)
}

/** Log-probabilities of a row of logits at temperature 1; returns where the 240 floats lie (overwritten by the next call). */
export function logProbabilities(logits: usize): usize {
  prepare()
  memory.copy(logProbs, logits, VOCAB_ROW)
  logSoftmaxRow(logProbs)
  return logProbs
}

/** The next token of the path with this seed, after `index` own tokens. Temperature 0 is greedy; topP 1 is all. */
export function pickToken(logits: usize, seed: i32, index: i32, temperature: f32, topP: f64): i32 {
  const best = argMax(logits)
  if (temperature <= 0) return best
  prepare()
  const peak = splat(load<f32>(logits + (<usize>best << 2)))
  const cooling = splat(<f32>1 / temperature)
  for (let o: usize = 0; o < VOCAB_ROW; o += 16) {
    const row = v128.load(logits + o)
    // Excluded tokens would carry e^-64; nothing must be able to draw them.
    const allowed = f32x4.gt(row, splat(-1e29))
    v128.store(masses + o, v128.and(allowed, exp4(f32x4.mul(f32x4.sub(row, peak), cooling))))
  }
  let total: f64 = 0
  for (let i = 2; i < VOCAB; i++) total += <f64>load<f32>(masses + (<usize>i << 2))
  if (topP < 1) total = keepNucleus(total * topP)
  const target = uniform(seed, index) * total
  let mass: f64 = 0
  let drawn = best
  for (let i = 2; i < VOCAB; i++) {
    const m = load<f32>(masses + (<usize>i << 2))
    if (m == 0) continue
    mass += <f64>m
    if (mass > target) {
      drawn = i
      break
    }
  }
  return drawn
}

/** Zeroes all but the fewest most likely tokens that reach `wanted` mass; returns their mass. */
function keepNucleus(wanted: f64): f64 {
  memory.fill(taken, 0, VOCAB)
  let mass: f64 = 0
  while (mass < wanted) {
    let best = -1
    let value: f32 = 0
    for (let i = 2; i < VOCAB; i++) {
      const m = load<f32>(masses + (<usize>i << 2))
      if (load<u8>(taken + i) == 0 && m > value) {
        value = m
        best = i
      }
    }
    if (best < 0) break
    store<u8>(taken + best, 1)
    mass += <f64>value
  }
  let kept: f64 = 0
  for (let i = 2; i < VOCAB; i++) {
    const at = masses + (<usize>i << 2)
    if (load<u8>(taken + i) == 0) store<f32>(at, 0)
    else kept += <f64>load<f32>(at)
  }
  return kept
}
