import {
  type ASTNode,
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  visit,
} from 'graphql'

const keptDirectives: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy', 'oneOf'])
const executableLocations: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
])

/**
 * The schema that clients see: the supergraph without federation's own types and directives, and without what is @inaccessible.
 * @throws {GraphQLError} when the document is not a schema.
 */
export function buildApiSchema(supergraph: DocumentNode): GraphQLSchema {
  const features = readFeatures(supergraph)
  const isHidden = (node: ASTNode) =>
    'directives' in node &&
    (node.directives ?? []).some((directive) => directive.name.value === features.inaccessible)
  const hiddenTypes = new Set(
    supergraph.definitions.flatMap((node) =>
      'name' in node && node.name && (features.owns(node.name.value) || isHidden(node))
        ? [node.name.value]
        : [],
    ),
  )
  const keepVisible = (types: readonly NamedTypeNode[]) =>
    types.filter((type) => !hiddenTypes.has(type.name.value))
  const document = visit(supergraph, {
    enter: (node) => {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return keepsDefinition(node, features) ? undefined : null
      if (isHideable(node) && isHidden(node)) return null
      if (isTypeDefinition(node) && hiddenTypes.has(node.name.value)) return null
      if (node.kind === Kind.OPERATION_TYPE_DEFINITION && hiddenTypes.has(node.type.name.value)) return null
      if (node.kind === Kind.DIRECTIVE) return keptDirectives.has(node.name.value) ? undefined : null
      return undefined
    },
    leave: (node) => {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) return { ...node, types: keepVisible(node.types ?? []) }
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        return { ...node, interfaces: keepVisible(node.interfaces ?? []) }
      }
      return undefined
    },
  })
  return buildASTSchema(document)
}

interface Features {
  /** Whether a definition's name belongs to a specification linked into the supergraph, such as join__Graph. */
  owns(name: string): boolean
  /** The name under which @inaccessible is used. */
  readonly inaccessible: string
}

function readFeatures(supergraph: DocumentNode): Features {
  const names = new Set(['link', 'join', 'core'])
  let inaccessible = 'inaccessible'
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue
    for (const directive of node.directives ?? []) {
      const url = stringArgument(directive, 'url') ?? stringArgument(directive, 'feature')
      const specification = url?.match(/\/([^/]+)\/v\d+\.\d+\/?$/)?.[1]
      if (specification === undefined) continue
      const name = stringArgument(directive, 'as') ?? specification
      names.add(name)
      if (specification === 'inaccessible') inaccessible = name
    }
  }
  return {
    inaccessible,
    owns: (name) => names.has(name) || (names.has(name.split('__', 1)[0] ?? '') && name.includes('__')),
  }
}

/** The text of a directive's argument; undefined when it is absent or no string. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}

function keepsDefinition(
  node: Extract<ASTNode, { kind: Kind.DIRECTIVE_DEFINITION }>,
  features: Features,
): boolean {
  return (
    !features.owns(node.name.value) &&
    node.locations.every((location) => executableLocations.has(location.value))
  )
}

function isTypeDefinition(
  node: ASTNode,
): node is Extract<ASTNode, { kind: `${string}TypeDefinition`; readonly name: unknown }> {
  return node.kind.endsWith('TypeDefinition') && node.kind !== Kind.OPERATION_TYPE_DEFINITION
}

function isHideable(
  node: ASTNode,
): node is Extract<
  ASTNode,
  { kind: Kind.FIELD_DEFINITION | Kind.INPUT_VALUE_DEFINITION | Kind.ENUM_VALUE_DEFINITION }
> {
  return (
    node.kind === Kind.FIELD_DEFINITION ||
    node.kind === Kind.INPUT_VALUE_DEFINITION ||
    node.kind === Kind.ENUM_VALUE_DEFINITION
  )
}
