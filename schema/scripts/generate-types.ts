import { readFile, writeFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'

/** Services whose resolvers are typed from their SDL. Which TypeScript type stands for which GraphQL type says `mappers.json`. */
const SERVICES = ['sampler', 'voter', 'trainer'] as const

const root = new URL('../../', import.meta.url)

async function readMappers(service: string): Promise<Record<string, string>> {
  const url = new URL(`services/${service}/src/graphql/mappers.json`, root)
  const text = await readFile(url, 'utf8').catch(() => '{}')
  return JSON.parse(text) as Record<string, string>
}

async function generate(service: string): Promise<{ url: URL; text: string }> {
  const sdl = await readFile(new URL(`schema/graphql/${service}.graphql`, root), 'utf8')
  const prelude = await readFile(new URL('schema/scripts/federation-prelude.graphql', root), 'utf8')
  const url = new URL(`services/${service}/src/graphql/generated.ts`, root)
  const config = {
    federation: true,
    useTypeImports: true,
    enumType: 'string-literal',
    enumsAsTypes: true,
    skipTypename: true,
    contextType: './context.ts#GraphqlContext',
    mappers: await readMappers(service),
    scalars: {
      DateTime: { input: 'string', output: 'Date | string' },
      BigInt: 'string',
      Decimal: 'string',
      ID: 'string',
    },
    maybeValue: 'T | null | undefined',
    inputMaybeValue: 'T | null | undefined',
    avoidOptionals: false,
  }
  const text = await codegen({
    filename: 'generated.ts',
    schema: parse(
      [prelude, sdl, /^type Query /m.test(sdl) ? '' : 'type Query { _service: String }'].join('\n'),
    ),
    documents: [],
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  })
  return {
    url,
    text: `// Made by \`npm run generate\` from schema/graphql/${service}.graphql. Not to be edited.\n${text}`,
  }
}

const isCheck = process.argv.includes('--check')
for (const service of SERVICES) {
  const { url, text } = await generate(service)
  if (!isCheck) {
    await writeFile(url, text)
    continue
  }
  const committed = await readFile(url, 'utf8').catch(() => '')
  if (committed !== text) {
    console.error(
      `services/${service}/src/graphql/generated.ts is not what its SDL gives: run \`npm run generate\` and commit it.`,
    )
    process.exitCode = 1
  }
}
