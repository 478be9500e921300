import { delay, type Random } from '@chorus/common/src/ids/clock.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { basePathSeed } from '@chorus/schema/method/path-seed.ts'
import { boundUsage, type Prices, priceUsage } from '../ledger/price-call.ts'
import { pricesOf } from '../ledger/prices-of.ts'
import type { EndpointGate } from './create-endpoint-gate.ts'
import { type CallFailure, decideRetry } from './decide-retry.ts'
import { type IndexRange, missingRanges } from './missing-ranges.ts'
import { pathIdOf } from './path-identity.ts'
import { createQuestionState, type QuestionState } from './question-state.ts'
import { promptBytes, renderQuestion } from './render-question.ts'
import type {
  NewPath,
  Reservation,
  ReservationVerdict,
  RoundEnd,
  SamplingStore,
  Settlement,
  TaskResult,
} from './sampling-store.ts'
import { settleCall } from './settle-call.ts'
import type { CallResult, EndpointLimits, ModelChoice, ModelClient, Prompt, SamplingTask } from './work.ts'

/** The gates of one endpoint: `line` for calls that are reserved or under way, `gate` for those under way. */
export type EndpointGates = { readonly line: EndpointGate; readonly gate: EndpointGate }

/** What sampling a question needs from outside. */
export type SampleQuestionDeps = {
  readonly endpoint: EndpointGates
  readonly model: ModelClient
  readonly reserve: (request: Reservation) => Promise<ReservationVerdict>
  readonly write: (result: TaskResult) => Promise<boolean>
  readonly block: SamplingStore['block']
  readonly random: Random
}

/** How a question ended for this worker: CLOSED has its paths or a shortfall, HELD_NO_MORE is to be given back. */
export type QuestionOutcome = 'CLOSED' | 'HELD_NO_MORE'

type Job = {
  readonly task: SamplingTask
  readonly limits: EndpointLimits
  readonly deps: SampleQuestionDeps
  readonly signals: Signals
  readonly state: QuestionState
  readonly prompt: Prompt
  readonly promptBytes: number
  readonly prices: Prices
  readonly baseSeed: number
}

type Call = { readonly callId: string; readonly result: CallResult; readonly settlement: Settlement }

/** `halt` ends all waiting and lets calls in flight come home; `abort` cuts those too. */
export type Signals = { readonly halt: AbortSignal; readonly abort: AbortSignal }

const WAIT_FOR_BUDGET_MS = 100

/** Asks for the missing paths of one question, and for nothing that is stored, until it is closed or told to stop. */
export async function sampleQuestion(input: {
  readonly task: SamplingTask
  readonly limits: EndpointLimits
  readonly deps: SampleQuestionDeps
  readonly signals: Signals
}): Promise<QuestionOutcome> {
  const job = prepare(input)
  const { samplesPerQuestion: total } = job.task.sampleSet.request.sampling
  const ranges = missingRanges({
    stored: job.state.stored,
    total,
    maxCount: job.limits.maxChoicesPerRequest,
  })
  const outcomes =
    ranges.length === 0
      ? [await write(job, null, [], job.state.addPaths([]))]
      : await Promise.all(ranges.map((range) => sampleRange(job, range)))
  return outcomes.includes('CLOSED') ? 'CLOSED' : 'HELD_NO_MORE'
}

function prepare(input: Parameters<typeof sampleQuestion>[0]): Job {
  const { sampleSet, question } = input.task
  const prompt = renderQuestion(sampleSet, question)
  return {
    ...input,
    state: createQuestionState(input.task),
    prompt,
    promptBytes: promptBytes(prompt),
    prices: pricesOf(sampleSet.endpoint.models, sampleSet.request.model),
    baseSeed: basePathSeed({
      runSeed: sampleSet.request.runSeed,
      sampleSetKey: sampleSet.request.key,
      questionHash: question.questionHash,
    }),
  }
}

/** Gets the paths of a range, asking again for what is missing; 'OPEN' when other ranges of the question are still out. */
async function sampleRange(job: Job, range: IndexRange): Promise<QuestionOutcome | 'OPEN'> {
  const missing = [range]
  let counts: Partial<Record<CallFailure['kind'], number>> = {}
  let outcome: QuestionOutcome | 'OPEN' = 'OPEN'
  for (let next = missing.shift(); next !== undefined; next = missing.shift()) {
    const call = await callOnce(job, next)
    if (call === null) return 'HELD_NO_MORE'
    const { result, settlement } = call
    if (result.ok) {
      const paths = toPaths(job, next, call.callId, result.choices)
      outcome = await write(job, settlement, paths, job.state.addPaths(paths))
      if (outcome === 'HELD_NO_MORE') return outcome
      missing.unshift(...remainder(next, paths))
      counts = {}
      continue
    }
    counts = { ...counts, [result.failure.kind]: (counts[result.failure.kind] ?? 0) + 1 }
    const decision = decideRetry(result.failure, counts, job.deps.random.next())
    if (decision.action === 'GIVE_UP') {
      outcome = await write(job, settlement, [], job.state.addShortfall(next.count, decision.reason))
      if (outcome === 'HELD_NO_MORE') return outcome
      continue
    }
    await job.deps.write({ task: job.task, settlement, paths: [], end: null })
    if (decision.action === 'STOP') return 'HELD_NO_MORE'
    if (decision.action === 'BLOCK') {
      await job.deps.block({
        runId: job.task.sampleSet.runId,
        cause: decision.cause,
        reason: decision.reason,
      })
      return 'HELD_NO_MORE'
    }
    if (decision.pauseEndpoint) job.deps.endpoint.gate.pause(decision.delayMs)
    else await delay(decision.delayMs, job.signals.halt)
    missing.unshift(next)
  }
  return outcome
}

