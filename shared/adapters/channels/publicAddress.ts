import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The code of the error with which a connection ends that would have led into a private network. */
export const PRIVATE_ADDRESS = 'PRIVATE_ADDRESS';

/** Thrown where a name leads to an address that is not public. */
class PrivateAddress extends Error {
  readonly code = PRIVATE_ADDRESS;
  constructor() {
    super('expected a name that leads to public addresses only; it leads to another');
    this.name = 'PrivateAddress';
  }
}

/** IANA's special-purpose registries (RFC 6890 and its updates), and the address at which Azure's hosts answer their guests. */
const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/**
 * Global unicast, less what is kept for documentation and what has an IPv4 address inside (Teredo, 6to4), which could be anything. Whatever
 * else carries one (mapped `::ffff:0:0/96`, NAT64 `64:ff9b::/96`) lies outside, as do loopback, link-local, unique-local and multicast.
 */
const PUBLIC_IPV6 = '2000::/3';
const NOT_PUBLIC_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublicIpv4 = blockList(NOT_PUBLIC_IPV4, 'ipv4');
const publicIpv6 = blockList([PUBLIC_IPV6], 'ipv6');
const notPublicIpv6 = blockList(NOT_PUBLIC_IPV6, 'ipv6');

/** False for every address that is not reachable from the whole internet, and for what is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublicIpv4.check(address, 'ipv4');
    case 6:
      // One with a zone is meant for a link of this machine.
      return !address.includes('%') && publicIpv6.check(address, 'ipv6') && !notPublicIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for one connection that fails where any address of the name is not public. The connection goes to the very addresses that were
 * judged, so that a name which changes its mind between the question and the connection gains nothing.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new PrivateAddress(), '');
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function blockList(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix = ''] = subnet.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
