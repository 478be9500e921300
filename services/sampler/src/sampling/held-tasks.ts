import type { SamplingTask } from './work.ts'

/** A task that this worker holds. */
export type HeldTask = {
  readonly task: SamplingTask
  /** Calls it makes if nothing goes wrong. */
  readonly calls: number
  /** Ends waiting; calls in flight come home. */
  readonly halt: AbortController
  /** Cuts calls in flight. */
  readonly abort: AbortController
  /** Another worker may have it: nothing is written or given back. */
  isLost: boolean
}

/** The tasks that a worker holds, by run and endpoint. */
export function createHeldTasks() {
  const items = new Set<HeldTask>()
  let onIdle: (() => void)[] = []
  const of = (runId: string) => [...items].filter((item) => item.task.sampleSet.runId === runId)
  const at = (endpointId: string) =>
    [...items].filter((item) => item.task.sampleSet.endpoint.endpointId === endpointId)
  const halt = (item: HeldTask) => item.halt.abort()
  const abort = (item: HeldTask) => {
    item.halt.abort()
    item.abort.abort()
  }
  const sumCalls = (some: readonly HeldTask[]) => some.reduce((sum, item) => sum + item.calls, 0)
  return {
    add: (task: SamplingTask, calls: number): HeldTask => {
      const item = { task, calls, halt: new AbortController(), abort: new AbortController(), isLost: false }
      items.add(item)
      return item
    },
    remove: (item: HeldTask): void => {
      items.delete(item)
      if (items.size > 0) return
      for (const resolve of onIdle) resolve()
      onIdle = []
    },
    all: (): HeldTask[] => [...items],
    runIds: (): Set<string> => new Set([...items].map((item) => item.task.sampleSet.runId)),
    callsAt: (endpointId: string): number => sumCalls(at(endpointId)),
    callsOf: (runId: string, endpointId: string): number =>
      sumCalls(at(endpointId).filter((item) => item.task.sampleSet.runId === runId)),
    haltRun: (runId: string): void => of(runId).forEach(halt),
    abortRun: (runId: string): void => of(runId).forEach(abort),
    haltAll: (): void => [...items].forEach(halt),
    abortAll: (): void => [...items].forEach(abort),
    lose: (item: HeldTask): void => {
      item.isLost = true
      abort(item)
    },
    /** Resolves when nothing is held. */
    idle: (): Promise<void> =>
      items.size === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
  }
}
