import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChosenBus } from './choose-bus.ts'
import { isSameBus, readLastBus, rememberBus } from './last-bus.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorus-bus-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const log: ChosenBus = { bus: 'postgres-log' }
const local: ChosenBus = { bus: 'kafka', brokers: ['127.0.0.1:4030'], isLocal: true }
const cluster: ChosenBus = { bus: 'kafka', brokers: ['a:9092', 'b:9092'], isLocal: false }

test('a folder that does not say was used with the log in Postgres', () => {
  expect(readLastBus(folder)).toEqual(log)
})

test('a bus is remembered until the next one', () => {
  rememberBus(folder, cluster)
  rememberBus(folder, local)
  expect(readLastBus(folder)).toEqual(local)
})

test('buses are the same when their events are', () => {
  expect(isSameBus(log, log)).toBe(true)
  expect(isSameBus(log, cluster)).toBe(false)
  expect(isSameBus(local, cluster)).toBe(false)
  expect(isSameBus(local, { ...local, brokers: ['127.0.0.1:5030'] })).toBe(true)
  expect(isSameBus(cluster, { ...cluster, brokers: ['b:9092', 'c:9092'] })).toBe(true)
})
