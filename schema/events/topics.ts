/** Topics and their partitions. Public ones may be consumed by any service of the organisation. */
export const TOPICS = {
  /** Lifecycle between our services, key = run id. */
  control: 'chorus.internal.control.v1',
  /** Sampled learning paths with their text, key = run id and question id. */
  paths: 'chorus.internal.paths.v1',
  /** Sampled evaluation paths with gold answers; no training handler subscribes, key = run id and question id. */
  evaluationPaths: 'chorus.internal.evaluation-paths.v1',
  /** Paths that agree with the winner, with their text, key = run id and question id. */
  keptPaths: 'chorus.internal.kept-paths.v1',
  /** One event per voted question, without texts, key = run id and question id. */
  votes: 'chorus.votes.v1',
  /** Runs and model versions, key = run id. */
  runs: 'chorus.runs.v1',
} as const

/** Partitions of every topic. */
export const PARTITIONS = 12

/** Days that events are kept. */
export const RETENTION_DAYS = { internal: 7, public: 30 } as const

/** Largest text-carrying event, in bytes of its JSON; paths beyond it go into a further event. */
export const MAX_EVENT_BYTES = 512 * 1024

/** A path whose text is larger than this, in bytes, travels as its id and is read from the sampler's subgraph. */
export const MAX_PATH_TEXT_BYTES = 256 * 1024
