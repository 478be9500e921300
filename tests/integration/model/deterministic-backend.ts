import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Choice,
  type Completion,
  type CompletionRequest,
  ContextLengthError,
  type ModelBackend,
  type ModelCard,
  ModelNotFoundError,
  type Prompt,
  type TrainingRequest,
  type TrainingResult,
} from '../../../services/model/src/backend.ts'

/** How fast the back end is, and where it keeps its models. */
export type DeterministicBackendOptions = {
  /** Folder for `models.json`; without it models live in memory. */
  readonly dataDir?: string
  /** Time of each sampled word, in milliseconds. Default 0. */
  readonly wordMs?: () => number
  /** Time of each training step, in milliseconds. Default 0. */
  readonly stepMs?: () => number
  /** Trains to the end even when it is told to stop. Default false. */
  readonly isDeaf?: boolean
}

/** What tests see of the back end. */
export type DeterministicBackend = ModelBackend & {
  /** Requests that were aborted while they were sampled. */
  readonly abortedCount: () => number
  readonly trainings: readonly TrainingRequest[]
}

const contextTokens = 200

/**
 * A back end without a network: one token a word, words drawn from a hash of (model, prompt, seed + j). It keeps the port's
 * promises on seeds, stops, lengths and log-probabilities, so that the protocol can be tested against known text.
 */
export function createDeterministicBackend(options: DeterministicBackendOptions = {}): DeterministicBackend {
  const path = options.dataDir === undefined ? null : join(options.dataDir, 'models.json')
  const cards = new Map<string, ModelCard>(readCards(path).map((card) => [card.id, card]))
  const trainings: TrainingRequest[] = []
  let aborted = 0
  const save = () => path !== null && writeFileSync(path, JSON.stringify([...cards.values()]))
  return {
    contextTokens,
    defaults: { epochs: 1, batchSize: 2, learningRate: 3e-4 },
    trainings,
    abortedCount: () => aborted,
    models: () => [...cards.values()],
    countPromptTokens: (prompt) => countWords(textOf(prompt)) + 1,
    inspectRow: ({ messages }) => ({
      tokens: messages.reduce((sum, { content }) => sum + countWords(content), 1),
      lossTokens: messages
        .filter(({ role, weight }) => role === 'assistant' && weight !== 0)
        .reduce((sum, { content }) => sum + countWords(content), 0),
    }),
    complete: async (request) => {
      if (!cards.has(request.model)) throw new ModelNotFoundError(request.model)
      try {
        return await complete(request, options.wordMs?.() ?? 0)
      } catch (error) {
        aborted += 1
        throw error
      }
    },
    train: async (request) => {
      trainings.push(request)
      const result = await train(request, options)
      cards.set(request.resultModel, {
        id: request.resultModel,
        createdAtMs: Date.now(),
        parent: request.parentModel,
      })
      save()
      return result
    },
    remove: async (model) => {
      const isRemoved = cards.delete(model)
      save()
      return isRemoved
    },
    close: async () => {},
  }
}

function readCards(path: string | null): ModelCard[] {
  if (path !== null && existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  return [{ id: 'words', createdAtMs: 0, parent: null }]
}

async function complete(request: CompletionRequest, wordMs: number): Promise<Completion> {
  const promptTokens = countWords(textOf(request.prompt)) + 1
  if (promptTokens + request.maxTokens > contextTokens) throw new ContextLengthError('too long')
  const choices: Choice[] = []
  for (let index = 0; index < request.n; index += 1) choices.push(await sampleChoice(request, index, wordMs))
  const completionTokens = choices.reduce((sum, { tokenCount }) => sum + tokenCount, 0)
  return { choices, promptTokens, completionTokens }
}

async function sampleChoice(request: CompletionRequest, index: number, wordMs: number): Promise<Choice> {
  const wanted = wordsOf(request, index)
  const words: string[] = []
  for (const word of wanted.slice(0, request.maxTokens)) {
    if (wordMs > 0) await delay(wordMs, undefined, request.signal ? { signal: request.signal } : {})
    if (request.stop.some((stop) => word.includes(stop))) {
      return finish({ request, index, words, finishReason: 'stop' })
    }
    words.push(word)
    request.onText?.(index, word)
  }
  return finish({ request, index, words, finishReason: words.length < wanted.length ? 'length' : 'stop' })
}

function finish(input: {
  readonly request: CompletionRequest
  readonly index: number
  readonly words: readonly string[]
  readonly finishReason: 'stop' | 'length'
}): Choice {
  const { index, words, finishReason } = input
  const { topLogprobs } = input.request
  const alternatives = ['a', 'b', 'c'].slice(0, topLogprobs ?? 0)
  const logprobs = words.map((token) => ({
    token,
    logprob: -0.5,
    top: alternatives.map((other) => ({ token: other, logprob: -1 })),
  }))
  const text = words.join('')
  return {
    index,
    text,
    finishReason,
    tokenCount: words.length,
    logprobs: topLogprobs === null ? null : logprobs,
  }
}

/** Three to eight words: " w<hash>". Greedy sampling does not look at the seed. */
function wordsOf({ model, prompt, seed, temperature }: CompletionRequest, index: number): string[] {
  const drawn = temperature === 0 ? 'greedy' : String((seed + index) % 2 ** 31)
  const digest = createHash('sha256')
    .update(`${model}|${textOf(prompt)}|${drawn}`)
    .digest()
  return Array.from({ length: 3 + ((digest[0] ?? 0) % 6) }, (_, position) => ` w${digest[position + 1] ?? 0}`)
}

async function train(
  request: TrainingRequest,
  options: DeterministicBackendOptions,
): Promise<TrainingResult> {
  const perEpoch = Math.ceil(request.rows.length / request.batchSize)
  const totalSteps = perEpoch * request.epochs
  for (let step = 1; step <= totalSteps; step += 1) {
    await delay(options.stepMs?.() ?? 0, undefined, options.isDeaf === true ? {} : { signal: request.signal })
    request.onStep({ step, totalSteps, loss: 1 / step, tokenAccuracy: 1 - 1 / (step + 1) })
  }
  const { parentModel, rows, seed, epochs, batchSize, learningRate } = request
  const contents = JSON.stringify({ parentModel, rows, seed, epochs, batchSize, learningRate })
  return {
    steps: totalSteps,
    trainedTokens: rows.length * 10 * epochs,
    lossTokens: rows.length * 5 * epochs,
    finalLoss: 1 / totalSteps,
    weightsHash: createHash('sha256').update(contents).digest('hex'),
  }
}

function textOf(prompt: Prompt): string {
  return prompt.kind === 'text' ? prompt.text : prompt.messages.map(({ content }) => content).join('\n')
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length
}
