import { json, parseBody, parseJsonObject, type Reply } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import { answerHead, usageOf } from '../protocol/answer-head.ts'
import { chatAnswer, chatClosing, chatOpening, chatPiece, chatUsage } from '../protocol/chat-answer.ts'
import { chatRequest, toChatSampling } from '../protocol/chat-request.ts'
import { assertSupported } from '../protocol/sampling-fields.ts'
import { createEventChannel } from '../sampling/event-channel.ts'
import {
  planSampling,
  type SamplerParts,
  type SamplingPlan,
  samplePrompts,
} from '../sampling/sample-prompts.ts'

/** POST /v1/chat/completions. */
export function chatRoutes(parts: SamplerParts): ApiRoute[] {
  return [
    {
      method: 'POST',
      pattern: '/v1/chat/completions',
      handle: async (call) => {
        assertSupported(parseJsonObject(call.body))
        const { messages, settings } = toChatSampling(parseBody(call, chatRequest))
        const prompts = [{ kind: 'chat', messages } as const]
        const plan = planSampling({ backend: parts.backend, prompts, settings })
        if (settings.stream) return streamChat(parts, plan, call.signal)
        const [completion] = await samplePrompts({ parts, plan, signal: call.signal })
        if (completion === undefined) throw new Error('a chat gave no completion')
        return json(chatAnswer(headOf(plan), completion))
      },
    },
  ]
}

function headOf(plan: SamplingPlan) {
  return answerHead({ prefix: 'chatcmpl', model: plan.settings.model, seed: plan.seed, nowMs: Date.now() })
}

function streamChat(parts: SamplerParts, plan: SamplingPlan, signal: AbortSignal): Reply {
  const head = headOf(plan)
  const channel = createEventChannel<Record<string, unknown>>()
  const opened = new Set<number>()
  const open = (index: number) => {
    if (opened.has(index)) return
    opened.add(index)
    channel.push(chatOpening(head, index))
  }
  const onText = (index: number, text: string) => {
    open(index)
    channel.push(chatPiece(head, index, text))
  }
  samplePrompts({ parts, plan, signal, onText }).then((completions) => {
    for (const choice of completions.flatMap((completion) => completion.choices)) {
      open(choice.index)
      channel.push(chatClosing(head, choice))
    }
    if (plan.settings.includeUsage) channel.push(chatUsage(head, usageOf(completions)))
    channel.end()
  }, channel.fail)
  return { kind: 'stream', events: channel.events() }
}
