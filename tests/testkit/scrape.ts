/** What a service tells at /metrics. */
export interface Scrape {
  readonly text: string
  /** The value of the sample with this name and, among others, these labels; undefined when there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined
}

/** Reads /metrics of a service by its address. */
export async function scrape(url: string): Promise<Scrape> {
  const response = await fetch(`${url}/metrics`)
  if (response.status !== 200) throw new Error(`Expected 200 for /metrics, found ${response.status}.`)
  const text = await response.text()
  return {
    text,
    value: (name, labels = {}) => {
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
      const line = text
        .split('\n')
        .find((found) => found.startsWith(`${name}{`) && wanted.every((label) => found.includes(label)))
      return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1))
    },
  }
}
