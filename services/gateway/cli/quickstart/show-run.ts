import { setTimeout as delay } from 'node:timers/promises'
import { RunProgressDocument, type RunProgressQuery } from '../generated/operations.ts'
import { followRun, type RunEvent } from '../graph/follow-run.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { isPassing } from '../graph/graph-errors.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { doneShare, planWork, secondsLeft } from './estimate-progress.ts'
import { duration } from './format-figures.ts'
import { readReport } from './read-report.ts'
import { renderProgress } from './render-progress.ts'

type Run = NonNullable<RunProgressQuery['run']>

const progressPollMs = 500

/** Prints a run's log until the run ends; on a terminal with a display of its progress below. */
export async function showRun(client: GraphClient, runId: string, terminal: Terminal): Promise<void> {
  const beganAt = performance.now()
  const ended = new AbortController()
  const drawing = terminal.isInteractive
    ? drawProgress(client, { runId, terminal, beganAt }, ended.signal)
    : undefined
  try {
    let said = ''
    for await (const event of followRun(client, runId)) {
      // A decision and the change of stage that it brings are told with the same words.
      if (event.message === said) continue
      said = event.message
      if (terminal.isInteractive && shownByDisplay.includes(event.type)) continue
      terminal.line(eventLine(event, beganAt))
    }
  } finally {
    ended.abort()
    await drawing
    terminal.draw([])
  }
  client.signal.throwIfAborted()
}

const shownByDisplay: readonly RunEvent['type'][] = [
  'QUESTIONS_VOTED',
  'TRAINING_PROGRESSED',
  'STAGE_CHANGED',
]

function eventLine(event: RunEvent, beganAt: number): string {
  const at = duration((performance.now() - beganAt) / 1_000).padStart(5)
  return `${at}  ${event.message}`
}

async function drawProgress(
  client: GraphClient,
  view: { readonly runId: string; readonly terminal: Terminal; readonly beganAt: number },
  ended: AbortSignal,
): Promise<void> {
  const { config } = await readReport(client, view.runId)
  let begun: number | undefined
  while (!ended.aborted && !client.signal.aborted) {
    const run = await readProgress(client, view.runId)
    if (run !== undefined && !ended.aborted) {
      const done = doneShare(planWork(config, run.progress.questionsPlanned), run.progress)
      begun ??= done
      const elapsedSeconds = (performance.now() - view.beganAt) / 1_000
      const left = secondsLeft({ begun, done, elapsedSeconds })
      const width = view.terminal.width()
      view.terminal.draw(
        renderProgress({ name: 'quickstart', run, done, elapsedSeconds, secondsLeft: left, width }),
      )
    }
    await delay(progressPollMs, undefined, { signal: ended }).catch(() => undefined)
  }
}

/** Undefined while a service is away: the display keeps what it shows. */
async function readProgress(client: GraphClient, id: string): Promise<Run | undefined> {
  try {
    return (await client.request(RunProgressDocument, { id }, 0)).run ?? undefined
  } catch (error) {
    if (client.signal.aborted || isPassing(error)) return undefined
    throw error
  }
}
