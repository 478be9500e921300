// Forward and backward over a packed batch: texts of different lengths one after the other, no padding; logits only
// at the positions that carry loss.
import { CONTEXT, DIM, FINAL_NORM_AT, HIDDEN, HIDDEN_ROW, LAYERS, LAYERS_AT, LAYER_BYTES, NORM1_AT, NORM2_AT, QKV_ROW, ROW, VOCAB, VOCAB_ROW, W1_AT, W2_AT, WEIGHT_BYTES, WO_AT, WQKV_AT } from './shape'
import { allocate } from './vector'
import { gemm, gemmWeightGradient, transpose } from './gemm'
import { rmsNorm, rmsNormBackward } from './norm'
import { buildRopeTables, rotate } from './rope'
import { allocateAttention, attend, attendBackward } from './attention'
import { argMax, crossEntropyGradRow, excludeTokens, logSoftmaxRow } from './cross-entropy'

/** What one layer keeps for its backward pass. */
@unmanaged
class Kept {
  input: usize
  inverse1: usize
  normed1: usize
  qkv: usize
  peaks: usize
  attended: usize
  middle: usize
  inverse2: usize
  normed2: usize
  /** max(0, normed2 W1) */
  rectified: usize
  /** its square */
  squared: usize
}

let tokenCapacity: i32 = 0
let weights: usize = 0
let gradient: usize = 0
let moment1: usize = 0
let moment2: usize = 0
let weightsT: usize = 0
let tokens: usize = 0
let textLengths: usize = 0
let lossRows: usize = 0
let lossTargets: usize = 0
let lossLogProbs: usize = 0
let kept0: Kept = changetype<Kept>(0)
let kept1: Kept = changetype<Kept>(0)
let output: usize = 0
let finalInput: usize = 0
let finalInverse: usize = 0
let finalNormed: usize = 0
let logits: usize = 0
let dx: usize = 0
let dWide: usize = 0
let dNarrow: usize = 0
let correctCount: i32 = 0

function allocateKept(n: usize): Kept {
  const kept = changetype<Kept>(allocate(offsetof<Kept>()))
  kept.input = allocate(n * ROW)
  kept.inverse1 = allocate(n * 4)
  kept.normed1 = allocate(n * ROW)
  kept.qkv = allocate(n * QKV_ROW)
  kept.peaks = allocate(n * 32)
  kept.attended = allocate(n * ROW)
  kept.middle = allocate(n * ROW)
  kept.inverse2 = allocate(n * 4)
  kept.normed2 = allocate(n * ROW)
  kept.rectified = allocate(n * HIDDEN_ROW)
  kept.squared = allocate(n * HIDDEN_ROW)
  return kept
}

/** Allocates everything for batches of at most `capacity` tokens; once per instance. */
export function trainInit(capacity: i32): void {
  assert(tokenCapacity == 0 && capacity >= CONTEXT)
  tokenCapacity = capacity
  const n = <usize>capacity
  buildRopeTables()
  allocateAttention(true)
  weights = allocate(WEIGHT_BYTES)
  gradient = allocate(WEIGHT_BYTES)
  moment1 = allocate(WEIGHT_BYTES)
  moment2 = allocate(WEIGHT_BYTES)
  weightsT = allocate(<usize>HIDDEN * ROW)
  tokens = allocate(n * 4)
  textLengths = allocate(n * 4)
  lossRows = allocate(n * 4)
  lossTargets = allocate(n * 4)
  lossLogProbs = allocate(n * 4)
  kept0 = allocateKept(n)
  kept1 = allocateKept(n)
  output = allocate(n * ROW)
  finalInput = allocate(n * ROW)
  finalInverse = allocate(n * 4)
  finalNormed = allocate(n * ROW)
  logits = allocate(n * VOCAB_ROW)
  dx = allocate(n * ROW)
  dWide = allocate(n * HIDDEN_ROW)
  dNarrow = allocate(n * ROW)
}

export function trainWeights(): usize { return weights }
export function trainGradient(): usize { return gradient }
export function trainTokens(): usize { return tokens }
export function trainTextLengths(): usize { return textLengths }
export function trainLossRows(): usize { return lossRows }
export function trainLossTargets(): usize { return lossTargets }
export function trainLossLogProbs(): usize { return lossLogProbs }
/** Loss positions of the last forward pass whose most likely token was the target. */
export function trainCorrectCount(): i32 { return correctCount }

export function zeroGradient(): void {
  memory.fill(gradient, 0, WEIGHT_BYTES)
}

