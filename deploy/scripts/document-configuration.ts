import { readFile, writeFile } from 'node:fs/promises'
import { describeConfig, type SettingRow } from '@chorus/common/src/config/describe-config.ts'
import { serviceSettings } from '../local/service-settings.ts'
import { startSettings } from '../local/settings.ts'

const template = new URL('configuration.template.md', import.meta.url)
const target = new URL('../../docs/configuration.md', import.meta.url)

function toSection(title: string, rows: readonly SettingRow[]): string {
  const code = (text: string) => (text === '' ? '' : ['`', text, '`'].join(''))
  const lines = rows.map((row) => {
    const example = row.example === '' ? '' : ` Example: ${code(row.example)}`
    const value = row.required ? '**required**' : code(row.default)
    return `| ${code(row.variable)} | ${value} | ${row.description}${example} |`
  })
  return [`## ${title}`, '', '| variable | default | meaning |', '|---|---|---|', ...lines, ''].join('\n')
}

/** A section for npm start, one for what several services read, and one for each service. */
function toSections(): string {
  const services = Object.entries(serviceSettings).map(([name, settings]) => ({
    name,
    rows: describeConfig(settings),
  }))
  const everyRow = services.flatMap(({ rows }) => rows)
  const isShared = (row: SettingRow) => everyRow.filter((other) => other.variable === row.variable).length > 1
  const shared = new Map(everyRow.filter(isShared).map((row) => [row.variable, row]))
  return [
    toSection('npm start', describeConfig(startSettings)),
    toSection(
      'Several services',
      [...shared.values()].sort((a, b) => (a.variable < b.variable ? -1 : 1)),
    ),
    ...services.map(({ name, rows }) =>
      toSection(
        name,
        rows.filter((row) => !isShared(row)),
      ),
    ),
  ].join('\n')
}

const text = (await readFile(template, 'utf8')).replace('{{tables}}', () => toSections())
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error(
      'docs/configuration.md is not what the settings give: run `npm run generate` and commit it.',
    )
    process.exitCode = 1
  }
} else {
  await writeFile(target, text)
}
