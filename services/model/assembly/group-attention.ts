// Attention of a group of paths that share a prompt: the prompt's part as matrix products over all paths, each path's own
// part token by token with one head in each lane.
import { HEADS, HEAD_BYTES, HEAD_DIM, QKV_ROW, ROW, SCORE_SCALE } from './shape'
import { exp4, maxLanes, roundUp8, splat, sumLanes } from './vector'
import { gemmRows } from './gemm'
import { rotate } from './rope'
import { SCORE_ROW } from './attention'
import { attended, PAGES_PER_PATH, PAGE_BYTES, PAGE_LAYER, PAGE_TOKENS, PAGE_VALUES, pages, pathIndex, pathPages, pathScores, PROMPT_VALUES, promptScores, qkv } from './decode-memory'

/** Attention of `count` paths from row `first` on, one layer; `prompt` is that layer's part of their prompt slot. */
export function attendGroup(first: i32, count: i32, prompt: usize, promptLength: i32, layer: i32): void {
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
