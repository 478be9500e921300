import type { Database } from '@chorus/common/src/postgres/database.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import { checkText } from '../input/check-text.ts'
import { MAX_NAME_LENGTH } from '../input/issue.ts'
import { checkPromptSet, DEFAULT_PROMPT_SET } from '../prompts/check-prompt-set.ts'
import { insertPromptSet } from '../store/insert-prompt-set.ts'
import type { CreatePromptSetInput, MutationResolvers } from './generated.ts'
import { runMutation } from './run-mutation.ts'

/** The mutation of prompt sets. */
export function promptSetMutations(db: Database): Required<Pick<MutationResolvers, 'createPromptSet'>> {
  return {
    createPromptSet: async (_parent, { input }, context) => {
      const content = toContent(input)
      const rule = { path: ['name'], what: 'a name', maxLength: MAX_NAME_LENGTH }
      const { id, issues } = await runMutation({
        db,
        context,
        name: 'createPromptSet',
        input,
        idempotencyKey: input.idempotencyKey,
        issues: [...checkText(input.name, rule), ...checkPromptSet(content)],
        work: async (tx, newId) => {
          await insertPromptSet(tx, { id: newId, project: context.project, name: input.name }, content)
          return newId
        },
      })
      const promptSet = id === null ? null : await context.loaders.promptSet.load(id)
      return { promptSet, errors: [...issues] }
    },
  }
}

function toContent(input: CreatePromptSetInput): PromptSetContent {
  return {
    systemPrompt: input.systemPrompt ?? null,
    exemplars: input.exemplars.map(({ question, reasoning, answer }) => ({ question, reasoning, answer })),
    questionTemplate: input.questionTemplate ?? DEFAULT_PROMPT_SET.questionTemplate,
    stepByStepTrigger: input.stepByStepTrigger ?? DEFAULT_PROMPT_SET.stepByStepTrigger,
    answerMarker: input.answerMarker ?? DEFAULT_PROMPT_SET.answerMarker,
    stop: input.stop ?? [],
  }
}
