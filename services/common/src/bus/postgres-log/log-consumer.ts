import type pg from 'pg'
import { messageOf } from '../../errors/chorus-error.ts'
import { delay } from '../../ids/clock.ts'
import { uuidv7 } from '../../ids/uuid.ts'
import type { Logger } from '../../log/create-logger.ts'
import type { ConsumeOptions, EventConsumer } from '../event-bus.ts'
import {
  acquire,
  beat,
  joinGroup,
  type Lease,
  leaveGroup,
  type MembershipInput,
  release,
  tellGroup,
} from './group-membership.ts'
import type { HintListener } from './hint-listener.ts'
import { commitOffset, findNews, readBatch } from './read-partition.ts'
import { partitionKey } from './share-partitions.ts'

export interface LogConsumerInput {
  readonly pool: pg.Pool
  readonly hints: HintListener
  readonly options: ConsumeOptions
  readonly leaseMs: number
  readonly pollMs: number
  readonly log: Logger
}

/** A partition this member owns, and what it does with it. */
interface Held {
  readonly lease: Lease
  readonly abort: AbortController
  cursor: string
  running: boolean
  /** To be given back as soon as the running batch has ended. */
  leaving: boolean
  failures: number
  /** Not before this moment of the monotonic clock: the back-off after a rejected batch. */
  notBeforeMs: number
  lastRunMs: number
}

const maxBackOffMs = 5_000

/**
 * A member of a consumer group on the log. One loop: heartbeats every third of a lease keep the partitions and share them
 * anew; hints and polls look for news; each partition runs one batch at a time, fetched only when its turn comes, so that a slow
 * handler holds back reading. Offsets are committed under the lease's epoch.
 */
export class LogConsumer implements EventConsumer {
  readonly #input: LogConsumerInput
  readonly #member: MembershipInput
  readonly #held = new Map<string, Held>()
  readonly #runs = new Set<Promise<void>>()
  #state: 'new' | 'running' | 'stopping' = 'new'
  #stopped: Promise<void> | undefined
  #timers: NodeJS.Timeout[] = []
  #unsubscribe: () => void = () => undefined
  #lastBeatMs = 0
  #beating = false
  #beatAgain = false
  #looking = false
  #lookAgain = false

  constructor(input: LogConsumerInput) {
    this.#input = input
    const { pool, leaseMs, options } = input
    this.#member = { pool, leaseMs, group: options.group, topics: options.topics, member: uuidv7() }
  }

