import os from 'node:os';

type Interfaces = ReturnType<typeof os.networkInterfaces>;

/** Bridges of containers and virtual machines: addresses that a phone cannot reach. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|zt|wg|tailscale)/;

/**
 * This machine's IPv4 address in the local network, or null. Private ranges (RFC 1918) of real interfaces come first,
 * in the order of home networks.
 */
export function findLanAddress(interfaces: Interfaces = os.networkInterfaces()): string | null {
  const candidates = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(address) + (VIRTUAL.test(name) ? 10 : 0) })),
  );
  candidates.sort((one, other) => one.rank - other.rank);
  return candidates[0]?.address ?? null;
}

function rankOf(address: string): number {
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return address.startsWith('169.254.') ? 4 : 3;
}
