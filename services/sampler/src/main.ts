import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { parseSamplerConfig } from './config.ts'
import { createSampler } from './service.ts'

runService(() => createSampler(parseSamplerConfig(process.env)))
