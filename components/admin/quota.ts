import { formatBytes, parseBytes } from '@/lib/format/bytes';

const binaryUnits = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes as the shortest size that reads back as exactly that many: "20 GB", "5 GiB", "1234567 B". */
function exactText(bytes: number): string {
  const decimal = formatBytes(bytes);
  if (parseBytes(decimal) === bytes) return decimal;
  const power = binaryUnits.findLastIndex((_, index) => bytes % 1024 ** (index + 1) === 0);
  return power === -1 ? `${bytes} B` : `${bytes / 1024 ** (power + 1)} ${binaryUnits[power]}`;
}

/** A quota as a person writes it; empty means unlimited. What is saved unchanged stays unchanged. */
export const quotaText = (quotaBytes: number | null): string =>
  quotaBytes === null ? '' : exactText(quotaBytes);

/** What was typed: bytes, null for unlimited (empty), undefined where it cannot be read. */
export function readQuota(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  return parseBytes(text) ?? undefined;
}

export const quotaProblem = 'Write a size such as 20 GB, or leave it empty for unlimited.';
