/** A metric as it is scraped: its name carries the unit, its help goes into docs/metrics.md. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  /** One sentence: what is counted, and when. */
  readonly help: string
  readonly labels: readonly Label[]
  /** Who has it. */
  readonly services: readonly ServiceGroup[]
  /** Upper bounds of a histogram's buckets, in the unit of the name. */
  readonly buckets?: readonly number[]
}

/** `events` are the services with a database and a bus: sampler, voter and trainer. */
export type ServiceGroup = 'all' | 'events' | 'sampler' | 'gateway' | 'model'

const quickSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const slowSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

/** Every metric of ours; `npm run generate` writes docs/metrics.md from it. */
export const METRICS = {
  scrapeErrors: {
    name: 'chorus_scrape_errors_total',
    kind: 'counter',
    help: 'Scrapes for which a part could not be read within a second, by part; its gauges are missing from that scrape.',
    labels: ['collector'],
    services: ['all'],
  },
  outboxRows: {
    name: 'chorus_outbox_rows',
    kind: 'gauge',
    help: 'Events that are committed and not yet published. Counted up to 100,000.',
    labels: [],
    services: ['events'],
  },
  outboxOldestSeconds: {
    name: 'chorus_outbox_oldest_row_seconds',
    kind: 'gauge',
    help: 'Age of the oldest event that is committed and not yet published; 0 when there is none.',
    labels: [],
    services: ['events'],
  },
  consumerLag: {
    name: 'chorus_consumer_lag_events',
    kind: 'gauge',
    help: 'Events of a topic that a consumer group has not committed yet, over all partitions.',
    labels: ['group', 'topic'],
    services: ['events'],
  },
  deadLetters: {
    name: 'chorus_dead_letters',
    kind: 'gauge',
    help: 'Events in the table dead_letters, by the topic they came from; a topic without any is missing.',
    labels: ['topic'],
    services: ['events'],
  },
  handlerSeconds: {
    name: 'chorus_event_handler_seconds',
    kind: 'histogram',
    help: 'Time of a call of a handler whose effects were committed; one call may take many events of a type.',
    labels: ['type'],
    services: ['events'],
    buckets: quickSeconds,
  },
  eventsHandled: {
    name: 'chorus_events_handled_total',
    kind: 'counter',
    help: 'Events whose effects were committed, by type; repeats are not among them.',
    labels: ['type'],
    services: ['events'],
  },
  redeliveries: {
    name: 'chorus_event_redeliveries_total',
    kind: 'counter',
    help: 'Events that came again after they were handled, and that the inbox passed over.',
    labels: ['type'],
    services: ['events'],
  },
  leaseExpiries: {
    name: 'chorus_queue_lease_expiries_total',
    kind: 'counter',
    help: 'Jobs that this process took over because the lease of the last holder had run out, by table.',
    labels: ['table'],
    services: ['events'],
  },
  oldestWriteSeconds: {
    name: 'chorus_postgres_oldest_write_transaction_seconds',
    kind: 'gauge',
    help: 'Age of the oldest open transaction of the database that has written; 0 when there is none.',
    labels: [],
    services: ['events'],
  },
  xminAgeTransactions: {
    name: 'chorus_postgres_xmin_age_transactions',
    kind: 'gauge',
    help: 'Transactions since the oldest snapshot in use in the database; vacuum removes nothing that is younger.',
    labels: [],
    services: ['events'],
  },
  modelCallSeconds: {
    name: 'chorus_model_call_seconds',
    kind: 'histogram',
    help: 'Time of a call to a model; outcome is ok or the kind of failure. Of endpoints, by name, the first 100, then other.',
    labels: ['endpoint', 'outcome'],
    services: ['sampler'],
    buckets: slowSeconds,
  },
  modelCallTokens: {
    name: 'chorus_model_call_tokens_total',
    kind: 'counter',
    help: 'Tokens that endpoints billed; kind is prompt or completion.',
    labels: ['endpoint', 'kind'],
    services: ['sampler'],
  },
  modelCallsInFlight: {
    name: 'chorus_model_calls_in_flight',
    kind: 'gauge',
    help: 'Calls to models that are under way.',
    labels: ['endpoint'],
    services: ['sampler'],
  },
  operations: {
    name: 'chorus_graph_operations_total',
    kind: 'counter',
    help: 'Queries and mutations that ran, and subscriptions opened, by name and code of the first error (OK without). Of names the first 200, then other.',
    labels: ['operation', 'code'],
    services: ['gateway'],
  },
  operationSeconds: {
    name: 'chorus_graph_operation_seconds',
    kind: 'histogram',
    help: 'Time of a query or mutation that ran, from the validated request to its result.',
    labels: ['operation'],
    services: ['gateway'],
    buckets: quickSeconds,
  },
  subgraphFetchSeconds: {
    name: 'chorus_graph_subgraph_fetch_seconds',
    kind: 'histogram',
    help: 'Time of a fetch from a subgraph, failed ones included.',
    labels: ['subgraph'],
    services: ['gateway'],
    buckets: quickSeconds,
  },
  subgraphFetchErrors: {
    name: 'chorus_graph_subgraph_fetch_errors_total',
    kind: 'counter',
    help: 'Fetches from a subgraph that gave no usable answer, by code.',
    labels: ['subgraph', 'code'],
    services: ['gateway'],
  },
  planLookups: {
    name: 'chorus_graph_plan_lookups_total',
    kind: 'counter',
    help: 'Plans of operations that were asked for; result is hit when the cache had it.',
    labels: ['result'],
    services: ['gateway'],
  },
  openSubscriptions: {
    name: 'chorus_graph_open_subscriptions',
    kind: 'gauge',
    help: 'Subscriptions that are open, over WebSocket and server-sent events.',
    labels: [],
    services: ['gateway'],
  },
  modelRequestSeconds: {
    name: 'chorus_model_request_seconds',
    kind: 'histogram',
    help: 'Time of a request of the OpenAI protocol until its answer was sent, by route and status.',
    labels: ['route', 'status'],
    services: ['model'],
    buckets: slowSeconds,
  },
  modelTokens: {
    name: 'chorus_model_tokens_total',
    kind: 'counter',
    help: 'Tokens read (prompt) and generated (completion).',
    labels: ['kind'],
    services: ['model'],
  },
  modelActiveRequests: {
    name: 'chorus_model_active_requests',
    kind: 'gauge',
    help: 'Sampling requests that are at work.',
    labels: [],
    services: ['model'],
  },
  modelWaitingRequests: {
    name: 'chorus_model_waiting_requests',
    kind: 'gauge',
    help: 'Sampling requests that wait for room; above CHORUS_MODEL_MAX_QUEUE they are refused with 429.',
    labels: [],
    services: ['model'],
  },
} as const satisfies Record<string, MetricDefinition>
