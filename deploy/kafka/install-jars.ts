import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

const pomFile = fileURLToPath(new URL('pom.xml', import.meta.url))

/**
 * Fetches the broker's jars with Maven, once per version of pom.xml (27 MB). Later calls only look at a mark.
 * @returns the folder of the jars.
 * @throws {ChorusError} UNAVAILABLE when Java 17 or Maven is missing, or Maven fails.
 */
export async function installJars(folder: string): Promise<string> {
  const lib = join(folder, 'lib')
  if (await areJarsInstalled(folder)) return lib
  await mkdir(lib, { recursive: true })
  await run('mvn', ['-q', '-B', '-ntp', '-f', pomFile, `-Dchorus.lib=${lib}`, 'dependency:copy-dependencies'])
  await writeFile(join(lib, 'installed'), await pomVersion())
  return lib
}

/** Whether the jars of this version of pom.xml are there. */
export async function areJarsInstalled(folder: string): Promise<boolean> {
  const mark = await readFile(join(folder, 'lib', 'installed'), 'utf8').catch(() => '')
  return mark === (await pomVersion())
}

async function pomVersion(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(pomFile))
    .digest('hex')
}

/** Version of the Java that `java` starts, for example 17; null when there is none. */
export async function javaVersion(): Promise<number | null> {
  const text = await run('java', ['-version']).catch(() => '')
  const found = /version "(?:1\.)?(\d+)/.exec(text)
  return found?.[1] === undefined ? null : Number(found[1])
}

/** What a broker with its jars in `folder` lacks here; null when it can be started. Maven is needed only to fetch the jars. */
export async function missingForBroker(folder: string): Promise<string | null> {
  const java = await javaVersion()
  if (java === null) return 'Java 17 or newer (no `java` on the path)'
  if (java < 17) return `Java 17 or newer (found ${java})`
  if (await areJarsInstalled(folder)) return null
  const maven = await run('mvn', ['-v']).catch(() => null)
  return maven === null ? 'Maven (no `mvn` on the path)' : null
}

/** Runs a program and gives all it printed. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let printed = ''
    const collect = (chunk: Buffer) => {
      printed += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (cause) => reject(failure(program, `it cannot be started (${cause.message})`, cause)))
    child.once('close', (code) => {
      if (code === 0) resolve(printed)
      else reject(failure(program, `exit code ${code}:\n${printed.trim().slice(-2_000)}`))
    })
  })
}

function failure(program: string, found: string, cause?: unknown): ChorusError {
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: problem({
      expected: `\`${program}\` to run`,
      found,
      fix: 'Install Java 17 and Maven, or set KAFKA_BROKERS to a cluster of your own',
    }),
    cause,
  })
}
