import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder } from './lock-file.ts'
import { emptyDataFolder, openDataFolder } from './open-data-folder.ts'
import { commandLine, parentOf, processStart } from './process-identity.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorus-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const url = 'http://127.0.0.1:4000'

describe('openDataFolder', () => {
  test('takes an empty folder, and takes it again', () => {
    openDataFolder(folder)
    openDataFolder(folder)
    expect(readdirSync(folder)).toEqual(['version.json'])
  })

  test('leaves a folder with other files alone', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    expect(() => openDataFolder(folder)).toThrow(/found other files\. Set CHORUS_DATA_DIR/)
    expect(() => emptyDataFolder(folder)).toThrow(/nothing was touched/)
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  test('names both versions when the data are of another one', () => {
    writeFileSync(join(folder, 'version.json'), '{"format":7,"postgres":21}')
    expect(() => openDataFolder(folder)).toThrow(
      /format 1 with Postgres 18 .* found format 7 with Postgres 21/,
    )
  })

  test('emptying keeps nothing but the lock', () => {
    openDataFolder(folder)
    mkdirSync(join(folder, 'postgres'))
    const lock = lockFolder(folder, url)
    emptyDataFolder(folder)
    expect(readdirSync(folder)).toEqual(['start.lock'])
    lock.release()
  })
})

describe('lockFolder', () => {
  test('a living holder keeps others out, and they learn its pid', () => {
    lockFolder(folder, url)
    expect(() => lockFolder(folder, url)).toThrow(`pid ${process.pid}, ${url}`)
  })

  test('can be taken again after its release, and leaves no other files', () => {
    lockFolder(folder, url).release()
    const lock = lockFolder(folder, url)
    expect(lock.abandonedBy).toBeUndefined()
    expect(readdirSync(folder)).toEqual(['start.lock'])
  })

  test('is taken over from a process that is no more', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    const { pid } = child
    await once(child, 'exit')
    writeFileSync(join(folder, 'start.lock'), JSON.stringify({ pid, processStart: '1', url }))
    expect(lockFolder(folder, url).abandonedBy).toBe(pid)
    expect(existsSync(join(folder, 'start.lock'))).toBe(true)
  })

  test('is taken over when the pid now belongs to another process', () => {
    const content = { pid: process.pid, processStart: 'long ago', url }
    writeFileSync(join(folder, 'start.lock'), JSON.stringify(content))
    expect(lockFolder(folder, url).abandonedBy).toBe(process.pid)
  })

  test('is taken over when the file is damaged', () => {
    writeFileSync(join(folder, 'start.lock'), '{"pid":')
    lockFolder(folder, url)
    expect(() => lockFolder(folder, url)).toThrow(/runs on it already/)
  })
})

describe('a process', () => {
  test('is told by its start and its command line', () => {
    expect(processStart(process.pid)).toMatch(/\d/)
    expect(commandLine(process.pid)).toContain('node')
  })

  test('knows who started it', () => {
    expect(parentOf(process.pid)).toBe(process.ppid)
  })

  test('that does not exist has neither', () => {
    expect(processStart(2 ** 22 + 1)).toBeUndefined()
    expect(commandLine(2 ** 22 + 1)).toBeUndefined()
  })
})
