import { healthRoutes } from '@chorus/common/src/health/health-routes.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { createLifecycle, type Service } from '@chorus/common/src/lifecycle/create-lifecycle.ts'
import { createLogger, type Logger } from '@chorus/common/src/log/create-logger.ts'
import { createMetrics, type Metrics } from '@chorus/common/src/metrics/create-metrics.ts'
import type { ModelBackend } from './backend.ts'
import type { ModelConfig } from './config.ts'
import { createFileStore } from './files/file-store.ts'
import { createFront } from './http/handle-request.ts'
import type { ApiRoute } from './http/router.ts'
import { createEventLog } from './jobs/event-log.ts'
import { createJobRunner, type JobRunner } from './jobs/job-runner.ts'
import { createJobStore } from './jobs/job-store.ts'
import { createLedger, type Ledger } from './ledger/ledger.ts'
import { createRecorder } from './ledger/recorder.ts'
import { measureGate, measureLedger, measureRequests } from './measure.ts'
import { chatRoutes } from './routes/chat-routes.ts'
import { completionRoutes } from './routes/completion-routes.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { jobRoutes } from './routes/job-routes.ts'
import { ledgerRoutes } from './routes/ledger-routes.ts'
import { modelRoutes } from './routes/model-routes.ts'
import { createRequestGate } from './sampling/request-gate.ts'

/** Parts that another composition may bring. */
export type ModelOverrides = {
  /** Loaded already, or being loaded. */
  readonly backend?: ModelBackend | Promise<ModelBackend>
  readonly log?: Logger
}

/** The model service; `url` is valid once it has started, such as http://127.0.0.1:4010. */
export type ModelService = Service & { readonly url: () => string }

/** The protocol over a loaded back end. */
type Host = {
  readonly routes: readonly ApiRoute[]
  readonly backend: ModelBackend
  readonly runner: JobRunner
}

/**
 * Puts the model service together: the OpenAI protocol over HTTP, before the embedded back end unless `overrides` brings another.
 * It listens before the back end is loaded (503 until then) and stops serving before it ends the training; an unfinished job is
 * taken up by the next start.
 */
export function createModelService(config: ModelConfig, overrides: ModelOverrides = {}): ModelService {
  const log = overrides.log ?? createLogger({ service: 'model', level: config.logLevel })
  const readiness = createReadiness()
  const metrics = createMetrics({ service: 'model', log })
  const ledger = measureLedger(createLedger(), metrics)
  let host: Host | null = null
  const handle = createFront({
    routes: () => host?.routes ?? null,
    apiKey: config.apiKey ?? null,
    maxUploadBytes: config.maxUploadBytes,
    recorder: createRecorder(config.recordDir ?? null),
    onAnswered: measureRequests(metrics),
    ledger,
    log,
  })
  const http = createHttpServer({
    ...{ host: config.host, port: config.port, portVariable: 'CHORUS_MODEL_PORT', log },
    routes: [...healthRoutes(readiness), metrics.route, { path: '/*', handle }],
  })
  const load = async () => {
    host = await loadHost({ config, overrides, ledger, metrics, log })
    host.runner.resume()
    log.info(
      { url: http.url(), models: host.backend.models().length },
      `the model service answers at ${http.url()}`,
    )
  }
  const unload = async () => {
    await host?.runner.stop()
    await host?.backend.close()
  }
  const lifecycle = createLifecycle({
    parts: [
      { name: 'http', start: () => http.start(), stop: () => http.stop() },
      { name: 'back end', start: load, stop: unload },
      { name: 'open requests', stop: () => http.stop() },
    ],
    ...{ log, readiness },
  })
  return { ...lifecycle, url: () => http.url() }
}

async function loadHost(input: {
  readonly config: ModelConfig
  readonly overrides: ModelOverrides
  readonly ledger: Ledger
  readonly metrics: Metrics
  readonly log: Logger
}): Promise<Host> {
  const { config, overrides, ledger, metrics, log } = input
  const { dataDir, samplingWorkers } = config
  const files = createFileStore(dataDir)
  const jobs = createJobStore(dataDir)
  const events = createEventLog(dataDir)
  await files.load()
  await jobs.load()
  const backend = await (overrides.backend ?? loadEmbedded(config, log))
  const runner = createJobRunner({ backend, files, jobs, events, log })
  // Twice the workers: each finds its next request at hand when it is done with one.
  const gate = createRequestGate(2 * samplingWorkers, config.maxQueue)
  measureGate(gate, metrics)
  const sampling = { backend, gate, ledger }
  const routes = [
    ...modelRoutes({ backend, jobs }),
    ...chatRoutes(sampling),
    ...completionRoutes(sampling),
    ...fileRoutes({ files, jobs, ledger }),
    ...jobRoutes({ backend, files, jobs, events, runner, ledger }),
    ...ledgerRoutes(ledger),
  ]
  return { routes, backend, runner }
}

/** Imported here, so that whoever brings a back end does not load the embedded one's kernels. */
async function loadEmbedded({ dataDir, samplingWorkers }: ModelConfig, log: Logger): Promise<ModelBackend> {
  const { createEmbeddedBackend } = await import('./embedded/backend.ts')
  return createEmbeddedBackend({ dataDir, samplingWorkers, log: (message) => log.info({}, message) })
}
