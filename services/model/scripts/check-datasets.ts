// Fails when a shipped dataset is not what its generator makes.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { renderShippedFiles } from '../src/families/shipped-datasets.ts'

const folder = new URL('../datasets/', import.meta.url)
const expected = renderShippedFiles()
const problems: string[] = []
for (const [name, content] of expected) {
  const file = new URL(name, folder)
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content)
    problems.push(`${name} differs from its generator`)
}
for (const name of readdirSync(folder)) if (!expected.has(name)) problems.push(`${name} has no generator`)
if (problems.length > 0) {
  console.error(
    `services/model/datasets: expected the generated files, got: ${problems.join('; ')}; ` +
      'run `npm exec -- node services/model/scripts/build-datasets.ts` and commit the result',
  )
  process.exitCode = 1
} else console.log(`services/model/datasets: all ${expected.size} files are what their generators make`)
