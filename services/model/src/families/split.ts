import { mix32 } from './random.ts'

/** Every question's text belongs to exactly one split; none but PRETRAIN is ever seen in pretraining. */
export type Split = 'PRETRAIN' | 'LEARN' | 'TUNE' | 'GATE' | 'REPORT'

// Shares in percent. LEARN questions are offered without answers; TUNE chooses checkpoints and settings;
// GATE promotes; REPORT is only shown.
const UPPER_BOUNDS: readonly (readonly [number, Split])[] = [
  [60, 'PRETRAIN'],
  [75, 'LEARN'],
  [80, 'TUNE'],
  [90, 'GATE'],
  [100, 'REPORT'],
]

/**
 * The split of a question. The hash mixes (xor, shift, multiply) after every character: a linear hash would tie the
 * split to the digits of the answer, and a model could learn the rule instead of the task.
 */
export function splitOf(text: string): Split {
  let hash = 0x2545f491
  for (let i = 0; i < text.length; i++) hash = mix32(hash ^ Math.imul(text.charCodeAt(i) + 1, 0x9e3779b1))
  const bucket = mix32(hash ^ text.length) % 100
  for (const [upper, split] of UPPER_BOUNDS) if (bucket < upper) return split
  return 'REPORT'
}
