import { parseConfig } from '../../../services/model/src/config.ts'
import { createModelService } from '../../../services/model/src/service.ts'
import { createDeterministicBackend } from './deterministic-backend.ts'

/** A process of its own for tests that kill it: arguments are the data folder and the time of a training step in ms. */
const [dataDir = '', stepMs = '0'] = process.argv.slice(2)
const config = parseConfig({
  CHORUS_MODEL_PORT: '0',
  CHORUS_MODEL_DATA_DIR: dataDir,
  CHORUS_LOG_LEVEL: 'silent',
})
const backend = createDeterministicBackend({ dataDir, stepMs: () => Number(stepMs) })
const service = createModelService(config, { backend })
await service.start()
process.stdout.write(`${service.url()}\n`)
