import { describe, expect, test } from 'vitest'
import { ALL_EVENTS, evaluationPathsSampled, pathsSampled, TOPICS } from './index.ts'

describe('the events', () => {
  test('have a type of their own with a version, and a known topic', () => {
    const types = ALL_EVENTS.map((event) => event.type)
    expect(new Set(types).size).toBe(types.length)
    for (const event of ALL_EVENTS) {
      expect(event.type).toMatch(/^chorus\.[a-z-]+\.v\d+$/)
      expect(Object.values(TOPICS)).toContain(event.topic)
    }
  })

  test('public and internal ones never share a topic', () => {
    const audiences = new Map<string, Set<string>>()
    for (const { topic, audience } of ALL_EVENTS) {
      audiences.set(topic, (audiences.get(topic) ?? new Set()).add(audience))
    }
    for (const [topic, found] of audiences) expect([topic, found.size]).toEqual([topic, 1])
  })

  test('gold answers have a topic of their own, and no other event has room for one', () => {
    const onTopic = ALL_EVENTS.filter((event) => event.topic === TOPICS.evaluationPaths)
    expect(onTopic).toEqual([evaluationPathsSampled])
    for (const event of ALL_EVENTS) {
      const hasGold = JSON.stringify(event.data).includes('goldAnswer')
      expect([event.type, hasGold]).toEqual([event.type, event === evaluationPathsSampled])
    }
    expect(TOPICS.paths).not.toBe(TOPICS.evaluationPaths)
    expect(pathsSampled.topic).toBe(TOPICS.paths)
  })
})
