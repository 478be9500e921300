import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { parseVoterConfig } from './config.ts'
import { createVoter } from './service.ts'

runService(() => createVoter(parseVoterConfig(process.env)))
