import { BlockList, isIP } from 'node:net';
import { PlainError } from '../plain-error';

export type TrustedProxies = { has: (address: string) => boolean };

/**
 * The proxies whose word about a client's address counts: single addresses and CIDR blocks, IPv4 and IPv6.
 * Throws PlainError naming the entry that is neither.
 */
export function parseTrustedProxies(entries: string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, ...rest] = entry.split('/');
    const version = isIP(address);
    const prefix = bits === undefined ? undefined : Number(bits);
    const isPrefix =
      prefix === undefined ||
      (Number.isInteger(prefix) && prefix >= 0 && prefix <= (version === 4 ? 32 : 128));
    if (version === 0 || rest.length > 0 || bits === '' || !isPrefix) {
      throw new PlainError(
        `SLUICE_TRUSTED_PROXIES: "${entry}" is neither an address nor a block such as 10.0.0.0/8.`,
      );
    }
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, prefix, family);
  }
  return {
    has: (address) => {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/** IPv4 as such where a dual-stack socket shows it as ::ffff:a.b.c.d; no zone. */
export function plainAddress(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain);
  return mapped?.[1] ?? plain;
}

/**
 * Who really asks. The socket's peer, unless that is a trusted proxy: then the right-most address of X-Forwarded-For
 * that is not one of ours, for everything left of it was written by the client. An entry that is no address ends the walk.
 */
export function clientAddress({
  peer,
  forwardedFor,
  trusted,
}: {
  peer: string;
  forwardedFor: string | undefined;
  trusted: TrustedProxies;
}): string {
  let client = plainAddress(peer);
  const hops = (forwardedFor ?? '').split(',').map((hop) => plainAddress(hop.trim()));
  while (trusted.has(client)) {
    const hop = hops.pop();
    if (!hop || isIP(hop) === 0) break;
    client = hop;
  }
  return client;
}
