/** A JSON object as a subgraph sends it. */
export type JsonObject = { [key: string]: unknown }

/** A path into a response: field keys and list indexes. */
export type ResponsePath = readonly (string | number)[]

/** Whether a value is a JSON object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A deep copy of a JSON value. */
export function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneJson)
  if (!isJsonObject(value)) return value
  const copy: JsonObject = {}
  for (const key of Object.keys(value)) copy[key] = cloneJson(value[key])
  return copy
}
