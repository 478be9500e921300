import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { z } from 'zod'

/**
 * Reads every `.json` file of a folder, which it creates when it is missing.
 * @throws {ChorusError} BAD_CONFIGURATION naming a file that is not of the wanted shape.
 */
export async function readJsonFiles<T>(folder: string, schema: z.ZodType<T>): Promise<T[]> {
  await mkdir(folder, { recursive: true })
  const values: T[] = []
  for (const name of await readdir(folder)) {
    if (name.endsWith('.json')) values.push(await readJsonFile(join(folder, name), schema))
  }
  return values
}

async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, 'utf8')
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const message = problem({
      expected: `${path} to be a file that this version wrote`,
      found: 'another content',
      fix: 'Move the file away, or start the version that wrote it',
    })
    throw new ChorusError({ code: 'BAD_CONFIGURATION', message, cause })
  }
}
