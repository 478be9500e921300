import { ChorusError, problem } from '../errors/chorus-error.ts'

/** Guards every name that is put into SQL unquoted: lower case letters, digits and underscores, at most one dot. */
export function assertSchemaName(name: string): void {
  if (/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name)) return
  throw new ChorusError({
    code: 'INTERNAL',
    message: problem({
      expected: 'a name of lower case letters, digits and underscores',
      found: JSON.stringify(name),
      fix: 'Rename it',
    }),
  })
}
