// Sampling. A prompt's keys and values are computed once and shared by all its paths; a path's own keys and values lie
// in pages of 32 tokens. Each step takes one token of every path of one model.
import { CONTEXT, DIM, FINAL_NORM_AT, HEADS, HEAD_BYTES, HEAD_DIM, HIDDEN, HIDDEN_ROW, LAYERS, LAYERS_AT, LAYER_BYTES, NORM1_AT, NORM2_AT, QKV_ROW, ROW, SCORE_SCALE, VOCAB, VOCAB_ROW, W1_AT, W2_AT, WEIGHT_BYTES, WO_AT, WQKV_AT } from './shape'
import { allocate, exp4, maxLanes, roundUp8, splat, sumLanes } from './vector'
import { gemm, gemmRows, transpose } from './gemm'
import { rmsNorm } from './norm'
import { buildRopeTables, rotate } from './rope'
import { SCORE_ROW, allocateAttention, attendHead } from './attention'
import { excludeTokens } from './cross-entropy'
import { squareRelu } from './train'

export const PAGE_TOKENS: i32 = 32
const PAGE_VALUES: usize = 32 * 256
const PAGE_LAYER: usize = 2 * 32 * 256
const PAGE_BYTES: usize = 2 * 2 * 32 * 256
const PAGES_PER_PATH: usize = 14

// A prompt slot: per layer the transposed keys (64 x CONTEXT), then the values (CONTEXT x 64); last a row of logits.
const PROMPT_VALUES: usize = 64 * 448 * 4
const PROMPT_LAYER: usize = 2 * 64 * 448 * 4
const PROMPT_LOGITS: usize = 2 * 2 * 64 * 448 * 4
const PROMPT_BYTES: usize = 2 * 2 * 64 * 448 * 4 + 960

// A model slot: the weights, then the embedding transposed for the logits.
const MODEL_BYTES: usize = 113984 * 4 + 64 * 960

let pathCapacity: i32 = 0
let models: usize = 0
let prompts: usize = 0
let pages: usize = 0
let promptTokens: usize = 0
let groupPrompt: usize = 0
let groupPromptLength: usize = 0
let groupPaths: usize = 0
let pathToken: usize = 0
let pathIndex: usize = 0
let pathPages: usize = 0
let x: usize = 0
let normed: usize = 0
let inverse: usize = 0
let qkv: usize = 0
let attended: usize = 0
let hidden: usize = 0
let squared: usize = 0
let logits: usize = 0
let promptScores: usize = 0
let pathScores: usize = 0

/** Allocates slots; once per instance. */
export function decodeInit(modelSlots: i32, promptSlots: i32, paths: i32, pageCount: i32): void {
  assert(pathCapacity == 0)
  pathCapacity = paths
  buildRopeTables()
  allocateAttention(false)
  models = allocate(<usize>modelSlots * MODEL_BYTES)
  prompts = allocate(<usize>promptSlots * PROMPT_BYTES)
  pages = allocate(<usize>pageCount * PAGE_BYTES)
  const n = <usize>max(paths, CONTEXT)
  promptTokens = allocate(<usize>CONTEXT * 4)
  groupPrompt = allocate(<usize>paths * 4)
  groupPromptLength = allocate(<usize>paths * 4)
  groupPaths = allocate(<usize>paths * 4)
  pathToken = allocate(<usize>paths * 4)
  pathIndex = allocate(<usize>paths * 4)
  pathPages = allocate(<usize>paths * PAGES_PER_PATH * 4)
  x = allocate(n * ROW)
  normed = allocate(n * ROW)
  inverse = allocate(n * 4)
  qkv = allocate(n * QKV_ROW)
  attended = allocate(n * ROW)
  hidden = allocate(n * HIDDEN_ROW)
  squared = allocate(n * HIDDEN_ROW)
  logits = allocate(<usize>paths * VOCAB_ROW)
  promptScores = allocate(<usize>(paths * HEADS) * SCORE_ROW)
  pathScores = allocate(<usize>CONTEXT * 16)
}

export function decodePromptTokens(): usize { return promptTokens }
export function decodeGroupPrompt(): usize { return groupPrompt }
export function decodeGroupPromptLength(): usize { return groupPromptLength }
export function decodeGroupPaths(): usize { return groupPaths }
export function decodePathToken(): usize { return pathToken }
/** Number of the path's own tokens before this one. */
export function decodePathIndex(): usize { return pathIndex }
/** Page numbers, PAGES_PER_PATH a path. */
export function decodePathPages(): usize { return pathPages }
export function decodeLogits(): usize { return logits }
export function promptLogits(slot: i32): usize { return prompts + <usize>slot * PROMPT_BYTES + PROMPT_LOGITS }
export function modelWeights(slot: i32): usize { return models + <usize>slot * MODEL_BYTES }

