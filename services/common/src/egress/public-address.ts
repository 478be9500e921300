import { BlockList, isIP, isIPv6 } from 'node:net'
import { ChorusError, problem } from '../errors/chorus-error.ts'

/** Ranges that are not the public internet: private, loopback, link-local, shared, documentation, multicast, embedded IPv4. */
const innerRanges = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

/** Whether a text is an address or a range such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const most = isIPv6(address) ? 128 : 32
  return (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

/** A test for addresses in any of the ranges. An IPv4 address inside IPv6 (::ffff:…) counts as what it is. */
export function addressesIn(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (!isAddressRange(range)) throw badRange(range)
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Whether an address is not on the public internet. */
export const isInnerAddress: (address: string) => boolean = addressesIn(innerRanges)

function badRange(range: string): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: 'an address or a range such as 10.0.0.0/8',
      found: range,
      fix: 'Correct the list',
    }),
  })
}
