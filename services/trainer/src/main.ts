import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { parseTrainerConfig } from './config.ts'
import { createTrainer } from './service.ts'

runService(() => createTrainer(parseTrainerConfig(process.env)))
