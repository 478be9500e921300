/**
 * The columns of a table that is a work queue, for a service's migration; the table also needs `id`, its primary key.
 * `available_at` is when a READY row may be claimed, and when the lease of a LEASED row ends.
 */
export const queueColumnsSql = `
  state text not null default 'READY' check (state in ('READY', 'LEASED', 'DONE', 'FAILED')),
  available_at timestamptz not null default clock_timestamp(),
  epoch bigint not null default 0,
  attempts integer not null default 0,
  lease_owner text,
  last_error text`

/** The index over unfinished rows by which claims find work. Takes the table with its schema, such as '{schema}.jobs'. */
export function queueIndexSql(table: string): string {
  const name = table.split('.').at(-1)
  return `create index ${name}_claimable on ${table} (available_at) where state in ('READY', 'LEASED');\n`
}
