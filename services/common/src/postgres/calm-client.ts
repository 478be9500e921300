import pg from 'pg'

/**
 * A connection whose errors never end the process. The pool listens to its idle connections, but not to one that is just being
 * closed when Postgres goes down. Queries reject as ever.
 */
export class CalmClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => undefined)
  }
}
