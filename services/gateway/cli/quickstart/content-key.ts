import { createHash } from 'node:crypto'
import { canonicalJson } from '@chorus/schema/method/canonical-json.ts'

/**
 * An idempotency key that follows from what is asked for, so that a start that was cut off anywhere makes nothing twice.
 * @param what part of the key for people, such as 'dataset'.
 */
export function contentKey(what: string, content: unknown): string {
  const digest = createHash('sha256').update(canonicalJson(content)).digest('hex')
  return `quickstart-${what}-${digest}`
}