/** One call within budget and limits; null when told to stop before it could begin. */
async function callOnce(job: Job, range: IndexRange): Promise<Call | null> {
  // Only those next in line reserve, so that a crash leaves few calls of unknown end.
  const leaveLine = await job.deps.endpoint.line.enter(job.task.sampleSet.runId, job.signals.halt)
  if (leaveLine === null) return null
  try {
    const callId = await reserve(job, range)
    return callId === null ? null : await callReserved(job, range, callId)
  } finally {
    leaveLine()
  }
}

async function callReserved(job: Job, range: IndexRange, callId: string): Promise<Call | null> {
  const { task, deps, signals } = job
  const leave = await deps.endpoint.gate.enter(task.sampleSet.runId, signals.halt)
  if (leave === null || signals.halt.aborted) {
    leave?.()
    const settlement = { callId, state: 'RELEASED', failure: 'stopped before the call' } as const
    await deps.write({ task, settlement, paths: [], end: null })
    return null
  }
  const result = await callModel(job, range).finally(leave)
  const settlement = settleCall({ callId, result, prices: job.prices, promptBytes: job.promptBytes })
  return { callId, result, settlement }
}

function callModel(job: Job, range: IndexRange): Promise<CallResult> {
  const { request, promptSet, endpoint } = job.task.sampleSet
  return job.deps.model.call(
    {
      endpoint,
      model: request.model,
      prompt: job.prompt,
      choices: range.count,
      seed: job.baseSeed + range.first,
      temperature: request.sampling.temperature,
      topP: request.sampling.topP,
      maxTokens: request.sampling.maxTokens,
      stop: promptSet.stop,
      timeoutMs: job.limits.requestTimeoutMs,
    },
    job.signals.abort,
  )
}

/** Takes room in the run's budget; waits for calls in flight to settle where it is short; null when told to stop. */
async function reserve(job: Job, range: IndexRange): Promise<string | null> {
  const { task, deps, signals } = job
  const { sampling } = task.sampleSet.request
  const bound = boundUsage({
    promptBytes: job.promptBytes,
    choices: range.count,
    maxTokens: sampling.maxTokens,
  })
  const amount = {
    usd: priceUsage(bound, job.prices),
    tokens: BigInt(bound.promptTokens + bound.completionTokens),
  }
  while (!signals.halt.aborted) {
    // A new id for each try: whether an unanswered one was written is not known.
    const callId = uuidv7()
    const verdict = await deps.reserve({ callId, task, choices: range.count, amount })
    if (verdict === 'ADMITTED') return callId
    if (verdict === 'INACTIVE') return null
    if (verdict === 'REFUSED') {
      await deps.block({
        runId: task.sampleSet.runId,
        cause: 'BUDGET_SPENT',
        reason:
          'Expected room in the budget for one more model call, found that it is spent. Start a run with a larger budget.',
      })
      return null
    }
    await delay(WAIT_FOR_BUDGET_MS, signals.halt)
  }
  return null
}

function toPaths(job: Job, range: IndexRange, callId: string, choices: readonly ModelChoice[]): NewPath[] {
  const { sampleSet, question } = job.task
  return choices
    .filter((choice) => choice.offset < range.count)
    .map((choice) => {
      const index = range.first + choice.offset
      return {
        pathId: pathIdOf(sampleSet.request.sampleSetId, question.questionId, index),
        callId,
        index,
        seed: job.baseSeed + index,
        text: choice.text,
        tokens: choice.tokens,
        finishReason: choice.finishReason,
        logprob: choice.logprob,
      }
    })
}

/** What of a range the paths do not cover. */
function remainder(range: IndexRange, paths: readonly NewPath[]): IndexRange[] {
  const covered = new Set(paths.map((path) => path.index - range.first))
  return missingRanges({ stored: covered, total: range.count, maxCount: range.count }).map((rest) => ({
    first: range.first + rest.first,
    count: rest.count,
  }))
}

async function write(
  job: Job,
  settlement: TaskResult['settlement'],
  paths: readonly NewPath[],
  end: RoundEnd | null,
): Promise<QuestionOutcome | 'OPEN'> {
  const isHeld = await job.deps.write({ task: job.task, settlement, paths, end })
  if (!isHeld) return 'HELD_NO_MORE'
  return end === null ? 'OPEN' : 'CLOSED'
}
