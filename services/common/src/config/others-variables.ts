/** CHORUS_ variables and the process that reads them: they often share one environment, and a mistyped one must be noticed. */
const OWNERS = {
  start: ['CHORUS_PORT_BASE', 'CHORUS_DATA_DIR', 'CHORUS_SEED', 'CHORUS_KAFKA_PORT'],
  model: ['CHORUS_MODEL_*'],
  sampler: ['CHORUS_SAMPLER_*'],
  voter: ['CHORUS_VOTER_*'],
  trainer: ['CHORUS_TRAINER_*', 'CHORUS_SAMPLING_LEASE_MS'],
  gateway: ['CHORUS_GATEWAY_*', 'CHORUS_SUBGRAPH_*'],
  several: [
    'CHORUS_MODE',
    'CHORUS_ALLOWED_HOSTS',
    'CHORUS_DATABASE_URL',
    'CHORUS_DATABASE_POOL_SIZE',
    'CHORUS_SAMPLER_URL',
  ],
} as const

/** A process that reads the environment. */
export type Process = Exclude<keyof typeof OWNERS, 'several'>

/** Variables that this process does not judge, as patterns for `parseConfig`. */
export function othersVariables(own: Process): readonly string[] {
  return Object.entries(OWNERS).flatMap(([owner, variables]) => (owner === own ? [] : variables))
}
