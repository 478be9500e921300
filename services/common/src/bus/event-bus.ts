/** A topic as it must exist before anyone publishes to it or reads it. */
export interface TopicSpec {
  readonly name: string
  /** Fixed when the topic is made: order holds per key within one partition. 12 in the contract; 4 is plenty on one machine. */
  readonly partitions: number
  /** Events that all groups have read are kept at least so long. */
  readonly retentionMs: number
}

/** An event on its way out: bytes and their metadata; what they mean is decided above the bus. */
export interface OutgoingEvent {
  readonly topic: string
  /** Events with equal keys arrive in the order in which one publisher published them. */
  readonly key: string
  /** Identity of the event: consumers de-duplicate by it. */
  readonly id: string
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}

/** An event as a handler gets it. */
export interface IncomingEvent extends OutgoingEvent {
  readonly partition: number
  /** Position in the partition: a decimal number that only grows. */
  readonly offset: string
}

export interface EventPublisher {
  /**
   * Resolves when all events are durable. May store an event twice, never out of order per key. The whole batch fails together.
   * @throws {ChorusError} UNAVAILABLE (retryable) when the bus is down, NOT_FOUND when a topic does not exist.
   */
  publish(batch: readonly OutgoingEvent[]): Promise<void>
}

/** What a handler is told beside the events. */
export interface HandlerContext {
  readonly topic: string
  readonly partition: number
  /** Aborted when the partition is lost or the consumer stops: give up soon, whatever is not committed comes again. */
  readonly signal: AbortSignal
}

/**
 * Handles a batch of one partition, in order. Resolving commits the batch; rejecting brings it again after a back-off.
 * Must end within 10 s.
 */
export type BatchHandler = (batch: readonly IncomingEvent[], context: HandlerContext) => Promise<void>

export interface ConsumeOptions {
  /** Members of one group share the partitions; a new group starts at the oldest event kept. */
  readonly group: string
  readonly topics: readonly string[]
  readonly handler: BatchHandler
  /** Most events in a batch. Default 100. */
  readonly maxBatchCount?: number
  /** Most bytes of values in a batch (a single larger event still comes). Default 2 MiB. */
  readonly maxBatchBytes?: number
  /** Partitions handled at the same time. Default 4. */
  readonly concurrency?: number
}

export interface EventConsumer {
  /**
   * Joins the group and starts to handle events.
   * @throws {ChorusError} NOT_FOUND when a topic does not exist.
   */
  start(): Promise<void>
  /** Leaves the group: running handlers get the time to end, then their signal is aborted. Idempotent. */
  stop(deadlineMs?: number): Promise<void>
}

/** How far a group is behind on a topic. */
export interface TopicLag {
  readonly topic: string
  /** Events not yet committed by the group, over all partitions. */
  readonly events: number
}

export interface BusHealth {
  readonly healthy: boolean
  /** Why not, for people. Empty when healthy. */
  readonly reason: string
}

/**
 * Topics with partitions, keys and consumer groups; at-least-once, in order per key. Adapters: the Postgres log and Kafka.
 * Both pass tests/integration/common/bus-contract.ts.
 */
export interface EventBus {
  /** Connects, and makes what the adapter itself needs. */
  start(): Promise<void>
  publisher(): EventPublisher
  consume(options: ConsumeOptions): EventConsumer
  /** Makes the topics that are missing; existing ones keep their partitions. Safe when several processes do it at once. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>
  lag(group: string): Promise<readonly TopicLag[]>
  /** Never throws. */
  health(): Promise<BusHealth>
  /** Stops all consumers, then disconnects, within the deadline. Idempotent. */
  close(deadlineMs?: number): Promise<void>
}
