import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** Runs a script of this folder; collects what it prints and how it ends. */
function run(script: string, args: readonly string[]) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args])
  running.push(child)
  const state = { output: '', errors: '', code: undefined as number | null | undefined }
  child.stdout.on('data', (text) => {
    state.output += text
  })
  child.stderr.on('data', (text) => {
    state.errors += text
  })
  child.on('exit', (code) => {
    state.code = code
  })
  const ended = () => waitFor(() => (state.code === undefined ? undefined : { code: state.code }))
  const match = (pattern: RegExp) =>
    waitFor(() => pattern.exec(state.output)?.[1] ?? false, { message: String(pattern) })
  return { child, state, ended, match }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('is ready when all parts have started, and not ready from SIGTERM on, with the reason; then exits 0', async () => {
  const { child, state, ended, match } = run('lifecycle-child.ts', ['slow'])
  const base = `http://127.0.0.1:${await match(/port (\d+)/)}`
  await match(/(started)/)
  expect((await fetch(`${base}/healthz`)).status).toBe(200)
  expect((await fetch(`${base}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  const refused = await waitFor(async () => {
    const response = await fetch(`${base}/readyz`)
    return response.status === 503 ? response : undefined
  })
  expect(await refused.json()).toMatchObject({ reasons: { process: 'stopping' } })
  expect(await ended()).toEqual({ code: 0 })
  expect(state.output).toContain('work stops')
})

test('stops on SIGINT with exit code 0', async () => {
  const { child, ended, match } = run('lifecycle-child.ts', ['good'])
  await match(/(started)/)
  child.kill('SIGINT')
  expect(await ended()).toEqual({ code: 0 })
})

test('a crash stops the parts and exits 1', async () => {
  const { state, ended } = run('lifecycle-child.ts', ['crash'])
  expect(await ended()).toEqual({ code: 1 })
  expect(state.output).toContain('work stops')
  expect(state.errors).toContain('boom')
})

test("a user's mistake is one sentence without a stack, and exits 1", async () => {
  const { state, ended } = run('lifecycle-child.ts', ['wrong'])
  expect(await ended()).toEqual({ code: 1 })
  expect(state.errors.trim()).toBe('Expected better.')
})

test('a port that is taken is named, with the variable to change', async () => {
  const first = run('lifecycle-child.ts', ['good'])
  const port = await first.match(/port (\d+)/)
  const { state, ended } = run('lifecycle-child.ts', ['good', port])
  expect(await ended()).toEqual({ code: 1 })
  expect(state.errors).toContain(`port ${port}`)
  expect(state.errors).toContain('set CHORUS_CHILD_PORT to another port')
  expect(state.errors).not.toMatch(/\n\s+at /)
})

test.each(['pipe', 'no pipe'])('a child ends within 5 s of the kill -9 of its starter (%s)', async (how) => {
  const { child, match } = run('lifecycle-starter.ts', [how])
  const pid = Number(await match(/child (\d+)/))
  expect(isAlive(pid)).toBe(true)
  child.kill('SIGKILL')
  await waitFor(() => !isAlive(pid), { timeoutMs: 5_000, message: 'the child to end' })
})
