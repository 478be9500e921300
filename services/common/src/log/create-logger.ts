import pino from 'pino'

/** Levels from the most talkative to none at all. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Writes one JSON line for each call: fields first, then the sentence. Errors go under `err`. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  /** A logger whose lines all carry these fields, such as runId and questionId. */
  child(fields: Readonly<Record<string, unknown>>): Logger
}

const secretNames = ['Authorization', 'authorization', 'apiKey', 'api_key', 'password', 'databaseUrl']
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * A logger that writes JSON lines to standard output (or to `destination`). Values named authorization, apiKey, password
 * or databaseUrl are replaced by [redacted], down to three levels.
 */
export function createLogger(input: {
  readonly service: string
  /** Default info. */
  readonly level?: LogLevel
  readonly destination?: { write(line: string): void }
}): Logger {
  const options: pino.LoggerOptions = {
    level: input.level ?? 'info',
    base: { service: input.service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  }
  return input.destination === undefined ? pino(options) : pino(options, input.destination)
}

/** A logger that writes nothing. */
export const silentLogger: Logger = createLogger({ service: 'silent', level: 'silent' })
