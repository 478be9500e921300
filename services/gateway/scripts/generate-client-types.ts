import { readdir, readFile, writeFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as typedDocuments from '@graphql-codegen/typed-document-node'
import * as operations from '@graphql-codegen/typescript-operations'
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { parse } from 'graphql'

const root = new URL('../../../', import.meta.url)
const documentsUrl = new URL('services/gateway/cli/documents/', root)
const target = new URL('services/gateway/cli/generated/operations.ts', root)

async function generate(): Promise<string> {
  const supergraph = await readFile(new URL('schema/supergraph.graphql', root), 'utf8')
  const api = transformSupergraphToPublicSchema(parse(supergraph))
  const names = (await readdir(documentsUrl)).filter((name) => name.endsWith('.graphql')).sort()
  const documents = await Promise.all(
    names.map(async (name) => ({
      location: name,
      document: parse(await readFile(new URL(name, documentsUrl), 'utf8')),
    })),
  )
  const text = await codegen({
    filename: 'operations.ts',
    schema: api,
    documents,
    config: {
      useTypeImports: true,
      enumType: 'string-literal',
      enumsAsTypes: true,
      skipTypename: true,
      documentMode: 'string',
      immutableTypes: true,
      scalars: { DateTime: 'string', BigInt: 'string', Decimal: 'string', ID: 'string' },
    },
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  })
  return `// Made by \`npm run generate\` from schema/supergraph.graphql and cli/documents. Not to be edited.\n${text}`
}

const text = await generate()
if (!process.argv.includes('--check')) {
  await writeFile(target, text)
} else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  console.error(
    'services/gateway/cli/generated/operations.ts is not what the graph and the documents give: run `npm run generate` and commit it.',
  )
  process.exitCode = 1
}
