import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'

/** What the executor must know about types while it follows a plan. */
export interface TypeRelations {
  /** Whether an object of this type answers to the condition (the type itself, or an interface or union of it). */
  satisfies(typeName: string, condition: string): boolean
  isObject(typeName: string): boolean
}

/** Type relations of a schema; give the whole supergraph, for subgraphs may answer with types that clients don't see. */
export function createTypeRelations(schema: GraphQLSchema): TypeRelations {
  return {
    isObject: (typeName) => isObjectType(schema.getType(typeName)),
    satisfies: (typeName, condition) => {
      if (typeName === condition) return true
      const abstract = schema.getType(condition)
      const type = schema.getType(typeName)
      return isAbstractType(abstract) && isObjectType(type) && schema.isSubType(abstract, type)
    },
  }
}
