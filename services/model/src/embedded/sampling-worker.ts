// A thread that samples: jobs come in as messages, texts and finished paths go out.
import { parentPort, workerData } from 'node:worker_threads'
import { createKernel } from './kernel.ts'
import { createPathSampler } from './path-sampler.ts'
import type { SamplingReply, SamplingRequest } from './sampling-pool.ts'
import { readWeights } from './weight-store.ts'

const port = parentPort
if (port === null) throw new Error('expected to run as a worker thread; start it through sampling-pool.ts')
const { dataDir } = workerData as { dataDir: string }
const send = (reply: SamplingReply): void => port.postMessage(reply)

const sampler = createPathSampler({
  kernel: createKernel(),
  loadWeights: (hash) => readWeights(dataDir, hash),
  listener: {
    onText: (jobId, index, text) => send({ type: 'text', jobId, index, text }),
    onPath: (jobId, path) => send({ type: 'path', jobId, path }),
    onFailure: (jobId, reason) => send({ type: 'failure', jobId, reason }),
  },
})

// One token of every path, then a look at the messages: requests that arrive meanwhile join the next step.
let running = false
function run(): void {
  running = sampler.step()
  if (running) setImmediate(run)
}

port.on('message', (request: SamplingRequest) => {
  if (request.type === 'cancel') sampler.cancel(request.jobId)
  else sampler.add(request.job)
  if (running) return
  running = true
  setImmediate(run)
})
