import { isIP } from 'node:net'
import { ChorusError, problem } from '../errors/chorus-error.ts'
import { addressesIn, isAddressRange, isInnerAddress } from './public-address.ts'

export interface HostRulesInput {
  /**
   * Hosts that may be called: names (api.example.com), names below a name (*.example.com), addresses and ranges
   * (10.0.0.0/8), or 'any-public'. Inner addresses must be listed as addresses, even where their host's name is.
   */
  readonly allowedHosts: readonly string[]
  /** Local mode: everything may be called. */
  readonly local: boolean
}

/** Decides which hosts and addresses may be called. */
export interface HostRules {
  /** @throws {ChorusError} FORBIDDEN for a host that is not listed. Addresses of names are checked when they are resolved. */
  assertHost(host: string): void
  /** @throws {ChorusError} FORBIDDEN for an inner address that is not listed. */
  assertAddress(host: string, address: string): void
}

export function createHostRules(input: HostRulesInput): HostRules {
  const listed = input.allowedHosts.map((host) => host.toLowerCase())
  const inListedRange = addressesIn(listed.filter(isAddressRange))
  const assertAddress = (host: string, address: string) => {
    if (input.local || !isInnerAddress(address) || inListedRange(address)) return
    throw refused(host, `${host} at ${address}, which is not on the public internet`)
  }
  return {
    assertAddress,
    assertHost: (host) => {
      if (input.local) return
      const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
      if (isIP(bare) !== 0) assertAddress(host, bare)
      if (listed.includes('any-public') || listed.some((pattern) => coversHost(pattern, bare))) return
      if (isIP(bare) !== 0 && inListedRange(bare)) return
      throw refused(host, host)
    },
  }
}

function coversHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host
}

function refused(host: string, found: string): ChorusError {
  return new ChorusError({
    code: 'FORBIDDEN',
    message: problem({
      expected: 'a host that this deployment allows',
      found,
      fix: 'Use another endpoint, or let a platform engineer list the host (and an inner address as address or range)',
    }),
    details: { host },
  })
}
