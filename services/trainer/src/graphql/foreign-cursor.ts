import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

/** The error for a cursor that some other list gave. */
export function foreignCursor(after: string | null | undefined): ChorusError {
  const message = problem({
    expected: 'a cursor that this list gave',
    found: JSON.stringify(after),
    fix: 'Use `pageInfo.endCursor`',
  })
  return new ChorusError({ code: 'BAD_USER_INPUT', message: `Argument \`after\`: ${message}` })
}
