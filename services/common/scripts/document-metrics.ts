import { readFile, writeFile } from 'node:fs/promises'
import { METRICS, type MetricDefinition, type ServiceGroup } from '../src/metrics/metric-names.ts'

const template = new URL('metrics.template.md', import.meta.url)
const target = new URL('../../../docs/metrics.md', import.meta.url)

const titles: Readonly<Record<ServiceGroup, string>> = {
  all: 'Every service',
  events: 'sampler, voter, trainer',
  sampler: 'sampler',
  gateway: 'gateway',
  model: 'model',
}

function toRow({ name, kind, labels, help }: MetricDefinition): string {
  return `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`
}

function toSection(group: ServiceGroup): string {
  const metrics: readonly MetricDefinition[] = Object.values(METRICS)
  const rows = metrics.filter(({ services }) => services.includes(group)).map(toRow)
  const head = ['| metric | kind | labels | meaning |', '|---|---|---|---|']
  return [`## ${titles[group]}`, '', ...head, ...rows, ''].join('\n')
}

const groups = Object.keys(titles) as ServiceGroup[]
const text = (await readFile(template, 'utf8')).replace('{{tables}}', () => groups.map(toSection).join('\n'))
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error('docs/metrics.md is not what metric-names.ts gives: run `npm run generate` and commit it.')
    process.exitCode = 1
  }
} else {
  await writeFile(target, text)
}
