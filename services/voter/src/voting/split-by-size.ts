/**
 * Splits items into parts whose JSON stays within a size; the order stays. An item that alone is larger is made smaller first.
 * @param roomBytes room for the items of one part, commas included.
 */
export function splitBySize<Item>(input: {
  readonly items: readonly Item[]
  readonly roomBytes: number
  readonly shrink: (item: Item) => Item
}): readonly (readonly Item[])[] {
  const parts: Item[][] = []
  let filledBytes = Number.POSITIVE_INFINITY
  for (const whole of input.items) {
    const item = jsonBytes(whole) > input.roomBytes ? input.shrink(whole) : whole
    const bytes = jsonBytes(item)
    const part = filledBytes + bytes > input.roomBytes ? undefined : parts.at(-1)
    if (part) part.push(item)
    else parts.push([item])
    filledBytes = part ? filledBytes + bytes : bytes
  }
  return parts
}

/** Bytes of a value's JSON in UTF-8, with the comma behind it. */
function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1
}
