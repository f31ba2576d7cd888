/** Host headers that belong to this installation; anything else may be DNS rebinding or a forgotten setting. */
export function allowedHosts({
  urls,
  port,
  lanAddress,
}: {
  urls: string[];
  port: number;
  lanAddress: string | undefined;
}): Set<string> {
  const names = ['localhost', '127.0.0.1', '[::1]', ...(lanAddress ? [lanAddress] : [])];
  return new Set([
    ...urls.map((url) => new URL(url).host),
    ...names.map((name) => new URL(`http://${name}:${port}`).host),
  ]);
}

/** True when the Host header is one of hosts; case and a written-out default port do not matter. */
export function isAllowedHost(host: string | undefined, hosts: Set<string>): boolean {
  if (!host || !/^[A-Za-z0-9.[\]:_-]+$/.test(host)) return false;
  const plain = host.toLowerCase();
  return hosts.has(plain) || hosts.has(plain.replace(/:(80|443)$/, ''));
}
