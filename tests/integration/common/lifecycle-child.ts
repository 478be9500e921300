/** A service as a process of its own; its first argument says how it behaves. */
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { healthRoutes } from '@chorus/common/src/health/health-routes.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { createLifecycle } from '@chorus/common/src/lifecycle/create-lifecycle.ts'
import { runService } from '@chorus/common/src/lifecycle/run-service.ts'
import { createLogger } from '@chorus/common/src/log/create-logger.ts'

const [behaviour = 'good', port = '0'] = process.argv.slice(2)

const say = (text: string) => process.stdout.write(`${text}\n`)

runService(() => {
  const log = createLogger({ service: 'child', level: 'error' })
  const readiness = createReadiness()
  const server = createHttpServer({
    host: '127.0.0.1',
    port: Number(port),
    portVariable: 'CHORUS_CHILD_PORT',
    routes: healthRoutes(readiness),
    log,
  })
  const parts = [
    { name: 'http', start: server.start, stop: () => server.stop(100) },
    { name: 'port', start: async () => say(`port ${server.port()}`) },
    {
      name: 'work',
      start: async () => {
        if (behaviour === 'wrong')
          throw new ChorusError({ code: 'BAD_CONFIGURATION', message: 'Expected better.' })
        if (behaviour === 'crash') setTimeout(() => Promise.reject(new Error('boom')), 50)
      },
      stop: async () => {
        say('work stops')
        if (behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000))
      },
    },
  ]
  const service = createLifecycle({ parts, log, readiness })
  return {
    ...service,
    start: async () => {
      await service.start()
      say('started')
    },
  }
})
