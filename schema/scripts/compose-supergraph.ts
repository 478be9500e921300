import { readFile, writeFile } from 'node:fs/promises'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'

/** Subgraphs in the order in which they are composed, with the address each has on one machine. */
const SUBGRAPHS = [
  { name: 'sampler', url: 'http://127.0.0.1:4001/graphql' },
  { name: 'trainer', url: 'http://127.0.0.1:4003/graphql' },
  { name: 'voter', url: 'http://127.0.0.1:4002/graphql' },
] as const

const root = new URL('../', import.meta.url)
const target = new URL('supergraph.graphql', root)

async function compose(): Promise<string> {
  const services = await Promise.all(
    SUBGRAPHS.map(async ({ name, url }) => ({
      name,
      url,
      typeDefs: parse(await readFile(new URL(`graphql/${name}.graphql`, root), 'utf8')),
    })),
  )
  const result = composeServices(services)
  if (result.errors?.length) {
    throw new Error(`The subgraphs do not compose:\n${result.errors.map((e) => `- ${e.message}`).join('\n')}`)
  }
  return `${result.supergraphSdl}\n`
}

const composed = await compose()
if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8').catch(() => '')
  if (committed !== composed) {
    console.error(
      'schema/supergraph.graphql is not what the subgraphs compose to: run `npm run generate` and commit it.',
    )
    process.exitCode = 1
  }
} else {
  await writeFile(target, composed)
}
