import { Worker } from 'node:worker_threads'
import type { TrainingStep } from '../backend.ts'
import type { FineTuneSettings } from './fine-tune.ts'
import type { TrainingText } from './step-runner.ts'
import { WORKER_LIMITS } from './worker-limits.ts'

/** What the training worker is told. */
export type TrainingCommand =
  | {
      readonly type: 'train'
      readonly weightsHash: string
      readonly texts: readonly TrainingText[]
      readonly settings: FineTuneSettings
    }
  | { readonly type: 'cancel' }

/** What the training worker tells. */
export type TrainingReply =
  | { readonly type: 'step'; readonly step: TrainingStep }
  | { readonly type: 'done'; readonly weights: Float32Array }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failure'; readonly reason: string }

/** One fine-tuning, tokenised. */
export type ThreadTraining = {
  readonly weightsHash: string
  readonly texts: readonly TrainingText[]
  readonly settings: FineTuneSettings
  readonly onStep: (step: TrainingStep) => void
  readonly signal: AbortSignal
}

/** The thread that trains, started at its first job; jobs wait for one another. */
export type TrainingThread = {
  /** The trained weights. Rejects with the signal's reason when it is aborted. */
  readonly train: (training: ThreadTraining) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

function runOn(worker: Worker, training: ThreadTraining): Promise<Float32Array> {
  const { onStep, signal, ...command } = training
  const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
  const abort = (): void => worker.postMessage({ type: 'cancel' } satisfies TrainingCommand)
  const onExit = (code: number): void => reject(new Error(`the training worker ended with code ${code}`))
  const onReply = (reply: TrainingReply): void => {
    if (reply.type === 'step') onStep(reply.step)
    else if (reply.type === 'failure') reject(new Error(`training failed: ${reply.reason}`))
    else if (reply.type === 'done' && !signal.aborted) resolve(reply.weights)
    else reject(signal.reason)
  }
  worker.on('message', onReply)
  worker.on('error', reject)
  worker.on('exit', onExit)
  signal.addEventListener('abort', abort, { once: true })
  worker.postMessage({ type: 'train', ...command } satisfies TrainingCommand)
  return promise.finally(() => {
    worker.off('message', onReply)
    worker.off('error', reject)
    worker.off('exit', onExit)
    signal.removeEventListener('abort', abort)
  })
}

/** One thread whatever the machine: the weights of a fine-tuning depend on how its gradients are added up. */
export function createTrainingThread(input: { readonly dataDir: string }): TrainingThread {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  const ready = (): Worker => {
    if (worker !== null) return worker
    const started = new Worker(new URL('./training-worker.ts', import.meta.url), {
      workerData: { dataDir: input.dataDir },
      resourceLimits: WORKER_LIMITS,
    })
    started.on('exit', () => {
      if (worker === started) worker = null
    })
    started.on('error', () => {})
    worker = started
    return started
  }
  return {
    train: (training) => {
      const mine = last.then(() => {
        training.signal.throwIfAborted()
        return runOn(ready(), training)
      })
      last = mine.catch(() => {})
      return mine
    },
    close: async () => {
      await worker?.terminate()
    },
  }
}
