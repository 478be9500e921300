import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { keyOf, type NodeType } from '@chorus/schema/ids.ts'
import type DataLoader from 'dataloader'

/** A thing of the trainer's by its GraphQL id; null when the id is of another kind or there is none in the project. */
export async function loadOwn<Row>(
  type: NodeType,
  id: string,
  loader: DataLoader<string, Row | null>,
): Promise<Row | null> {
  const key = keyOf(type, id)
  return key === null ? null : loader.load(key)
}

/** A row that another row names, so that it must be there. @throws {ChorusError} INTERNAL */
export async function mustLoad<Row>(loader: DataLoader<string, Row | null>, key: string): Promise<Row> {
  const row = await loader.load(key)
  if (row !== null) return row
  throw new ChorusError({ code: 'INTERNAL', message: `A row names ${key}, which is not there.` })
}