  async start(): Promise<void> {
    await joinGroup(this.#member)
    this.#state = 'running'
    this.#unsubscribe = this.#input.hints.subscribe((payload) => this.#onHint(payload))
    this.#timers = [
      setInterval(() => void this.#beat(), this.#input.leaseMs / 3),
      setInterval(() => void this.#look(), this.#input.pollMs),
    ]
    await this.#beat()
    await tellGroup(this.#member)
  }

  stop(deadlineMs = 5_000): Promise<void> {
    this.#stopped ??= this.#leave(deadlineMs)
    return this.#stopped
  }

  async #leave(deadlineMs: number): Promise<void> {
    const joined = this.#state === 'running'
    this.#state = 'stopping'
    if (!joined) return
    await Promise.race([Promise.all(this.#runs), delay(deadlineMs)])
    for (const held of this.#held.values()) held.abort.abort()
    // Whoever does not obey the signal within a second is left behind: its commit will find another owner.
    await Promise.race([Promise.all(this.#runs), delay(Math.min(1_000, deadlineMs))])
    this.#unsubscribe()
    for (const timer of this.#timers) clearInterval(timer)
    this.#held.clear()
    await leaveGroup(this.#member).catch((error: unknown) =>
      this.#input.log.warn({ err: error }, 'could not leave the group; its leases will run out'),
    )
  }

  #onHint(payload: string | undefined): void {
    if (payload === undefined || this.#input.options.topics.includes(payload)) {
      void this.#look()
      return
    }
    const prefix = `group:${this.#input.options.group}:`
    if (payload.startsWith(prefix) && payload !== prefix + this.#member.member) void this.#beat()
  }

  /** Heartbeat; while stopping it only keeps the leases of what still runs. */
  async #beat(): Promise<void> {
    this.#beatAgain = true
    if (this.#beating) return
    this.#beating = true
    try {
      while (this.#beatAgain) {
        this.#beatAgain = false
        await this.#beatOnce()
      }
    } catch (error) {
      if (this.#state === 'running')
        this.#input.log.warn({ err: error, group: this.#member.group }, `no heartbeat: ${messageOf(error)}`)
    } finally {
      this.#beating = false
    }
    void this.#look()
  }

  async #beatOnce(): Promise<void> {
    const sentMs = performance.now()
    const asked = [...this.#held.values()]
    const found = await beat(
      this.#member,
      asked.map((held) => held.lease),
    )
    this.#lastBeatMs = sentMs
    for (const held of asked) {
      const key = partitionKey(held.lease)
      if (!found.renewed.has(key)) this.#lose(key, held)
    }
    if (this.#state !== 'running') return
    const leaving = [...this.#held].filter(([key]) => !found.share.has(key))
    for (const [key, held] of leaving) {
      held.leaving = true
      if (!held.running) await this.#giveBack(key, held)
    }
    if (found.free.length === 0) return
    for (const lease of await acquire(this.#member, found.free)) this.#hold(lease)
  }

  #hold(lease: Lease): void {
    this.#held.set(partitionKey(lease), {
      lease,
      abort: new AbortController(),
      cursor: lease.committed,
      running: false,
      leaving: false,
      failures: 0,
      notBeforeMs: 0,
      lastRunMs: 0,
    })
  }

  #lose(key: string, held: Held): void {
    held.abort.abort()
    if (this.#held.get(key) === held) this.#held.delete(key)
  }

  async #giveBack(key: string, held: Held): Promise<void> {
    this.#lose(key, held)
    await release(this.#member, held.lease)
  }

  /** Looks for news and starts as many batches as may run at once, those first that have waited longest. */
  async #look(): Promise<void> {
    this.#lookAgain = true
    if (this.#looking) return
    this.#looking = true
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false
        await this.#lookOnce()
      }
    } catch (error) {
      this.#input.log.warn(
        { err: error, group: this.#member.group },
        `could not look for news: ${messageOf(error)}`,
      )
    } finally {
      this.#looking = false
    }
  }

  async #lookOnce(): Promise<void> {
    const idle = this.#idlePartitions()
    const room = (this.#input.options.concurrency ?? 4) - this.#runs.size
    if (idle.length === 0 || room <= 0) return
    const positions = idle.map((held) => ({ ...held.lease, cursor: held.cursor }))
    const news = new Set((await findNews(this.#input.pool, positions)).map(partitionKey))
    const next = idle.filter((held) => news.has(partitionKey(held.lease))).slice(0, room)
    if (this.#state !== 'running') return
    for (const held of next) this.#startBatch(held)
  }

  #idlePartitions(): Held[] {
    const nowMs = performance.now()
    // After a freeze the leases may be another's already: first a heartbeat, then work.
    if (this.#state !== 'running' || nowMs - this.#lastBeatMs > this.#input.leaseMs) return []
    return [...this.#held.values()]
      .filter((held) => !held.running && !held.leaving && held.notBeforeMs <= nowMs)
      .sort((a, b) => a.lastRunMs - b.lastRunMs)
  }

  #startBatch(held: Held): void {
    if (held.abort.signal.aborted || held.running) return
    held.running = true
    held.lastRunMs = performance.now()
    const run = this.#runBatch(held).then(async () => {
      held.running = false
      this.#runs.delete(run)
      if (held.leaving && !held.abort.signal.aborted) {
        await this.#giveBack(partitionKey(held.lease), held).catch(() => undefined)
      }
      void this.#look()
    })
    this.#runs.add(run)
  }

  async #runBatch(held: Held): Promise<void> {
    const { options, pool, log } = this.#input
    const { topic, partition } = held.lease
    try {
      const batch = await readBatch(
        pool,
        { topic, partition, cursor: held.cursor },
        { maxCount: options.maxBatchCount ?? 100, maxBytes: options.maxBatchBytes ?? 2 * 1024 * 1024 },
      )
      const last = batch.at(-1)
      if (last === undefined) return
      await options.handler(batch, { topic, partition, signal: held.abort.signal })
      if (await commitOffset(this.#member, held.lease, last.offset)) held.cursor = last.offset
      else this.#lose(partitionKey(held.lease), held)
      held.failures = 0
    } catch (error) {
      const backOffMs = Math.min(100 * 2 ** held.failures, maxBackOffMs)
      held.failures += 1
      held.notBeforeMs = performance.now() + backOffMs
      setTimeout(() => void this.#look(), backOffMs + 1).unref()
      log.warn(
        { err: error, topic, partition, backOffMs },
        `a batch was rejected and comes again: ${messageOf(error)}`,
      )
    }
  }
}
