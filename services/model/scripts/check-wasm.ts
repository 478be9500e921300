// Fails when the committed kernels are not what their sources compile to.
import { readFileSync } from 'node:fs'
import { compileKernel, KERNEL_FILE } from './compile-kernel.ts'

const committed = readFileSync(KERNEL_FILE)
const compiled = await compileKernel()
if (Buffer.compare(committed, compiled) !== 0) {
  console.error(
    `services/model/wasm/kernel.wasm: expected the ${compiled.length} bytes that services/model/assembly compiles to, ` +
      `got ${committed.length} others; run \`npm exec -- node services/model/scripts/build-wasm.ts\` and commit the result`,
  )
  process.exitCode = 1
} else
  console.log(`services/model/wasm/kernel.wasm is what its sources compile to (${compiled.length} bytes)`)
