import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'

const root = new URL('../../', import.meta.url)

/** A generated file: its path from the repository's root and its text. */
export type GeneratedFile = { readonly path: string; readonly text: string }

/** A value as the text of a generated JSON file. */
export function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/**
 * Writes generated files, or with `--check` compares them and sets the exit code to 1 where they differ.
 * @param ownedFolder with a slash at its end; every other file in it is left over from before and is removed.
 */
export async function writeOrCheck(input: {
  readonly files: readonly GeneratedFile[]
  readonly ownedFolder?: string
}): Promise<void> {
  const leftovers = input.ownedFolder === undefined ? [] : await listOthers(input.ownedFolder, input.files)
  if (process.argv.includes('--check')) return check(input.files, leftovers)
  for (const { path, text } of input.files) {
    await mkdir(new URL('.', new URL(path, root)), { recursive: true })
    await writeFile(new URL(path, root), text)
  }
  for (const path of leftovers) await rm(new URL(path, root))
}

async function check(files: readonly GeneratedFile[], leftovers: readonly string[]): Promise<void> {
  for (const { path, text } of files) {
    const found = await readFile(new URL(path, root), 'utf8').catch(() => '')
    if (found !== text) report(`${path} is not what schema/events gives`)
  }
  for (const path of leftovers) report(`${path} belongs to no event of schema/events`)
}

function report(fault: string): void {
  console.error(`${fault}: run \`npm run generate\` and commit it.`)
  process.exitCode = 1
}

async function listOthers(folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const known = new Set(files.map(({ path }) => path))
  const names = await readdir(new URL(folder, root)).catch(() => [])
  return names.map((name) => `${folder}${name}`).filter((path) => !known.has(path))
}
