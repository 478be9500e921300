import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { type PathContent, pathsHash } from '@chorus/schema/method/content-hash.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPathsHasher } from './create-paths-hasher.ts'

test('hashing question by question gives what hashing all paths at once gives', () => {
  const anyQuestion = fc.record({
    questionHash: fc.string().map(sha256),
    texts: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 25 }),
  })
  const anySet = fc.uniqueArray(anyQuestion, { selector: (question) => question.questionHash, maxLength: 12 })
  fc.assert(
    fc.property(anySet, (questions) => {
      const hasher = createPathsHasher()
      const inOrder = questions.toSorted((a, b) => (a.questionHash < b.questionHash ? -1 : 1))
      for (const { questionHash, texts } of inOrder) {
        hasher.addQuestion(
          questionHash,
          texts.map((text, index) => ({ index, textHash: sha256(text) })),
        )
      }
      const all = questions.flatMap(({ questionHash, texts }) =>
        texts.map((text, index): PathContent => ({ questionHash, index, text })),
      )
      expect(hasher.digest()).toBe(pathsHash(all))
    }),
  )
})
