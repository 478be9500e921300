// Sampling. A prompt's keys and values are computed once and shared by all its paths; a path's own keys and values lie
// in pages of 32 tokens. Each step takes one token of every path of one model.
import { CONTEXT, DIM, FINAL_NORM_AT, HEADS, HEAD_BYTES, HEAD_DIM, HIDDEN, HIDDEN_ROW, LAYERS, LAYERS_AT, LAYER_BYTES, NORM1_AT, NORM2_AT, QKV_ROW, ROW, VOCAB, VOCAB_ROW, W1_AT, W2_AT, WEIGHT_BYTES, WO_AT, WQKV_AT } from './shape'
import { gemm, transpose } from './gemm'
import { rmsNorm } from './norm'
import { rotate } from './rope'
import { SCORE_ROW, attendHead } from './attention'
import { excludeTokens } from './cross-entropy'
import { attended, groupPaths, groupPrompt, groupPromptLength, hidden, inverse, logits, modelWeights, normed, pathCapacity, pathToken, promptTokens, prompts, PROMPT_BYTES, PROMPT_LAYER, PROMPT_LOGITS, PROMPT_VALUES, qkv, squared, x } from './decode-memory'
import { attendGroup } from './group-attention'
import { squareRelu } from './train'

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
