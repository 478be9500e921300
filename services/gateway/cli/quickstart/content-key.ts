import { hashOf, type Json } from '@chorus/schema/method/canonical-json.ts'

/**
 * An idempotency key that follows from what is asked for, so that a start that was cut off anywhere makes nothing twice.
 * @param what part of the key for people, such as 'dataset'.
 */
export function contentKey(what: string, content: object): string {
  return `quickstart-${what}-${hashOf(JSON.parse(JSON.stringify(content)) as Json)}`
}
