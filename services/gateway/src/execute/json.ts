/** A JSON object as a subgraph sends it. */
export type JsonObject = { [key: string]: unknown }

/** A path into a response: field keys and list indexes. */
export type ResponsePath = readonly (string | number)[]

/** Whether a value is a JSON object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
