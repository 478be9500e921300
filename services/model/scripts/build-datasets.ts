// Writes the shipped datasets and prompt sets from the task families.
import { writeFileSync } from 'node:fs'
import { renderShippedFiles } from '../src/families/shipped-datasets.ts'

for (const [name, content] of renderShippedFiles()) {
  writeFileSync(new URL(`../datasets/${name}`, import.meta.url), content)
  console.log(`wrote services/model/datasets/${name}`)
}
