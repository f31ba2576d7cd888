import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Says whether a Host header names us: loopback names, the bound address, names given by the operator; when bound to
 * every address, those of this machine. Keeps pages of other sites from reaching the port by a name of theirs.
 */
export function hostAllowList(
  boundHost: string,
  allowedHosts: string[],
): (header: string | undefined) => boolean {
  const names = new Set(
    ['localhost', '127.0.0.1', '::1', boundHost, ...allowedHosts].map((name) => name.toLowerCase()),
  );
  if (boundHost === '0.0.0.0' || boundHost === '::')
    for (const addresses of Object.values(networkInterfaces()))
      for (const { address } of addresses ?? []) names.add(address);
  return (header) => {
    const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? '');
    const name = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
    const isLoopback = isIP(name) === 4 && name.startsWith('127.');
    return names.has(name) || isLoopback || name.endsWith('.localhost');
  };
}