/** Call after writing a slot's weights. */
export function modelWritten(slot: i32): void {
  const w = modelWeights(slot)
  transpose(VOCAB, DIM, w, ROW, w + WEIGHT_BYTES, VOCAB_ROW)
}

/** Copies the keys and values of the first n tokens of one prompt slot to another. */
export function copyPrompt(from: i32, to: i32, n: i32): void {
  const a = prompts + <usize>from * PROMPT_BYTES
  const b = prompts + <usize>to * PROMPT_BYTES
  for (let l = 0; l < LAYERS; l++) {
    const layer = <usize>l * PROMPT_LAYER
    for (let r = 0; r < DIM; r++) {
      const at = layer + <usize>r * SCORE_ROW
      memory.copy(b + at, a + at, <usize>n << 2)
    }
    memory.copy(b + layer + PROMPT_VALUES, a + layer + PROMPT_VALUES, <usize>n * ROW)
  }
}

function embed(n: i32, w: usize, ids: usize): void {
  for (let i = 0; i < n; i++) memory.copy(x + <usize>i * ROW, w + <usize>load<i32>(ids + (<usize>i << 2)) * ROW, ROW)
}

function queryKeyValue(n: i32, w: usize): void {
  rmsNorm(n, x, w + NORM1_AT, normed, inverse)
  gemm(n, 3 * DIM, DIM, normed, ROW, 4, w + WQKV_AT, QKV_ROW, qkv, QKV_ROW, false)
}

function projectAndFeedForward(n: i32, w: usize): void {
  gemm(n, DIM, DIM, attended, ROW, 4, w + WO_AT, ROW, x, ROW, true)
  rmsNorm(n, x, w + NORM2_AT, normed, inverse)
  gemm(n, HIDDEN, DIM, normed, ROW, 4, w + W1_AT, HIDDEN_ROW, hidden, HIDDEN_ROW, false)
  squareRelu(n, hidden, squared)
  gemm(n, DIM, HIDDEN, squared, HIDDEN_ROW, 4, w + W2_AT, ROW, x, ROW, true)
}

function writeLogits(n: i32, w: usize, from: usize, to: usize, usedVocab: i32): void {
  rmsNorm(n, from, w + FINAL_NORM_AT, normed, inverse)
  gemm(n, VOCAB, DIM, normed, ROW, 4, w + WEIGHT_BYTES, VOCAB_ROW, to, VOCAB_ROW, false)
  for (let i = 0; i < n; i++) excludeTokens(to + <usize>i * VOCAB_ROW, usedVocab)
}

/** Computes a prompt slot from token `from` (earlier ones are in the slot) to n, and the logits after its last token. */
export function prefill(model: i32, slot: i32, from: i32, n: i32, usedVocab: i32): void {
  assert(from < n && n <= CONTEXT)
  const w = modelWeights(model)
  const prompt = prompts + <usize>slot * PROMPT_BYTES
  const rows = n - from
  embed(rows, w, promptTokens + (<usize>from << 2))
  for (let l = 0; l < LAYERS; l++) {
    const layer = w + LAYERS_AT + <usize>l * LAYER_BYTES
    const keys = prompt + <usize>l * PROMPT_LAYER
    const values = keys + PROMPT_VALUES
    queryKeyValue(rows, layer)
    for (let t = 0; t < rows; t++) {
      const row = qkv + <usize>t * QKV_ROW
      rotate(row, from + t, 1)
      memory.copy(values + <usize>(from + t) * ROW, row + 2 * ROW, ROW)
    }
    transpose(rows, DIM, qkv + ROW, QKV_ROW, keys + (<usize>from << 2), SCORE_ROW)
    for (let h = 0; h < HEADS; h++) {
      const head = <usize>h * HEAD_BYTES
      attendHead(from, n, qkv + head, keys + <usize>(h * HEAD_DIM) * SCORE_ROW, values + head, ROW, attended + head, 0, 0)
    }
    projectAndFeedForward(rows, layer)
  }
  writeLogits(1, w, x + <usize>(rows - 1) * ROW, prompt + PROMPT_LOGITS, usedVocab)
}

