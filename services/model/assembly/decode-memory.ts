// Where the sampler's slots and batches lie.
import { CONTEXT, HEADS, HIDDEN_ROW, QKV_ROW, ROW, VOCAB_ROW } from './shape'
import { allocate } from './vector'
import { buildRopeTables } from './rope'
import { SCORE_ROW, allocateAttention } from './attention'

export const PAGE_TOKENS: i32 = 32
export const PAGE_VALUES: usize = 32 * 256
export const PAGE_LAYER: usize = 2 * 32 * 256
export const PAGE_BYTES: usize = 2 * 2 * 32 * 256
export const PAGES_PER_PATH: usize = 14

// A prompt slot: per layer the transposed keys (64 x CONTEXT), then the values (CONTEXT x 64); last a row of logits.
export const PROMPT_VALUES: usize = 64 * 448 * 4
export const PROMPT_LAYER: usize = 2 * 64 * 448 * 4
export const PROMPT_LOGITS: usize = 2 * 2 * 64 * 448 * 4
export const PROMPT_BYTES: usize = 2 * 2 * 64 * 448 * 4 + 960

// A model slot: the weights, then the embedding transposed for the logits.
export const MODEL_BYTES: usize = 113984 * 4 + 64 * 960

export let pathCapacity: i32 = 0
export let models: usize = 0
export let prompts: usize = 0
export let pages: usize = 0
export let promptTokens: usize = 0
export let groupPrompt: usize = 0
export let groupPromptLength: usize = 0
export let groupPaths: usize = 0
export let pathToken: usize = 0
export let pathIndex: usize = 0
export let pathPages: usize = 0
export let x: usize = 0
export let normed: usize = 0
export let inverse: usize = 0
export let qkv: usize = 0
export let attended: usize = 0
export let hidden: usize = 0
export let squared: usize = 0
export let logits: usize = 0
export let promptScores: usize = 0
export let pathScores: usize = 0

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
