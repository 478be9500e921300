import { Pool } from 'undici'

/** Keep-alive connections to subgraphs, one pool for each origin. Pools outlive a supergraph, so running operations keep theirs. */
export interface ConnectionPools {
  poolOf(origin: string): Pool
  close(): Promise<void>
}

const poolOptions: Pool.Options = {
  connections: 64,
  pipelining: 1,
  /** Below a server's 65 s, so that this side closes first. A server's own Keep-Alive header shortens it. */
  keepAliveTimeout: 30_000,
  connectTimeout: 5_000,
  maxResponseSize: 64 * 1024 * 1024,
}

export function createConnectionPools(): ConnectionPools {
  const pools = new Map<string, Pool>()
  return {
    poolOf: (origin) => {
      const known = pools.get(origin)
      if (known !== undefined) return known
      const made = new Pool(origin, poolOptions)
      pools.set(origin, made)
      return made
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}
