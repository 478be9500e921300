import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { parseConfig } from './config.ts'
import { createModelService } from './service.ts'

runService(() => createModelService(parseConfig(process.env)))
