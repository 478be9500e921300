import { readFileSync } from 'node:fs'

/** Exports of the WebAssembly module built from services/model/assembly; pointers are byte offsets into its memory. */
export type KernelExports = {
  readonly memory: WebAssembly.Memory
  shapeDim(): number
  shapeHeads(): number
  shapeHidden(): number
  shapeLayers(): number
  shapeVocab(): number
  shapeContext(): number
  shapeParameters(): number
  trainInit(tokenCapacity: number): void
  trainWeights(): number
  trainGradient(): number
  trainTokens(): number
  trainTextLengths(): number
  trainLossRows(): number
  trainLossTargets(): number
  trainLossLogProbs(): number
  trainCorrectCount(): number
  zeroGradient(): void
  zeroMoments(): void
  trainForward(tokens: number, texts: number, losses: number, usedVocab: number): number
  trainBackward(tokens: number, texts: number, losses: number, usedVocab: number, scale: number): void
  trainUpdate(
    step: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    clipNorm: number,
  ): number
  decodeInit(modelSlots: number, promptSlots: number, paths: number, pages: number): void
  decodePromptTokens(): number
  decodeGroupPrompt(): number
  decodeGroupPromptLength(): number
  decodeGroupPaths(): number
  decodePathToken(): number
  decodePathIndex(): number
  decodePathPages(): number
  decodeLogits(): number
  promptLogits(slot: number): number
  modelWeights(slot: number): number
  modelWritten(slot: number): void
  copyPrompt(from: number, to: number, tokens: number): void
  prefill(model: number, slot: number, from: number, tokens: number, usedVocab: number): void
  decodeStep(model: number, groups: number, paths: number, usedVocab: number): void
  logProbabilities(logits: number): number
  pickToken(logits: number, seed: number, index: number, temperature: number, topP: number): number
}

/** A fresh instance with typed views of its memory; a view is only good until the next call that may grow the memory. */
export type Kernel = KernelExports & {
  floats(at: number, length: number): Float32Array
  ints(at: number, length: number): Int32Array
}

/** Numbers of the one shape the kernels are compiled for. */
export const PARAMETER_COUNT = 113_984
export const CONTEXT_TOKENS = 448
export const VOCABULARY = 240

const wasmUrl = new URL('../../wasm/kernel.wasm', import.meta.url)

/** Instantiates the committed kernels (a few milliseconds). Every thread needs an instance of its own. */
export function createKernel(): Kernel {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmUrl)))
  const exports = instance.exports as unknown as KernelExports
  return {
    ...exports,
    floats: (at, length) => new Float32Array(exports.memory.buffer, at, length),
    ints: (at, length) => new Int32Array(exports.memory.buffer, at, length),
  }
}
