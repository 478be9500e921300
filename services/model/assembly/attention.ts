import { CONTEXT, HEADS, HEAD_BYTES, HEAD_DIM, QKV_ROW, ROW, SCORE_SCALE } from './shape'
import { allocate, exp4, maxLanes, roundUp8, splat, sumLanes } from './vector'
import { gemmRows, transpose } from './gemm'

/** Row stride of every score matrix and transposed key matrix, bytes. */
export const SCORE_ROW: usize = 448 * 4
const MASKED: f32 = -1e30

let keysT: usize = 0
let valuesT: usize = 0
let scores: usize = 0
let scoreGrads: usize = 0

export function allocateAttention(forTraining: bool): void {
  keysT = allocate(<usize>HEAD_DIM * SCORE_ROW)
  scores = allocate(<usize>CONTEXT * SCORE_ROW)
  if (!forTraining) return
  valuesT = allocate(<usize>HEAD_DIM * SCORE_ROW)
  scoreGrads = allocate(<usize>CONTEXT * SCORE_ROW)
}

/** softmax(scale * row) over the columns 0…last in place, zeros after them up to `width` (a multiple of 8). */
function softmaxRow(row: usize, last: i32, width: i32, maxAt: usize): void {
  for (let j = last + 1; j < width; j++) store<f32>(row + (<usize>j << 2), MASKED)
  const end = row + (<usize>width << 2)
  let top = splat(MASKED)
  for (let at = row; at < end; at += 16) top = f32x4.max(top, v128.load(at))
  const peak = maxLanes(top) * SCORE_SCALE
  const shift = splat(peak)
  let total = splat(0)
  for (let at = row; at < end; at += 16) {
    const e = exp4(f32x4.sub(f32x4.mul(v128.load(at), splat(SCORE_SCALE)), shift))
    v128.store(at, e)
    total = f32x4.add(total, e)
  }
  // Masked columns hold e^-64 here, too small to be seen in the sum; the product with the values needs true zeros.
  for (let j = last + 1; j < width; j++) store<f32>(row + (<usize>j << 2), 0)
  const inverse = <f32>1 / sumLanes(total)
  for (let at = row; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), splat(inverse)))
  if (maxAt != 0) {
    store<f32>(maxAt, peak)
    store<f32>(maxAt, inverse, 4)
  }
}

/**
 * Causal attention of one head for the rows from…n-1 of one text. Queries lie at q (stride QKV_ROW), keys
 * transposed at kT (stride SCORE_ROW), values at v (stride ldv), all for this head; out has stride ROW.
 * With `peaks` the row maxima and inverse sums are kept (8 bytes a row, `peakStride` apart).
 */
export function attendHead(from: i32, n: i32, q: usize, kT: usize, v: usize, ldv: usize, out: usize, peaks: usize, peakStride: usize): void {
  for (let r = from; r < n; r += 4) {
    const rows = min(4, n - r)
    const width = roundUp8(r + rows)
    const i = <usize>(r - from)
    gemmRows(rows, width, HEAD_DIM, q + i * QKV_ROW, QKV_ROW, 4, kT, SCORE_ROW, scores, SCORE_ROW, false)
    for (let t = 0; t < rows; t++) {
      const peak: usize = peaks == 0 ? <usize>0 : peaks + (i + <usize>t) * peakStride
      softmaxRow(scores + <usize>t * SCORE_ROW, r + t, width, peak)
    }
    gemmRows(rows, HEAD_DIM, r + rows, scores, SCORE_ROW, 4, v, ldv, out + i * ROW, ROW, false)
  }
}

/** All heads of one text of n rows in a packed batch. */
export function attend(n: i32, qkv: usize, out: usize, peaks: usize): void {
  for (let h = 0; h < HEADS; h++) {
    const head = <usize>h * HEAD_BYTES
    transpose(n, HEAD_DIM, qkv + ROW + head, QKV_ROW, keysT, SCORE_ROW)
    attendHead(0, n, qkv + head, keysT, qkv + 2 * ROW + head, QKV_ROW, out + head, peaks + <usize>h * 8, 32)
  }
}

/** Writes dQKV of one text of n rows from dOut; recomputes the probabilities from the kept peaks. */
export function attendBackward(n: i32, qkv: usize, dOut: usize, peaks: usize, dQkv: usize): void {
  for (let h = 0; h < HEADS; h++) {
    const head = <usize>h * HEAD_BYTES
    const q = qkv + head, k = q + ROW, v = k + ROW
    const dq = dQkv + head, dk = dq + ROW, dv = dk + ROW
    transpose(n, HEAD_DIM, k, QKV_ROW, keysT, SCORE_ROW)
    transpose(n, HEAD_DIM, v, QKV_ROW, valuesT, SCORE_ROW)
    for (let r = 0; r < n; r += 4) {
      const rows = min(4, n - r)
      const width = roundUp8(r + rows)
      const p = scores + <usize>r * SCORE_ROW
      const dp = scoreGrads + <usize>r * SCORE_ROW
      gemmRows(rows, width, HEAD_DIM, q + <usize>r * QKV_ROW, QKV_ROW, 4, keysT, SCORE_ROW, p, SCORE_ROW, false)
      gemmRows(rows, width, HEAD_DIM, dOut + head + <usize>r * ROW, ROW, 4, valuesT, SCORE_ROW, dp, SCORE_ROW, false)
      for (let t = 0; t < rows; t++) {
        const kept = peaks + <usize>h * 8 + <usize>(r + t) * 32
        scoreGradRow(p + <usize>t * SCORE_ROW, dp + <usize>t * SCORE_ROW, r + t, width, load<f32>(kept), load<f32>(kept, 4))
      }
      gemmRows(rows, HEAD_DIM, r + rows, dp, SCORE_ROW, 4, k, QKV_ROW, dq + <usize>r * QKV_ROW, QKV_ROW, false)
    }
    for (let r = 0; r < n; r += 4) {
      const rows = min(4, n - r)
      const at = <usize>r * SCORE_ROW + (<usize>r << 2)
      const below = <usize>r * QKV_ROW
      gemmRows(rows, HEAD_DIM, n - r, scoreGrads + at, 4, SCORE_ROW, q + below, QKV_ROW, dk + below, QKV_ROW, false)
      gemmRows(rows, HEAD_DIM, n - r, scores + at, 4, SCORE_ROW, dOut + head + <usize>r * ROW, ROW, dv + below, QKV_ROW, false)
    }
  }
}

/** p: scores in, probabilities out. dp: dP in, dScores (already scaled) out. Zero after column `last`. */
function scoreGradRow(p: usize, dp: usize, last: i32, width: i32, peak: f32, inverse: f32): void {
  const bytes = <usize>width << 2
  const shift = splat(peak), inv = splat(inverse), scale = splat(SCORE_SCALE)
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(p + o, f32x4.mul(exp4(f32x4.sub(f32x4.mul(v128.load(p + o), scale), shift)), inv))
  }
  for (let j = last + 1; j < width; j++) store<f32>(p + (<usize>j << 2), 0)
  let dot = splat(0)
  for (let o: usize = 0; o < bytes; o += 16) dot = f32x4.add(dot, f32x4.mul(v128.load(p + o), v128.load(dp + o)))
  const mean = splat(sumLanes(dot))
  for (let o: usize = 0; o < bytes; o += 16) {
    const d = f32x4.mul(v128.load(p + o), f32x4.sub(v128.load(dp + o), mean))
    v128.store(dp + o, f32x4.mul(d, scale))
  }
}
