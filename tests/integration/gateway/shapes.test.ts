import { parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from './start-graph.ts'
import type { Resolver, SubgraphDefinition } from './world.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject"])`

const media: Record<string, object> = {
  b1: { __typename: 'Book', id: 'b1', title: 'Emma', pages: 400, size: 1 },
  f1: { __typename: 'Film', id: 'f1', title: 'Alien', size: 'long', subtitle: 'In space' },
}
const byId = (({ id }: { id: string }) => media[id]) as Resolver

/** Rarer shapes of federation: an interface object, unions whose members disagree, keys that are not ids. */
const definitions: SubgraphDefinition[] = [
  {
    name: 'media',
    typeDefs: parse(`${link}
      type Query { media: [Media!]! things: [Thing] }
      union Thing = Book | Film
      interface Media @key(fields: "id") { id: ID! title: String! }
      type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int size: Int shelf: Shelf }
      type Film implements Media @key(fields: "id") { id: ID! title: String! size: String subtitle: String! }
      type Shelf @key(fields: "room { floor name } row") { room: Room! row: Int! }
      type Room @shareable { floor: Int! name: String! }`),
    resolvers: {
      Query: { media: () => Object.values(media), things: () => [media.b1, null, media.f1] },
      Book: {
        __resolveReference: byId,
        shelf: () => ({ room: { floor: 2, name: 'east' }, row: 4 }),
      },
      Film: { __resolveReference: byId },
      Media: { __resolveReference: byId },
    },
  },
  {
    name: 'reviews',
    typeDefs: parse(`${link}
      type Query { reviewed: [Media!]! }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int! notes: [Note!]! }
      union Note = Text | Score
      type Text { of: Media! value: String }
      type Score { of: Media! value: Int }
      type Shelf @key(fields: "room { floor name } row") {
        room: Room! row: Int!
        dusty: Boolean
        label: String
      }
      type Room @shareable { floor: Int! name: String! }`),
    resolvers: {
      Query: { reviewed: () => [{ __typename: 'Media', id: 'f1' }] },
      Media: {
        stars: ((source: { id: string }) => (source.id === 'b1' ? 5 : 3)) as Resolver,
        notes: ((source: object) => [
          { __typename: 'Text', of: source, value: 'good' },
          { __typename: 'Score', of: source, value: 9 },
        ]) as Resolver,
      },
      Shelf: {
        dusty: ((shelf: { room: { floor: number } }) => shelf.room.floor > 1) as Resolver,
        label: ((shelf: { room: { name: string }; row: number }) =>
          `${shelf.room.name} ${shelf.row}`) as Resolver,
      },
    },
  },
]

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph(definitions)
})
afterAll(() => graph?.stop())

const emma = { __typename: 'Book', title: 'Emma', stars: 5 }
const alien = { __typename: 'Film', title: 'Alien', stars: 3 }

test.each<[string, string, unknown]>([
  [
    'an interface object adds fields to every type',
    '{ media { __typename title stars } }',
    { media: [emma, alien] },
  ],
  [
    'objects of an interface object get their true type',
    '{ reviewed { stars __typename title ... on Film { size } } }',
    { reviewed: [{ stars: 3, __typename: 'Film', title: 'Alien', size: 'long' }] },
  ],
  [
    'an interface object alone needs no other subgraph',
    '{ reviewed { id stars } }',
    { reviewed: [{ id: 'f1', stars: 3 }] },
  ],
  [
    'members of a union may disagree about a field',
    '{ things { ... on Book { s: size a: title stars } ... on Film { t: size a: subtitle stars } } }',
    { things: [{ s: 1, a: 'Emma', stars: 5 }, null, { t: 'long', a: 'In space', stars: 3 }] },
  ],
  [
    'also below an entity of another subgraph, and back',
    '{ media { notes { ... on Text { text: value of { title } } ... on Score { score: value of { stars } } } } }',
    {
      media: ['Emma', 'Alien'].map((title) => ({
        notes: [
          { text: 'good', of: { title } },
          { score: 9, of: { stars: title === 'Emma' ? 5 : 3 } },
        ],
      })),
    },
  ],
  [
    'keys of several nested fields',
    '{ media { ... on Book { shelf { dusty label row } } } }',
    { media: [{ shelf: { dusty: true, label: 'east 4', row: 4 } }, {}] },
  ],
])('%s', async (_name, query, data) => {
  const answer = await graph.ask(query)
  expect(answer.errors).toBeUndefined()
  expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data))
})
