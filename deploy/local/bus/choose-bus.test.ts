import { describe, expect, test } from 'vitest'
import { chooseBus } from './choose-bus.ts'

describe('chooseBus', () => {
  test('takes the log in Postgres unless something else is asked for', () => {
    expect(chooseBus({ kafka: false, port: 4_030, env: { KAFKA_BROKERS: '' } })).toEqual({
      bus: 'postgres-log',
    })
  })

  test('takes the brokers that the person names', () => {
    expect(chooseBus({ kafka: false, port: 4_030, env: { KAFKA_BROKERS: 'a:9092, b:9092' } })).toEqual({
      bus: 'kafka',
      brokers: ['a:9092', 'b:9092'],
      isLocal: false,
    })
  })

  test('takes a broker of its own for --kafka', () => {
    expect(chooseBus({ kafka: true, port: 4_030, env: {} })).toEqual({
      bus: 'kafka',
      brokers: ['127.0.0.1:4030'],
      isLocal: true,
    })
  })

  test('refuses --kafka beside a cluster of the person’s, naming every variable', () => {
    const env = { KAFKA_BROKERS: 'a:9092', KAFKA_TLS: 'true', KAFKA_SESSION_TIMEOUT_MS: '6000' }
    expect(() => chooseBus({ kafka: true, port: 4_030, env })).toThrow(/KAFKA_BROKERS[\s\S]*KAFKA_TLS/)
  })
})
