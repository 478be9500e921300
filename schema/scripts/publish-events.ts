import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import {
  compareEvents,
  type EventFinding,
  type PublishedEvent,
  toPublished,
} from '../compat/compare-events.ts'
import { ALL_EVENTS } from '../events/index.ts'
import { toJsonText } from './write-or-check.ts'

/**
 * Records today's events as published, which is done with a release: from then on they change by additions only. Nothing is
 * recorded while something breaks what was published. With `--check` it only compares.
 */
const folder = new URL('../events/published/', import.meta.url)

async function readPublished(): Promise<readonly PublishedEvent[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  return texts.map((text) => JSON.parse(text) as PublishedEvent)
}

async function record(events: readonly PublishedEvent[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const event of events) await writeFile(new URL(`${event.type}.json`, folder), toJsonText(event))
  console.log(`${events.length} events are published.`)
}

function tell({ kind, type, message }: EventFinding): void {
  const lead = kind === 'BREAK' ? 'BREAKS THE CONTRACT' : 'new'
  console.log(`${lead}: ${type}: ${message}`)
}

const today = ALL_EVENTS.map(toPublished)
const findings = compareEvents(await readPublished(), today)
for (const finding of findings) tell(finding)
if (findings.some(({ kind }) => kind === 'BREAK')) process.exitCode = 1
else if (!process.argv.includes('--check')) await record(today)
