import { randomInt } from 'node:crypto'
import type { Completion, ModelBackend, Prompt } from '../backend.ts'
import { ApiError, modelNotFound } from '../http/api-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { maxSeed, type SamplingSettings } from '../protocol/sampling-fields.ts'
import type { RequestGate } from './request-gate.ts'

/** What sampling needs. */
export type SamplerParts = {
  readonly backend: ModelBackend
  readonly gate: RequestGate
  readonly ledger: Ledger
}

/** A checked request: it fits the context and its seed is decided. */
export type SamplingPlan = {
  readonly settings: SamplingSettings
  readonly seed: number
  readonly prompts: readonly { readonly prompt: Prompt; readonly maxTokens: number }[]
}

/**
 * Checks model and context, and decides what the request left open.
 * @throws {ApiError} 404 model_not_found, 400 context_length_exceeded.
 */
export function planSampling(input: {
  readonly backend: ModelBackend
  readonly prompts: readonly Prompt[]
  readonly settings: SamplingSettings
}): SamplingPlan {
  const { backend, settings } = input
  if (!backend.models().some((card) => card.id === settings.model)) throw modelNotFound(settings.model)
  const prompts = input.prompts.map((prompt) => {
    const room = backend.contextTokens - backend.countPromptTokens(prompt)
    const maxTokens = settings.maxTokens ?? Math.max(room, 1)
    if (maxTokens > room) throw tooLong({ backend, prompt, room, maxTokens })
    return { prompt, maxTokens }
  })
  return { settings, seed: settings.seed ?? randomInt(maxSeed), prompts }
}

/**
 * Samples every prompt of a plan, each with the plan's seed; `onText` gets the index over all prompts (p·n + j).
 * @throws {ApiError} 429 when too many requests wait. @throws {Error} when the signal aborts.
 */
export async function samplePrompts(input: {
  readonly parts: SamplerParts
  readonly plan: SamplingPlan
  readonly signal: AbortSignal
  readonly onText?: (index: number, text: string) => void
}): Promise<Completion[]> {
  const { parts, plan, signal, onText } = input
  const { model, n, temperature, topP, stop, topLogprobs } = plan.settings
  const sampleOne = (position: number, prompt: Prompt, maxTokens: number) =>
    parts.backend.complete({
      ...{ model, prompt, n, temperature, topP, maxTokens, stop, topLogprobs },
      seed: plan.seed,
      signal,
      ...(onText === undefined ? {} : { onText: (index, text) => onText(position * n + index, text) }),
    })
  const completions = await parts.gate.run(signal, () =>
    Promise.all(
      plan.prompts.map(({ prompt, maxTokens }, position) => sampleOne(position, prompt, maxTokens)),
    ),
  )
  for (const { choices, promptTokens, completionTokens } of completions) {
    parts.ledger.count({ choices: choices.length, promptTokens, completionTokens })
  }
  return completions
}

function tooLong(input: {
  readonly backend: ModelBackend
  readonly prompt: Prompt
  readonly room: number
  readonly maxTokens: number
}): ApiError {
  const { contextTokens } = input.backend
  const promptTokens = contextTokens - input.room
  const message =
    `This model's maximum context length is ${contextTokens} tokens. However, you requested ` +
    `${promptTokens + input.maxTokens} tokens (${promptTokens} in the prompt, ${input.maxTokens} in the completion). ` +
    'Shorten the prompt or ask for fewer tokens.'
  const param = input.prompt.kind === 'chat' ? 'messages' : 'prompt'
  return new ApiError({ status: 400, code: 'context_length_exceeded', message, param })
}
