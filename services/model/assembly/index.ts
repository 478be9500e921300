import { CONTEXT, DIM, HEADS, HIDDEN, LAYERS, PARAMETERS, VOCAB } from './shape'

export function shapeDim(): i32 { return DIM }
export function shapeHeads(): i32 { return HEADS }
export function shapeHidden(): i32 { return HIDDEN }
export function shapeLayers(): i32 { return LAYERS }
export function shapeVocab(): i32 { return VOCAB }
export function shapeContext(): i32 { return CONTEXT }
export function shapeParameters(): i32 { return PARAMETERS }

export { trainInit, trainWeights, trainGradient, trainTokens, trainTextLengths, trainLossRows, trainLossTargets, trainLossLogProbs, trainCorrectCount, zeroGradient, zeroMoments, trainForward, trainBackward } from './train'
export { trainUpdate } from './optimize'
export { decodeInit, decodePromptTokens, decodeGroupPrompt, decodeGroupPromptLength, decodeGroupPaths, decodePathToken, decodePathIndex, decodePathPages, decodeLogits, promptLogits, modelWeights } from './decode-memory'
export { modelWritten, copyPrompt, prefill, decodeStep } from './decode'
export { logProbabilities, pickToken } from './pick'
