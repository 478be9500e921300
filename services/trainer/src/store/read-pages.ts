import type { PageRequest } from '@chorus/common/src/paging/keyset-page.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { RunStatus } from '../runs/run-machine.ts'
import { MODEL_VERSION_COLUMNS, type ModelVersionRow } from './model-versions.ts'
import { RUN_COLUMNS, type RunRow } from './run-row.ts'

type Schema = Queryable & { readonly schema: string }

/** A page of runs, newest first, with one row more than the page holds when there are more. */
export async function readRunPage(
  db: Schema,
  input: {
    readonly project: string
    readonly page: PageRequest
    readonly statuses: readonly RunStatus[] | null
    readonly nameContains: string | null
  },
): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `select ${RUN_COLUMNS} from ${db.schema}.runs r
     where r.project = $1 and ($2::uuid is null or r.id < $2::uuid)
       and ($3::text[] is null or r.status = any($3))
       and ($4::text is null or strpos(lower(r.name), lower($4)) > 0)
     order by r.id desc limit $5`,
    [input.project, input.page.after?.[0] ?? null, input.statuses, input.nameContains, input.page.limit + 1],
  )
  return rows
}

/** A page of model versions, newest first, with one row more than the page holds when there are more. */
export async function readModelVersionPage(
  db: Schema,
  project: string,
  page: PageRequest,
): Promise<ModelVersionRow[]> {
  const { rows } = await db.query<ModelVersionRow>(
    `select ${MODEL_VERSION_COLUMNS} from ${db.schema}.model_versions m
     where m.project = $1 and ($2::uuid is null or m.id < $2::uuid) order by m.id desc limit $3`,
    [project, page.after?.[0] ?? null, page.limit + 1],
  )
  return rows
}