export function zeroMoments(): void {
  memory.fill(moment1, 0, WEIGHT_BYTES)
  memory.fill(moment2, 0, WEIGHT_BYTES)
}

export function trainMoment1(): usize { return moment1 }
export function trainMoment2(): usize { return moment2 }

function copyRow(from: usize, to: usize): void {
  memory.copy(to, from, ROW)
}

function addRows(n: i32, from: usize, to: usize): void {
  const bytes = <usize>n * ROW
  for (let o: usize = 0; o < bytes; o += 16) v128.store(to + o, f32x4.add(v128.load(to + o), v128.load(from + o)))
}

/** relu and relu squared of n rows of hidden units, in place and beside. */
export function squareRelu(n: i32, h: usize, squared: usize): void {
  const bytes = <usize>n * HIDDEN_ROW
  const zero = f32x4.splat(0)
  for (let o: usize = 0; o < bytes; o += 16) {
    const r = f32x4.max(v128.load(h + o), zero)
    v128.store(h + o, r)
    v128.store(squared + o, f32x4.mul(r, r))
  }
}

function forwardLayer(n: i32, texts: i32, w: usize, kept: Kept, out: usize): void {
  rmsNorm(n, kept.input, w + NORM1_AT, kept.normed1, kept.inverse1)
  gemm(n, 3 * DIM, DIM, kept.normed1, ROW, 4, w + WQKV_AT, QKV_ROW, kept.qkv, QKV_ROW, false)
  let first: i32 = 0
  for (let d = 0; d < texts; d++) {
    const length = load<i32>(textLengths + (<usize>d << 2))
    const qkv = kept.qkv + <usize>first * QKV_ROW
    for (let t = 0; t < length; t++) rotate(qkv + <usize>t * QKV_ROW, t, 1)
    attend(length, qkv, kept.attended + <usize>first * ROW, kept.peaks + <usize>first * 32)
    first += length
  }
  memory.copy(kept.middle, kept.input, <usize>n * ROW)
  gemm(n, DIM, DIM, kept.attended, ROW, 4, w + WO_AT, ROW, kept.middle, ROW, true)
  rmsNorm(n, kept.middle, w + NORM2_AT, kept.normed2, kept.inverse2)
  gemm(n, HIDDEN, DIM, kept.normed2, ROW, 4, w + W1_AT, HIDDEN_ROW, kept.rectified, HIDDEN_ROW, false)
  squareRelu(n, kept.rectified, kept.squared)
  memory.copy(out, kept.middle, <usize>n * ROW)
  gemm(n, DIM, HIDDEN, kept.squared, HIDDEN_ROW, 4, w + W2_AT, ROW, out, ROW, true)
}

/**
 * Log-probabilities of the loss targets (at temperature 1) into trainLossLogProbs; returns minus their sum.
 * The batch is read from trainTokens, trainTextLengths, trainLossRows (row of the packed batch whose successor is
 * predicted) and trainLossTargets.
 */
export function trainForward(n: i32, texts: i32, losses: i32, usedVocab: i32): f64 {
  assert(n <= tokenCapacity && losses <= n)
  for (let i = 0; i < n; i++) {
    copyRow(weights + <usize>load<i32>(tokens + (<usize>i << 2)) * ROW, kept0.input + <usize>i * ROW)
  }
  forwardLayer(n, texts, weights + LAYERS_AT, kept0, kept1.input)
  forwardLayer(n, texts, weights + LAYERS_AT + LAYER_BYTES, kept1, output)
  for (let i = 0; i < losses; i++) {
    copyRow(output + <usize>load<i32>(lossRows + (<usize>i << 2)) * ROW, finalInput + <usize>i * ROW)
  }
  rmsNorm(losses, finalInput, weights + FINAL_NORM_AT, finalNormed, finalInverse)
  transpose(VOCAB, DIM, weights, ROW, weightsT, VOCAB_ROW)
  gemm(losses, VOCAB, DIM, finalNormed, ROW, 4, weightsT, VOCAB_ROW, logits, VOCAB_ROW, false)
  let loss: f64 = 0
  correctCount = 0
  for (let i = 0; i < losses; i++) {
    const row = logits + <usize>i * VOCAB_ROW
    const target = load<i32>(lossTargets + (<usize>i << 2))
    excludeTokens(row, usedVocab)
    if (argMax(row) == target) correctCount++
    logSoftmaxRow(row)
    const logProb = load<f32>(row + (<usize>target << 2))
    store<f32>(lossLogProbs + (<usize>i << 2), logProb)
    loss -= <f64>logProb
  }
  return loss
}

