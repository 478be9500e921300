import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

/** The committed kernels. */
export const KERNEL_FILE = new URL('../wasm/kernel.wasm', import.meta.url)

const FLAGS = ['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd', '-O3']

/** Bytes of the kernels, compiled from services/model/assembly. @throws with the compiler's messages */
export async function compileKernel(): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined
  const messages: string[] = []
  const baseDir = fileURLToPath(new URL('../assembly', import.meta.url))
  const { error } = await asc.main(['index.ts', '--baseDir', baseDir, '--outFile', 'kernel.wasm', ...FLAGS], {
    stderr: { write: (text: string | Uint8Array) => messages.push(String(text)) > 0 },
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name === 'kernel.wasm' && typeof contents !== 'string') compiled = contents
    },
  })
  if (error !== null || compiled === undefined) {
    throw new Error(`expected the kernels to compile, got: ${messages.join('') || String(error)}`)
  }
  return compiled
}
