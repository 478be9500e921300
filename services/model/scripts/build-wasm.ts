// Compiles services/model/assembly to services/model/wasm/kernel.wasm. The same compiler gives the same bytes.
import { writeFileSync } from 'node:fs'
import { compileKernel, KERNEL_FILE } from './compile-kernel.ts'

const bytes = await compileKernel()
writeFileSync(KERNEL_FILE, bytes)
console.log(`wrote services/model/wasm/kernel.wasm, ${bytes.length} bytes`)
