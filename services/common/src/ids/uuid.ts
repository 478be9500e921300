import { v5, v7 } from 'uuid'

/** A new UUIDv7: sorts by the time of its making. For rows that come into being. */
export function uuidv7(): string {
  return v7()
}

/**
 * The UUIDv5 of a natural key: the same namespace and parts always give the same id. For rows that follow from others.
 * Parts are joined as JSON, so ['a', 'bc'] and ['ab', 'c'] differ.
 */
export function uuidv5(namespace: string, parts: readonly (string | number)[]): string {
  return v5(JSON.stringify(parts), namespace)
}

/** Whether a text is a UUID of any version. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
