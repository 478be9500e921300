/** A difference between a published schema and today's. */
export type Finding = {
  /** BREAK: somebody would fail; ADDITION: allowed, and to be published with the next release. */
  readonly kind: 'BREAK' | 'ADDITION'
  /** Place in the data, for example `question.choices[]`; '' is the event itself. */
  readonly path: string
  /** What changed, whom it hurts, what to do. */
  readonly message: string
}

const INSTEAD = 'add a new version of the event beside this one, and send both until the old has no reader'

/** An allowed change. */
export function addition(path: string, what: string): Finding {
  return { kind: 'ADDITION', path, message: `${nameOf(path)} ${what}.` }
}

/** A change that somebody could not stand. */
export function breakOf(
  path: string,
  change: { readonly what: string; readonly why: string; readonly fix?: string },
): Finding {
  const fix = change.fix ?? 'Put it back'
  return {
    kind: 'BREAK',
    path,
    message: `${nameOf(path)} ${change.what}: ${change.why}. ${fix}, or ${INSTEAD}.`,
  }
}

/** A published field is gone. */
export function lostField(path: string): Finding {
  return breakOf(path, { what: 'was removed', why: 'consumers of the published version read it' })
}

/** A field that published events may lack is demanded now. */
export function newRequired(path: string): Finding {
  return breakOf(path, {
    what: 'is required now and was not when it was published',
    why: 'events that are already in the topics may lack it and would be refused',
    fix: 'Make it optional',
  })
}

/** A field that consumers count on may be missing now. */
export function nowOptional(path: string): Finding {
  return breakOf(path, {
    what: 'may be missing now and was always there when it was published',
    why: 'consumers count on it',
    fix: 'Make it required again',
  })
}

/** The JSON types that a value may have changed. */
export function retyped(
  path: string,
  types: { readonly gone: readonly string[]; readonly added: readonly string[] },
): Finding {
  const gone = types.gone.length > 0 ? [`may no longer be ${types.gone.join(' or ')}`] : []
  const added = types.added.length > 0 ? [`may now be ${types.added.join(' or ')}`] : []
  const whom =
    types.gone.length > 0
      ? 'events already in the topics would be refused'
      : 'consumers expect the published type'
  return breakOf(path, { what: [...gone, ...added].join(' and '), why: whom })
}

function nameOf(path: string): string {
  return path === '' ? 'The event' : `\`${path}\``
}
