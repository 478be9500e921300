import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { parseGatewayConfig } from './config.ts'
import { createGateway } from './service.ts'

runService(() => createGateway(parseGatewayConfig(process.env)))
