import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number
  /** Both outputs as they came. */
  readonly output: string
  readonly seconds: number
}

/** Runs a command in the repository, with the programs of node_modules at hand, and collects what it writes. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandResult> {
  const beganAt = performance.now()
  const child = spawn(command, args, { cwd: root, env: withPrograms(), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const seconds = () => (performance.now() - beganAt) / 1_000
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message, seconds: seconds() }))
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output, seconds: seconds() }))
  })
}

/** Runs a command in the repository with our own outputs; gives its exit code. */
export function showCommand(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: root, env: withPrograms(), stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (exitCode) => resolve(exitCode ?? 1))
  })
}

function withPrograms(): NodeJS.ProcessEnv {
  const programs = join(root, 'node_modules', '.bin')
  return { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` }
}
