import type { ReportedRun } from './build-report.ts'
import { count, percent } from './format-figures.ts'

/** What stands below the table: decisions, spend, content hash, and where to look next. */
export function renderSummary(input: {
  readonly run: ReportedRun
  readonly graphUrl: string
  /** Folder of the logs, for people. */
  readonly logFolder: string
}): string[] {
  const { run } = input
  const spend = run.spend
  return [
    ...run.iterations.flatMap(describeIteration),
    '',
    ...(spend === null
      ? []
      : [
          `Spend         ${count(spend.promptTokens)} prompt, ${count(spend.completionTokens)} completion and ${count(spend.trainedTokens)} trained tokens in ${count(spend.calls)} calls, $${Number(spend.costUsd).toFixed(2)}`,
        ]),
    `Content hash  ${run.contentHash ?? '–'}`,
    `Model         ${run.currentModelVersion.name ?? '–'}`,
    '',
    ...(run.status === 'FAILED' ? ['Begin anew with: npm start -- --fresh', ''] : []),
    'Look further:',
    `  ${queryLink(input.graphUrl, run.id)}`,
    '    the graph, with a query for this run: votes, paths, training rows',
    `  ${input.logFolder}`,
    '    logs of every process',
    '  README.md and docs/ in this folder',
    '    your own questions, your own model, how it all works',
  ]
}

function describeIteration(iteration: ReportedRun['iterations'][number]): string[] {
  const votes = iteration.votesSummary
  const sums =
    votes === null
      ? ''
      : `: ${votes.consensus} of ${votes.consensus + votes.noConsensus + votes.unparsable} questions agreed (mean agreement ${percent(votes.meanAgreement)}), ${count(iteration.trainingSet?.exampleCount ?? 0)} rows trained on`
  const decision = iteration.gate?.decision?.toLowerCase() ?? iteration.status.toLowerCase()
  const reason = iteration.gate?.reason ?? iteration.statusReason ?? ''
  const words = reason.startsWith(decision) ? reason : [decision, reason].filter(Boolean).join(': ')
  return [`Iteration ${iteration.number}${sums}`, `  ${words}`]
}

/** GraphiQL with a query that is ready to run. */
export function queryLink(graphUrl: string, runId: string): string {
  const query = readyQuery.replace('$id', JSON.stringify(runId))
  return `${graphUrl}?${new URLSearchParams({ query })}`
}

const readyQuery = `{
  run(id: $id) {
    status
    iterations {
      number
      votes(first: 3) {
        nodes {
          outcome
          winner
          agreement
          runQuestion {
            question { text }
            paths(first: 2) { nodes { text answer { normalForm } } }
          }
        }
      }
    }
  }
}`
