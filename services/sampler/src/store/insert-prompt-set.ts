import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { hashOf } from '@chorus/schema/method/canonical-json.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'

/** Stores a prompt set under the hash of its content. */
export async function insertPromptSet(
  tx: Transaction,
  promptSet: { readonly id: string; readonly project: string; readonly name: string },
  content: PromptSetContent,
): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.prompt_sets (id, project, name, content, content_hash) values ($1, $2, $3, $4, $5)`,
    [promptSet.id, promptSet.project, promptSet.name, JSON.stringify(content), hashOf(content)],
  )
}