/** One token of every path; the paths of a group lie together and share a prompt. Logits of path p in row p. */
export function decodeStep(model: i32, groups: i32, paths: i32, usedVocab: i32): void {
  assert(paths <= pathCapacity)
  const w = modelWeights(model)
  embed(paths, w, pathToken)
  for (let l = 0; l < LAYERS; l++) {
    const layer = w + LAYERS_AT + <usize>l * LAYER_BYTES
    queryKeyValue(paths, layer)
    let first: i32 = 0
    for (let g = 0; g < groups; g++) {
      const at = <usize>g << 2
      const count = load<i32>(groupPaths + at)
      const prompt = prompts + <usize>load<i32>(groupPrompt + at) * PROMPT_BYTES + <usize>l * PROMPT_LAYER
      attendGroup(first, count, prompt, load<i32>(groupPromptLength + at), l)
      first += count
    }
    projectAndFeedForward(paths, layer)
  }
  writeLogits(paths, w, x, logits, usedVocab)
}

function attendGroup(first: i32, count: i32, prompt: usize, promptLength: i32, layer: i32): void {
  const width = roundUp8(promptLength)
  const stride = <usize>HEADS * SCORE_ROW
  const rows = qkv + <usize>first * QKV_ROW
  for (let p = 0; p < count; p++) {
    const at = <usize>(first + p) << 2
    rotate(rows + <usize>p * QKV_ROW, promptLength + load<i32>(pathIndex + at), 1)
  }
  for (let h = 0; h < HEADS; h++) {
    const keys = prompt + <usize>(h * HEAD_DIM) * SCORE_ROW
    gemmRows(count, width, HEAD_DIM, rows + <usize>h * HEAD_BYTES, QKV_ROW, 4, keys, SCORE_ROW, promptScores + <usize>h * SCORE_ROW, stride, false)
  }
  for (let p = 0; p < count; p++) attendOwn(first + p, promptScores + <usize>p * stride, promptLength, width, layer)
  for (let h = 0; h < HEADS; h++) {
    const head = <usize>h * HEAD_BYTES
    const out = attended + <usize>first * ROW + head
    gemmRows(count, HEAD_DIM, promptLength, promptScores + <usize>h * SCORE_ROW, stride, 4, prompt + PROMPT_VALUES + head, ROW, out, ROW, true)
  }
}

// @ts-ignore: decorator
@inline
function headDot(q: usize, k: usize): v128 {
  let s = f32x4.mul(v128.load(q), v128.load(k))
  s = f32x4.add(s, f32x4.mul(v128.load(q, 16), v128.load(k, 16)))
  s = f32x4.add(s, f32x4.mul(v128.load(q, 32), v128.load(k, 32)))
  return f32x4.add(s, f32x4.mul(v128.load(q, 48), v128.load(k, 48)))
}

