// Trains one base in a thread of its own and writes its weights as 32-bit floats.
import { renameSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type Recipe, trainBase } from './train-base.ts'

const { recipe, file } = workerData as { recipe: Recipe; file: string }
const { weights } = trainBase(recipe, (report) => parentPort?.postMessage(report))
writeFileSync(`${file}.tmp`, new Uint8Array(weights.buffer))
renameSync(`${file}.tmp`, file)
