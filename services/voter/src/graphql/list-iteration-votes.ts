import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { isUuid } from '@chorus/common/src/ids/uuid.ts'
import { type PageRequest, parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import { listVotes, type VoteFilter, voteKeys } from '../store/read-votes.ts'
import type { GraphqlContext } from './context.ts'
import type { IterationVotesArgs } from './generated.ts'
import type { VotePage } from './nodes.ts'

/**
 * A page of an iteration's votes in dataset order.
 * @throws {ChorusError} BAD_USER_INPUT for a page, cursor or filter that cannot be.
 */
export async function listIterationVotes(
  iterationId: string,
  args: Partial<IterationVotesArgs>,
  context: GraphqlContext,
): Promise<VotePage> {
  const page = assertVoteCursor(parsePage(args, 2), args.after)
  const filter = parseFilter(args.filter)
  const rows = await listVotes(context.loaders.db, { project: context.project, iterationId, filter, page })
  return toConnection({ rows, page, keysOf: voteKeys, toNode: (vote) => vote })
}

function assertVoteCursor(page: PageRequest, cursor: string | null | undefined): PageRequest {
  const [position = '', id = ''] = page.after ?? ['0', '00000000-0000-0000-0000-000000000000']
  if (/^\d{1,9}$/.test(position) && isUuid(id)) return page
  throw badArgument(
    'after',
    'a cursor that this list gave',
    JSON.stringify(cursor),
    'Use `pageInfo.endCursor`',
  )
}

function parseFilter(filter: IterationVotesArgs['filter']): VoteFilter {
  return {
    outcome: filter?.outcome ?? null,
    minAgreement: parseShare('filter.minAgreement', filter?.minAgreement),
    maxAgreement: parseShare('filter.maxAgreement', filter?.maxAgreement),
  }
}

function parseShare(argument: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null
  if (value >= 0 && value <= 1) return value
  throw badArgument(argument, 'a share from 0 to 1', String(value), 'Divide percentages by 100')
}

function badArgument(argument: string, expected: string, found: string, fix: string): ChorusError {
  return new ChorusError({
    code: 'BAD_USER_INPUT',
    message: `Argument \`${argument}\`: ${problem({ expected, found, fix })}`,
  })
}
