import type { StorageHandle } from './client';

/**
 * Refuses, before any request, to change a key outside the installation's prefix: the bucket may be shared.
 * Throws RangeError, for it is a fault in our own code.
 */
export function assertOwnKeys(keys: readonly string[], on: StorageHandle): void {
  const { prefix } = on.config;
  const foreign = keys.find((key) => !key.startsWith(prefix) || key.length === prefix.length);
  if (foreign !== undefined)
    throw new RangeError(`not a key of this installation: ${JSON.stringify(foreign)}`);
}
