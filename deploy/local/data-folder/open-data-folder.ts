import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { z } from 'zod'
import { livingBroker } from '../kafka/broker-pid-file.ts'

/** Raised when an older Chorus could not use the folder. */
export const dataFolderFormat = 1
/** Postgres reads only data of its own major version. */
export const postgresMajor = 18

const brokerFolder = 'kafka'

const versionSchema = z.object({ format: z.number(), postgres: z.number() })

/**
 * Makes the data folder or checks that it is one of ours, of this version.
 * @throws {ChorusError} BAD_CONFIGURATION when it holds something else, or data of another version.
 */
export function openDataFolder(folder: string): void {
  const versionFile = join(folder, 'version.json')
  if (isEmpty(folder)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      `${versionFile}.new`,
      `${JSON.stringify({ format: dataFolderFormat, postgres: postgresMajor })}\n`,
    )
    renameSync(`${versionFile}.new`, versionFile)
    return
  }
  const version = readVersion(versionFile)
  if (version === undefined) throw foreignFolder(folder)
  if (version.format !== dataFolderFormat || version.postgres !== postgresMajor) {
    throw otherVersion(folder, version)
  }
}

/**
 * Deletes everything in a data folder.
 * @throws {ChorusError} BAD_CONFIGURATION when the folder is not one of ours.
 */
export function emptyDataFolder(folder: string): void {
  if (isEmpty(folder)) return
  if (readVersion(join(folder, 'version.json')) === undefined) throw foreignFolder(folder)
  const kept = ['start.lock', 'version.json', brokerFolder]
  removeAllBut(kept, folder)
  emptyBrokerFolder(join(folder, brokerFolder))
  rmSync(join(folder, 'version.json'))
}

/** Kafka's programs are no data and take the network to fetch again; a broker that somebody runs by npm run kafka is left alone. */
function emptyBrokerFolder(folder: string): void {
  if (!existsSync(folder) || livingBroker(join(folder, 'broker.pid')) !== undefined) return
  removeAllBut(['lib'], folder)
}

function removeAllBut(kept: readonly string[], folder: string): void {
  for (const entry of readdirSync(folder)) {
    if (!kept.includes(entry)) rmSync(join(folder, entry), { recursive: true, force: true })
  }
}

/** Whether the folder holds data that --fresh would delete. */
export function holdsData(folder: string): boolean {
  return existsSync(join(folder, 'version.json'))
}

/** Our own lock is there before the rest, and so may be the broker of npm run kafka. */
function isEmpty(folder: string): boolean {
  const isEarly = (entry: string) => entry.startsWith('start.lock') || entry === brokerFolder
  return !existsSync(folder) || readdirSync(folder).every(isEarly)
}

function readVersion(path: string): z.infer<typeof versionSchema> | undefined {
  try {
    return versionSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

function foreignFolder(folder: string): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: `${folder} to be empty or a data folder of Chorus (with its version.json)`,
      found: 'other files',
      fix: 'Set CHORUS_DATA_DIR to another folder; nothing was touched',
    }),
  })
}

function otherVersion(folder: string, found: z.infer<typeof versionSchema>): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: `a data folder of format ${dataFolderFormat} with Postgres ${postgresMajor} in ${folder}`,
      found: `format ${found.format} with Postgres ${found.postgres}`,
      fix: 'Start the version of Chorus that made it, set CHORUS_DATA_DIR to another folder, or begin anew: npm start -- --fresh',
    }),
  })
}
