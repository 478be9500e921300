import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, showCommand } from '../runner/run-command.ts'

const folder = join(root, 'tests/bench')
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -'.ts'.length))
  .sort()

const names = process.argv.slice(2)
const unknown = names.filter((name) => !existsSync(join(folder, `${name}.ts`)) || !known.includes(name))
if (names.length === 0 || unknown.length > 0) {
  const found = names.length === 0 ? 'none' : unknown.join(', ')
  console.error(
    `Expected names of benchmarks, found ${found}. Known: ${known.join(', ')}. For example: npm run bench -- ${known[0]}`,
  )
  process.exit(2)
}
for (const name of names) {
  const exitCode = await showCommand(process.execPath, [join(folder, `${name}.ts`)])
  if (exitCode !== 0) process.exit(exitCode)
}
