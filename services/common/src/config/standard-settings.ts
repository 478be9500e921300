import { z } from 'zod'
import { logLevels } from '../log/create-logger.ts'
import { commaList, setting, wholeNumber } from './setting.ts'

/** Host and port of a service: CHORUS_HOST and CHORUS_<SERVICE>_PORT. */
export function httpSettings(service: string, defaultPort: number) {
  return {
    host: setting({
      variable: 'CHORUS_HOST',
      schema: z.string(),
      description: 'Address that the services listen on.',
      default: '127.0.0.1',
    }),
    port: setting({
      variable: `CHORUS_${service.toUpperCase()}_PORT`,
      schema: wholeNumber(0, 65_535),
      description: `Port of the ${service}; 0 lets the system choose.`,
      default: String(defaultPort),
    }),
  }
}

/** The database: CHORUS_DATABASE_URL and the size of the pool. */
export function postgresSettings() {
  return {
    databaseUrl: setting({
      variable: 'CHORUS_DATABASE_URL',
      schema: z.string().regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres://'),
      description: 'Postgres 15 or later. Each service makes and migrates a schema of its own in it.',
      example: 'postgres://chorus:secret@127.0.0.1:5432/chorus',
      secret: true,
    }),
    databasePoolSize: setting({
      variable: 'CHORUS_DATABASE_POOL_SIZE',
      schema: wholeNumber(2, 500),
      description: 'Most connections of one service to Postgres (the bus takes up to 5 more).',
      default: '10',
    }),
  }
}

/** How much is logged: CHORUS_LOG_LEVEL. */
export function logSettings() {
  return {
    logLevel: setting({
      variable: 'CHORUS_LOG_LEVEL',
      schema: z.enum(logLevels, `one of ${logLevels.join(', ')}`),
      description: 'Lines below this level are not written.',
      default: 'info',
    }),
  }
}

/** Whether this is one person's machine or a deployment: CHORUS_MODE. */
export function modeSettings() {
  return {
    mode: setting({
      variable: 'CHORUS_MODE',
      schema: z.enum(['local', 'deployed'], 'local or deployed'),
      description:
        'local: one actor and one project, every host may be called, GraphiQL and introspection are served. deployed: callers must be named and hosts listed.',
      default: 'local',
    }),
  }
}

/** Which hosts models may be called at: CHORUS_ALLOWED_HOSTS. */
export function egressSettings() {
  return {
    allowedHosts: setting({
      variable: 'CHORUS_ALLOWED_HOSTS',
      schema: commaList,
      description:
        'Hosts of endpoints that may be called outside local mode: names, *.names, addresses, ranges, or any-public.',
      default: '',
      example: 'api.example.com,10.0.0.0/8',
    }),
  }
}
