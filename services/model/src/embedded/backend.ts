import { readFile } from 'node:fs/promises'
import {
  type Choice,
  type Completion,
  type CompletionRequest,
  ContextLengthError,
  type ModelBackend,
  ModelNotFoundError,
  type TrainingRequest,
  type TrainingResult,
} from '../backend.ts'
import { encodePrompt, encodeRow } from './chat-template.ts'
import { readCheckpoint } from './checkpoint.ts'
import { CONTEXT_TOKENS } from './kernel.ts'
import { createSamplingPool, type SamplingPool } from './sampling-pool.ts'
import type { SampledPath } from './sampling-types.ts'
import { createTrainingThread, type TrainingThread } from './training-thread.ts'
import { openWeightStore, type WeightStore } from './weight-store.ts'

/** How the embedded back end is made. */
export type EmbeddedBackendOptions = {
  /** Folder of the weights and of the list of models; made when missing. */
  readonly dataDir: string
  /** Base checkpoint file. Default: the committed `chorus-tiny-1`. */
  readonly checkpoint?: string | URL
  /** Sampling threads, at least 1. Texts do not depend on it. Default 2. */
  readonly samplingWorkers?: number
  /** Clock for `createdAtMs`. Default: the system's. */
  readonly nowMs?: () => number
  /** Hears one line when a model is loaded, trained or removed. */
  readonly log?: (message: string) => void
}

type Parts = {
  readonly store: WeightStore
  readonly pool: SamplingPool
  readonly trainer: TrainingThread
  readonly baseModel: string
  readonly log: (message: string) => void
}

/** Defaults of a fine-tuning; the learning rate is for one epoch from current weights. */
export const TRAINING_DEFAULTS = { epochs: 1, batchSize: 32, learningRate: 3e-4 } as const

const DEFAULT_CHECKPOINT = new URL('../../checkpoints/chorus-tiny-1.ckpt', import.meta.url)

function requireWeights(store: WeightStore, model: string): string {
  const hash = store.hashOf(model)
  if (hash === null) throw new ModelNotFoundError(model)
  return hash
}

/** Chat prompts lose the one leading space that the template puts before an answer. */
function toChoice(path: SampledPath, isChat: boolean): Choice {
  const text = isChat && path.text.startsWith(' ') ? path.text.slice(1) : path.text
  return { ...path, text }
}

/** Streams chat text without its leading space. */
function trimStream(onText: (index: number, text: string) => void): (index: number, text: string) => void {
  const begun = new Set<number>()
  return (index, text) => {
    const piece = !begun.has(index) && text.startsWith(' ') ? text.slice(1) : text
    begun.add(index)
    if (piece !== '') onText(index, piece)
  }
}

async function complete({ store, pool }: Parts, request: CompletionRequest): Promise<Completion> {
  const weightsHash = requireWeights(store, request.model)
  const promptIds = encodePrompt(request.prompt)
  if (promptIds.length + request.maxTokens > CONTEXT_TOKENS) {
    throw new ContextLengthError(
      `This model's maximum context length is ${CONTEXT_TOKENS} tokens. You asked for ${promptIds.length + request.maxTokens} ` +
        `(${promptIds.length} in the prompt, ${request.maxTokens} in the completion). Shorten one of them.`,
    )
  }
  const isChat = request.prompt.kind === 'chat'
  const { temperature, topP, maxTokens, stop, topLogprobs, onText, signal } = request
  const paths = await pool.sample({
    weightsHash,
    promptIds,
    paths: Array.from({ length: request.n }, (_, index) => ({
      index,
      seed: (request.seed + index) & 0x7fffffff,
    })),
    temperature,
    topP,
    maxTokens,
    stop,
    topLogprobs,
    ...(onText === undefined ? {} : { onText: isChat ? trimStream(onText) : onText }),
    ...(signal === undefined ? {} : { signal }),
  })
  return {
    choices: paths.map((path) => toChoice(path, isChat)),
    promptTokens: promptIds.length,
    completionTokens: paths.reduce((sum, path) => sum + path.tokenCount, 0),
  }
}

async function train({ store, trainer, log }: Parts, request: TrainingRequest): Promise<TrainingResult> {
  const weightsHash = requireWeights(store, request.parentModel)
  const texts = request.rows
    .map(({ messages }) => encodeRow(messages))
    .filter(({ losses }) => losses.length > 0)
  if (texts.length === 0) {
    throw new RangeError(
      'expected a row with an assistant turn that carries loss, got none; add an assistant message',
    )
  }
  let steps = 0
  let finalLoss = Number.NaN
  const { seed, epochs, batchSize, learningRate, signal } = request
  const weights = await trainer.train({
    weightsHash,
    texts,
    settings: { seed, epochs, batchSize, learningRate },
    onStep: (step) => {
      steps = step.step
      finalLoss = step.loss
      request.onStep(step)
    },
    signal,
  })
  const trained = store.put({ id: request.resultModel, parent: request.parentModel, weights })
  log(
    `trained ${request.resultModel} from ${request.parentModel}: ${steps} steps, loss ${finalLoss.toFixed(4)}`,
  )
  return {
    steps,
    trainedTokens: epochs * texts.reduce((sum, text) => sum + text.ids.length, 0),
    lossTokens: epochs * texts.reduce((sum, text) => sum + text.losses.length, 0),
    finalLoss,
    weightsHash: trained,
  }
}

/**
 * A small real transformer that samples and trains in this process's threads; its models survive a restart.
 * @throws {CheckpointError} when the checkpoint can't be loaded
 */
export async function createEmbeddedBackend(options: EmbeddedBackendOptions): Promise<ModelBackend> {
  const log = options.log ?? (() => {})
  const { model: baseModel, weights } = readCheckpoint(
    await readFile(options.checkpoint ?? DEFAULT_CHECKPOINT),
  )
  const store = openWeightStore(options.dataDir, options.nowMs ?? Date.now)
  store.put({ id: baseModel, parent: null, weights })
  const pool = createSamplingPool({ dataDir: options.dataDir, workers: options.samplingWorkers ?? 2 })
  const trainer = createTrainingThread({ dataDir: options.dataDir })
  const parts: Parts = { store, pool, trainer, baseModel, log }
  log(`loaded ${baseModel}, ${weights.length} parameters, ${store.models().length} models`)
  return {
    contextTokens: CONTEXT_TOKENS,
    defaults: TRAINING_DEFAULTS,
    models: () => store.models(),
    countPromptTokens: (prompt) => encodePrompt(prompt).length,
    complete: (request) => complete(parts, request),
    train: (request) => train(parts, request),
    inspectRow: ({ messages }) => {
      const { ids, losses } = encodeRow(messages)
      return { tokens: ids.length, lossTokens: losses.length }
    },
    remove: async (model) => {
      if (model === baseModel) return false
      const removed = store.remove(model)
      if (removed) log(`removed ${model}`)
      return removed
    },
    close: async () => {
      await Promise.all([pool.close(), trainer.close()])
    },
  }
}
