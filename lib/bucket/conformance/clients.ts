import type { Endpoint } from './client';

export async function runClients(_endpoint: Endpoint): Promise<number> {
  return 1;
}
