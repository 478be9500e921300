import pc from 'picocolors'
import { createTerminal, type Terminal } from '../../services/gateway/cli/terminal/terminal.ts'
import type { PortPlan } from './port-plan.ts'
import { type ChildEvent, describeExit } from './supervise/child-events.ts'

/** Only on a terminal: CI=true alone would have them in a pipe, too. */
const colors = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true)

/** Where a start writes. Everything goes through the terminal, so that lines and display do not meet. */
export interface Output {
  readonly terminal: Terminal
  line(text: string): void
  /** For what went wrong. */
  error(text: string): void
}

/** The terminal or pipe that we run on. */
export function createOutput(env: Readonly<Record<string, string | undefined>>): Output {
  const terminal = createTerminal(process.stdout, env)
  // However we end, the cursor is there again.
  process.on('exit', () => terminal.draw([]))
  return {
    terminal,
    line: (text) => terminal.line(text),
    error: (text) => {
      terminal.draw([])
      process.stderr.write(`${text}\n`)
    },
  }
}

/** One line about a process; undefined when there is nothing to say. */
export function describeEvent(event: ChildEvent, ports: PortPlan): string | undefined {
  const name = event.name.padEnd(9)
  switch (event.type) {
    case 'ready': {
      const seconds = (event.tookMs / 1_000).toFixed(1)
      return `  ${colors.green('✓')} ${name} ready in ${seconds} s   ${colors.dim(addressOf(event.name, ports))}`
    }
    case 'died': {
      const how = describeExit(event.exitCode, event.signal)
      return `  ${colors.red('✗')} ${name} ended (${how}); starts again in ${event.retryInMs / 1_000} s`
    }
    case 'stopped':
      return `  ${colors.dim('·')} ${name} stopped`
  }
}

function addressOf(name: string, ports: PortPlan): string {
  const port = (ports as Readonly<Record<string, number>>)[name] ?? 0
  switch (name) {
    case 'postgres':
    case 'kafka':
      return `127.0.0.1:${port}`
    case 'model':
      return `http://127.0.0.1:${port}/v1`
    default:
      return `http://127.0.0.1:${port}/graphql`
  }
}
