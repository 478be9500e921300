import { createKernel } from '../src/embedded/kernel.ts'
import { createPathSampler } from '../src/embedded/path-sampler.ts'
import { BOS, encode } from '../src/embedded/tokenizer.ts'

/** How the paths of every prompt are drawn. */
export type DrawSettings = {
  readonly paths: number
  readonly temperature: number
  readonly maxTokens: number
  readonly seed: number
}

/** Samples in this thread: for every prompt, its paths' texts in index order. Stops at a line feed or the end token. */
export function sampleTexts(
  weights: Float32Array,
  prompts: readonly string[],
  settings: DrawSettings,
): string[][] {
  const texts = prompts.map(() => Array.from({ length: settings.paths }, () => ''))
  const sampler = createPathSampler({
    kernel: createKernel(),
    loadWeights: () => weights,
    listener: {
      onText: () => {},
      onPath: (id, path) => {
        const row = texts[id]
        if (row !== undefined) row[path.index] = path.text
      },
      onFailure: (_, reason) => {
        throw new Error(reason)
      },
    },
  })
  for (const [id, prompt] of prompts.entries()) {
    sampler.add({
      id,
      weightsHash: 'weights',
      promptIds: [BOS, ...encode(prompt)],
      paths: Array.from({ length: settings.paths }, (_, index) => ({
        index,
        seed: (settings.seed + id * 1000 + index) & 0x7fffffff,
      })),
      temperature: settings.temperature,
      topP: 1,
      maxTokens: settings.maxTokens,
      stop: ['\n'],
      topLogprobs: null,
      streams: false,
    })
  }
  while (sampler.step()) {}
  return texts
}
