import { describeAsyncApi } from '../asyncapi/describe-async-api.ts'
import { toJsonText, writeOrCheck } from './write-or-check.ts'

await writeOrCheck({ files: [{ path: 'schema/asyncapi.json', text: toJsonText(describeAsyncApi()) }] })
