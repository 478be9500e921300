/** A place to write to: plain lines, and below them a few that are drawn again and again. */
export interface Terminal {
  /** Whether it can draw in place. */
  readonly isInteractive: boolean
  /** Characters a line; 120 in a pipe. */
  width(): number
  /** Writes a line above the drawn ones. */
  line(text: string): void
  /** Draws lines in the place of those drawn before; [] takes them away. Nothing happens where nothing can be drawn. */
  draw(lines: readonly string[]): void
}

const pipeWidth = 120
const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** A terminal on a stream, such as process.stdout. Lines longer than it is wide are the caller's fault: they break the drawing. */
export function createTerminal(stream: Stream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const isInteractive = stream.isTTY === true && env.TERM !== 'dumb' && !env.CI
  let drawn: readonly string[] = []
  const erase = () => (drawn.length === 0 ? '' : `\u001b[${drawn.length}A\u001b[0J`)
  const write = (text: string, lines: readonly string[]) => {
    const before = erase() + text
    const cursor = lines.length > 0 ? hideCursor : drawn.length > 0 ? showCursor : ''
    drawn = lines
    const all = before + lines.map((item) => `${item}\n`).join('') + cursor
    if (all !== '') stream.write(all)
  }
  return {
    isInteractive,
    width: () => (isInteractive ? (stream.columns ?? 80) : pipeWidth),
    line: (text) => write(`${text}\n`, drawn),
    draw: (lines) => {
      if (isInteractive) write('', lines)
    },
  }
}
