// The thread that trains: one job at a time, a look at the messages between steps.
import { parentPort, workerData } from 'node:worker_threads'
import { fineTune } from './fine-tune.ts'
import { createKernel } from './kernel.ts'
import { createStepRunner } from './step-runner.ts'
import type { TrainingCommand, TrainingReply } from './training-thread.ts'
import { readWeights } from './weight-store.ts'

const port = parentPort
if (port === null) throw new Error('expected to run as a worker thread; start it through training-thread.ts')
const { dataDir } = workerData as { dataDir: string }
const runner = createStepRunner(createKernel())
const send = (reply: TrainingReply): void => port.postMessage(reply)
let cancelled = false

async function train(command: Extract<TrainingCommand, { type: 'train' }>): Promise<void> {
  cancelled = false
  runner.setWeights(readWeights(dataDir, command.weightsHash))
  for (const step of fineTune(runner, command.texts, command.settings)) {
    send({ type: 'step', step })
    await new Promise(setImmediate)
    if (cancelled) return send({ type: 'cancelled' })
  }
  send({ type: 'done', weights: runner.weights() })
}

port.on('message', (command: TrainingCommand) => {
  if (command.type === 'cancel') {
    cancelled = true
    return
  }
  train(command).catch((error: unknown) => {
    send({ type: 'failure', reason: error instanceof Error ? error.message : String(error) })
  })
})
