import { json, parseBody, parseJsonObject, type Reply } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import { answerHead, usageOf } from '../protocol/answer-head.ts'
import {
  completionAnswer,
  completionClosing,
  completionPiece,
  completionUsage,
} from '../protocol/completion-answer.ts'
import { completionRequest, toCompletionSampling } from '../protocol/completion-request.ts'
import { assertSupported } from '../protocol/sampling-fields.ts'
import { createEventChannel } from '../sampling/event-channel.ts'
import {
  planSampling,
  type SamplerParts,
  type SamplingPlan,
  samplePrompts,
} from '../sampling/sample-prompts.ts'

/** POST /v1/completions. */
export function completionRoutes(parts: SamplerParts): ApiRoute[] {
  return [
    {
      method: 'POST',
      pattern: '/v1/completions',
      handle: async (call) => {
        assertSupported(parseJsonObject(call.body))
        const sampling = toCompletionSampling(parseBody(call, completionRequest))
        const prompts = sampling.prompts.map((text) => ({ kind: 'text', text }) as const)
        const plan = planSampling({ backend: parts.backend, prompts, settings: sampling.settings })
        if (sampling.settings.stream) return streamCompletion(parts, plan, call.signal)
        const completions = await samplePrompts({ parts, plan, signal: call.signal })
        return json(completionAnswer(headOf(plan), completions))
      },
    },
  ]
}

function headOf(plan: SamplingPlan) {
  return answerHead({ prefix: 'cmpl', model: plan.settings.model, seed: plan.seed, nowMs: Date.now() })
}

function streamCompletion(parts: SamplerParts, plan: SamplingPlan, signal: AbortSignal): Reply {
  const head = headOf(plan)
  const channel = createEventChannel<Record<string, unknown>>()
  const onText = (index: number, text: string) => channel.push(completionPiece(head, index, text))
  samplePrompts({ parts, plan, signal, onText }).then((completions) => {
    for (const [index, choice] of completions.flatMap((completion) => completion.choices).entries()) {
      channel.push(completionClosing(head, index, choice))
    }
    if (plan.settings.includeUsage) channel.push(completionUsage(head, usageOf(completions)))
    channel.end()
  }, channel.fail)
  return { kind: 'stream', events: channel.events() }
}