/** q.k of the four heads, one a lane. */
// @ts-ignore: decorator
@inline
function fourDots(q: usize, k: usize): v128 {
  const a = headDot(q, k), b = headDot(q + 64, k + 64), c = headDot(q + 128, k + 128), d = headDot(q + 192, k + 192)
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

// @ts-ignore: decorator
@inline
function addWeighted(to: usize, v: usize, weight: v128): void {
  for (let o: usize = 0; o < HEAD_BYTES; o += 16) {
    v128.store(to + o, f32x4.add(v128.load(to + o), f32x4.mul(weight, v128.load(v + o))))
  }
}

/** Softmax over prompt and own tokens; writes the own tokens' share of the output; leaves probabilities in the prompt scores. */
function attendOwn(path: i32, promptRow: usize, promptLength: i32, width: i32, layer: i32): void {
  const row = qkv + <usize>path * QKV_ROW
  const last = load<i32>(pathIndex + (<usize>path << 2))
  const table = pathPages + <usize>path * PAGES_PER_PATH * 4
  const layerAt = <usize>layer * PAGE_LAYER
  const slot = pages + <usize>load<i32>(table + (<usize>(last / PAGE_TOKENS) << 2)) * PAGE_BYTES + layerAt + <usize>(last % PAGE_TOKENS) * ROW
  memory.copy(slot, row + ROW, ROW)
  memory.copy(slot + PAGE_VALUES, row + 2 * ROW, ROW)

  const scale = splat(SCORE_SCALE)
  let top = promptPeaks(promptRow, promptLength, width)
  for (let t = 0; t <= last; t++) {
    const page = pages + <usize>load<i32>(table + (<usize>(t / PAGE_TOKENS) << 2)) * PAGE_BYTES + layerAt
    const s = f32x4.mul(fourDots(row, page + <usize>(t % PAGE_TOKENS) * ROW), scale)
    v128.store(pathScores + (<usize>t << 4), s)
    top = f32x4.max(top, s)
  }
  let total = exponentiatePrompt(promptRow, width, top)
  for (let t = 0; t <= last; t++) {
    const e = exp4(f32x4.sub(v128.load(pathScores + (<usize>t << 4)), top))
    v128.store(pathScores + (<usize>t << 4), e)
    total = f32x4.add(total, e)
  }
  const inv = f32x4.div(splat(1), total)
  const out = attended + <usize>path * ROW
  memory.fill(out, 0, ROW)
  for (let t = 0; t <= last; t++) {
    const page = pages + <usize>load<i32>(table + (<usize>(t / PAGE_TOKENS) << 2)) * PAGE_BYTES + layerAt
    const v = page + PAGE_VALUES + <usize>(t % PAGE_TOKENS) * ROW
    const p = f32x4.mul(v128.load(pathScores + (<usize>t << 4)), inv)
    addWeighted(out, v, v128.shuffle<f32>(p, p, 0, 0, 0, 0))
    addWeighted(out + 64, v + 64, v128.shuffle<f32>(p, p, 1, 1, 1, 1))
    addWeighted(out + 128, v + 128, v128.shuffle<f32>(p, p, 2, 2, 2, 2))
    addWeighted(out + 192, v + 192, v128.shuffle<f32>(p, p, 3, 3, 3, 3))
  }
  scalePrompt(promptRow, width, inv)
}

/** Scaled maxima of the four heads' prompt scores; masks the columns after the prompt. */
function promptPeaks(row: usize, length: i32, width: i32): v128 {
  let top = splat(0)
  top = f32x4.replace_lane(top, 0, headPeak(row, length, width))
  top = f32x4.replace_lane(top, 1, headPeak(row + SCORE_ROW, length, width))
  top = f32x4.replace_lane(top, 2, headPeak(row + 2 * SCORE_ROW, length, width))
  return f32x4.replace_lane(top, 3, headPeak(row + 3 * SCORE_ROW, length, width))
}

function headPeak(row: usize, length: i32, width: i32): f32 {
  const bytes = <usize>width << 2
  for (let j = length; j < width; j++) store<f32>(row + (<usize>j << 2), -1e30)
  let peak = splat(-1e30)
  for (let o: usize = 0; o < bytes; o += 16) peak = f32x4.max(peak, v128.load(row + o))
  return maxLanes(peak) * SCORE_SCALE
}

function exponentiatePrompt(row: usize, width: i32, top: v128): v128 {
  const bytes = <usize>width << 2
  let sums = splat(0)
  sums = f32x4.replace_lane(sums, 0, exponentiateHead(row, bytes, v128.shuffle<f32>(top, top, 0, 0, 0, 0)))
  sums = f32x4.replace_lane(sums, 1, exponentiateHead(row + SCORE_ROW, bytes, v128.shuffle<f32>(top, top, 1, 1, 1, 1)))
  sums = f32x4.replace_lane(sums, 2, exponentiateHead(row + 2 * SCORE_ROW, bytes, v128.shuffle<f32>(top, top, 2, 2, 2, 2)))
  return f32x4.replace_lane(sums, 3, exponentiateHead(row + 3 * SCORE_ROW, bytes, v128.shuffle<f32>(top, top, 3, 3, 3, 3)))
}

function exponentiateHead(row: usize, bytes: usize, shift: v128): f32 {
  const scale = splat(SCORE_SCALE)
  let total = splat(0)
  for (let o: usize = 0; o < bytes; o += 16) {
    const e = exp4(f32x4.sub(f32x4.mul(v128.load(row + o), scale), shift))
    v128.store(row + o, e)
    total = f32x4.add(total, e)
  }
  return sumLanes(total)
}

function scalePrompt(row: usize, width: i32, inv: v128): void {
  const bytes = <usize>width << 2
  scaleHead(row, bytes, v128.shuffle<f32>(inv, inv, 0, 0, 0, 0))
  scaleHead(row + SCORE_ROW, bytes, v128.shuffle<f32>(inv, inv, 1, 1, 1, 1))
  scaleHead(row + 2 * SCORE_ROW, bytes, v128.shuffle<f32>(inv, inv, 2, 2, 2, 2))
  scaleHead(row + 3 * SCORE_ROW, bytes, v128.shuffle<f32>(inv, inv, 3, 3, 3, 3))
}

function scaleHead(row: usize, bytes: usize, by: v128): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(row + o, f32x4.mul(v128.load(row + o), by))
}
