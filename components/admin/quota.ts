import { formatBytes, parseBytes } from '@/lib/format/bytes';

/** A quota as a person writes it; empty means unlimited. */
export const quotaText = (quotaBytes: number | null): string =>
  quotaBytes === null ? '' : formatBytes(quotaBytes);

/** What was typed: bytes, null for unlimited (empty), undefined where it cannot be read. */
export function readQuota(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  return parseBytes(text) ?? undefined;
}

export const quotaProblem = 'Write a size such as 20 GB, or leave it empty for unlimited.';