/** Adds scale * d(loss)/d(weights) of the batch of the last trainForward (same sizes) to the gradient. */
export function trainBackward(n: i32, texts: i32, losses: i32, usedVocab: i32, scale: f32): void {
  for (let i = 0; i < losses; i++) {
    const target = load<i32>(lossTargets + (<usize>i << 2))
    crossEntropyGradRow(logits + <usize>i * VOCAB_ROW, target, usedVocab, scale)
  }
  gemmWeightGradient(losses, VOCAB, DIM, logits, VOCAB_ROW, finalNormed, ROW, gradient)
  gemm(losses, DIM, VOCAB, logits, VOCAB_ROW, 4, weights, ROW, dNarrow, ROW, false)
  // finalNormed is free now and takes the gradient of the gathered rows.
  memory.fill(finalNormed, 0, <usize>losses * ROW)
  rmsNormBackward(losses, finalInput, weights + FINAL_NORM_AT, finalInverse, dNarrow, finalNormed, gradient + FINAL_NORM_AT)
  memory.fill(dx, 0, <usize>n * ROW)
  for (let i = 0; i < losses; i++) {
    addRows(1, finalNormed + <usize>i * ROW, dx + <usize>load<i32>(lossRows + (<usize>i << 2)) * ROW)
  }
  backwardLayer(n, texts, LAYERS_AT + LAYER_BYTES, kept1)
  backwardLayer(n, texts, LAYERS_AT, kept0)
  for (let i = 0; i < n; i++) {
    addRows(1, dx + <usize>i * ROW, gradient + <usize>load<i32>(tokens + (<usize>i << 2)) * ROW)
  }
}

/** dx holds the gradient of the layer's output before, of its input after. */
function backwardLayer(n: i32, texts: i32, at: usize, kept: Kept): void {
  const w = weights + at
  const g = gradient + at
  gemmWeightGradient(n, HIDDEN, DIM, kept.squared, HIDDEN_ROW, dx, ROW, g + W2_AT)
  transpose(HIDDEN, DIM, w + W2_AT, ROW, weightsT, HIDDEN_ROW)
  gemm(n, HIDDEN, DIM, dx, ROW, 4, weightsT, HIDDEN_ROW, dWide, HIDDEN_ROW, false)
  const bytes = <usize>n * HIDDEN_ROW
  for (let o: usize = 0; o < bytes; o += 16) {
    const slope = f32x4.add(v128.load(kept.rectified + o), v128.load(kept.rectified + o))
    v128.store(dWide + o, f32x4.mul(v128.load(dWide + o), slope))
  }
  gemmWeightGradient(n, DIM, HIDDEN, kept.normed2, ROW, dWide, HIDDEN_ROW, g + W1_AT)
  transpose(DIM, HIDDEN, w + W1_AT, HIDDEN_ROW, weightsT, ROW)
  gemm(n, DIM, HIDDEN, dWide, HIDDEN_ROW, 4, weightsT, ROW, dNarrow, ROW, false)
  rmsNormBackward(n, kept.middle, w + NORM2_AT, kept.inverse2, dNarrow, dx, g + NORM2_AT)

  gemmWeightGradient(n, DIM, DIM, kept.attended, ROW, dx, ROW, g + WO_AT)
  transpose(DIM, DIM, w + WO_AT, ROW, weightsT, ROW)
  gemm(n, DIM, DIM, dx, ROW, 4, weightsT, ROW, dNarrow, ROW, false)
  let first: i32 = 0
  for (let d = 0; d < texts; d++) {
    const length = load<i32>(textLengths + (<usize>d << 2))
    const f = <usize>first
    attendBackward(length, kept.qkv + f * QKV_ROW, dNarrow + f * ROW, kept.peaks + f * 32, dWide + f * QKV_ROW)
    for (let t = 0; t < length; t++) rotate(dWide + (f + <usize>t) * QKV_ROW, t, -1)
    first += length
  }
  gemmWeightGradient(n, DIM, 3 * DIM, kept.normed1, ROW, dWide, QKV_ROW, g + WQKV_AT)
  transpose(DIM, 3 * DIM, w + WQKV_AT, QKV_ROW, weightsT, ROW)
  gemm(n, DIM, 3 * DIM, dWide, QKV_ROW, 4, weightsT, ROW, dNarrow, ROW, false)
  rmsNormBackward(n, kept.input, w + NORM1_AT, kept.inverse1, dNarrow, dx, g + NORM1_AT)
}
