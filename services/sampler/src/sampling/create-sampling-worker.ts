import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { delay, type Random } from '@chorus/common/src/ids/clock.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { createBatcher } from './create-batcher.ts'
import { createEndpointGate } from './create-endpoint-gate.ts'
import { createHeldTasks, type HeldTask } from './held-tasks.ts'
import { type EndpointGates, sampleQuestion } from './sample-question.ts'
import type { OpenWork, SamplingStore } from './sampling-store.ts'
import { shareSlots } from './share-slots.ts'
import type { ModelClient, SamplingTask } from './work.ts'

/** Claims tasks and keeps the endpoints busy within their limits. */
export interface SamplingWorker {
  start(): Promise<void>
  /** Begins no call any more, gives calls in flight the deadline (default 5_000 ms), then cuts them and gives the tasks back. */
  stop(deadlineMs?: number): Promise<void>
}

export type SamplingWorkerOptions = {
  readonly store: SamplingStore
  readonly model: ModelClient
  readonly random: Random
  readonly log: Logger
  /** How often the state of runs is looked at when nothing wakes the worker. Default 500 ms. */
  readonly pollMs?: number
  /** How often leases are renewed; a third of a lease or less. Default 3_000 ms. */
  readonly renewMs?: number
}

/** Calls that are held beyond those under way: they are reserved and written in groups, and none waits for a claim. */
const CALLS_AHEAD = 96
/** Calls that may be reserved beyond twice those under way. */
const RESERVED_AHEAD = 8
/** Pause after a task failed for a reason of ours, in milliseconds. */
const FAULT_PAUSE_MS = 1_000

/** The worker's parts share this. */
type Context = {
  readonly options: SamplingWorkerOptions
  readonly held: ReturnType<typeof createHeldTasks>
  readonly gates: Map<string, EndpointGates>
  readonly reserve: ReturnType<
    typeof createBatcher<
      Parameters<SamplingStore['reserve']>[0][number],
      Awaited<ReturnType<SamplingStore['reserve']>>[number]
    >
  >
  readonly write: ReturnType<typeof createBatcher<Parameters<SamplingStore['write']>[0][number], boolean>>
  readonly wake: () => void
}

/** A worker over a store and a model client. Several may run on one database: tasks are leased. */
export function createSamplingWorker(options: SamplingWorkerOptions): SamplingWorker {
  const stopping = new AbortController()
  let nap = new AbortController()
  let isAwake = false
  let loops: Promise<unknown> = Promise.resolve()
  let unsubscribe: () => void = () => undefined
  const wake = () => {
    isAwake = true
    nap.abort()
  }
  const context = createContext(options, wake)

  const look = async () => {
    while (!stopping.signal.aborted) {
      isAwake = false
      nap = new AbortController()
      await lookOnce(context)
      if (!isAwake) await delay(options.pollMs ?? 500, AbortSignal.any([nap.signal, stopping.signal]))
    }
  }
  const renew = async () => {
    while (!stopping.signal.aborted) {
      await delay(options.renewMs ?? 3_000, stopping.signal)
      await renewOnce(context)
    }
  }
  const finish = async (deadlineMs: number) => {
    await loops
    context.held.haltAll()
    const deadline = new AbortController()
    await Promise.race([context.held.idle(), delay(deadlineMs, deadline.signal)])
    deadline.abort()
    context.held.abortAll()
    await context.held.idle()
  }
  return {
    start: async () => {
      unsubscribe = options.store.onChange(wake)
      loops = Promise.all([look(), renew()])
    },
    stop: async (deadlineMs = 5_000) => {
      stopping.abort()
      unsubscribe()
      await finish(deadlineMs)
    },
  }
}

function createContext(options: SamplingWorkerOptions, wake: () => void): Context {
  const { store } = options
  return {
    options,
    held: createHeldTasks(),
    gates: new Map(),
    reserve: createBatcher({ maxItems: 128, gatherMs: 2, flush: (items) => store.reserve(items) }),
    write: createBatcher({ maxItems: 64, gatherMs: 8, flush: (items) => store.write(items) }),
    wake,
  }
}

async function lookOnce(context: Context): Promise<void> {
  const { store, log } = context.options
  try {
    const work = await store.findOpenWork()
    stopWhatMayNotGoOn(context, work)
    const claimed = await claimAll(
      context,
      work.filter((item) => item.mayCall),
    )
    await store.finish()
    if (claimed > 0) log.debug({ claimed }, 'claimed tasks')
  } catch (error) {
    log.warn({ err: error }, `looking for work failed: ${messageOf(error)}`)
  }
}

function stopWhatMayNotGoOn({ held }: Context, work: readonly OpenWork[]): void {
  const states = new Map(work.map((item) => [item.runId, item]))
  for (const runId of held.runIds()) {
    const state = states.get(runId)
    if (state?.isCancelled) held.abortRun(runId)
    else if (state !== undefined && !state.mayCall) held.haltRun(runId)
  }
}

async function claimAll(context: Context, work: readonly OpenWork[]): Promise<number> {
  let claimed = 0
  for (const [endpointId, items] of Map.groupBy(work, (item) => item.endpointId)) {
    const limits = items[0]?.limits
    if (limits === undefined) continue
    gatesOf(context, endpointId, limits.maxConcurrentRequests)
    const target = limits.maxConcurrentRequests + CALLS_AHEAD
    const shares = items.map((item) => ({
      runId: item.runId,
      callsPerTask: Math.ceil(item.pathsPerQuestion / limits.maxChoicesPerRequest),
      heldCalls: context.held.callsOf(item.runId, endpointId),
    }))
    // Few large claims instead of many small ones; a run that holds nothing does not wait for them.
    const isBusy = context.held.callsAt(endpointId) > (target * 2) / 3
    if (isBusy && shares.every((share) => share.heldCalls > 0)) continue
    for (const { runId, limit } of shareSlots(shares, target)) {
      const tasks = await context.options.store.claim({ runId, endpointId, limit })
      for (const task of tasks) take(context, task, limits)
      claimed += tasks.length
    }
  }
  return claimed
}

function take(context: Context, task: SamplingTask, limits: OpenWork['limits']): void {
  const { request, endpoint } = task.sampleSet
  const calls = Math.ceil(request.sampling.samplesPerQuestion / limits.maxChoicesPerRequest)
  const item = context.held.add(task, calls)
  const gates = gatesOf(context, endpoint.endpointId, limits.maxConcurrentRequests)
  void runTask(context, item, gates, limits).finally(() => {
    context.held.remove(item)
    if (context.held.callsAt(endpoint.endpointId) <= ((limits.maxConcurrentRequests + CALLS_AHEAD) * 2) / 3)
      context.wake()
  })
}

async function runTask(
  context: Context,
  item: HeldTask,
  endpoint: EndpointGates,
  limits: OpenWork['limits'],
): Promise<void> {
  const { store, model, random, log } = context.options
  const { task } = item
  const deps = {
    endpoint,
    model,
    random,
    reserve: context.reserve.add,
    write: context.write.add,
    block: async (stop: Parameters<SamplingStore['block']>[0]) => {
      log.warn({ runId: stop.runId, cause: stop.cause }, `a run is blocked: ${stop.reason}`)
      await store.block(stop)
    },
  }
  try {
    const signals = { halt: item.halt.signal, abort: item.abort.signal }
    const outcome = await sampleQuestion({ task, limits, deps, signals })
    if (outcome === 'HELD_NO_MORE' && !item.isLost) await store.release([task])
  } catch (error) {
    const ids = { runId: task.sampleSet.runId, questionId: task.question.questionId }
    log.error({ err: error, ...ids }, `sampling a question failed: ${messageOf(error)}`)
    // The lease is left to lapse, so that a fault of ours is not repeated at once.
    await delay(FAULT_PAUSE_MS, item.halt.signal)
  }
}

function gatesOf(context: Context, endpointId: string, maxConcurrent: number): EndpointGates {
  const known = context.gates.get(endpointId)
  const inLine = maxConcurrent * 2 + RESERVED_AHEAD
  if (known !== undefined) {
    known.gate.setLimit(maxConcurrent)
    known.line.setLimit(inLine)
    return known
  }
  const gates = { gate: createEndpointGate(maxConcurrent), line: createEndpointGate(inLine) }
  context.gates.set(endpointId, gates)
  return gates
}

async function renewOnce({ held, options }: Context): Promise<void> {
  const items = held.all()
  if (items.length === 0) return
  try {
    const kept = await options.store.renew(items.map((item) => item.task))
    for (const item of items) if (!kept.has(item.task.taskId)) held.lose(item)
  } catch (error) {
    options.log.warn({ err: error }, `renewing leases failed: ${messageOf(error)}`)
  }
}
