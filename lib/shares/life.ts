import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import type { ShareKind, ShareLabel } from '@/lib/contracts/shares';

type Asked = {
  kind: ShareKind;
  label: ShareLabel | null;
  /** Kinds of the shared files; empty for a folder, whose content changes. */
  fileKinds: FileKind[];
  maxDownloads: number | null;
};

/**
 * Seconds a link lives when nobody chose: by its label, else by the most short-lived kind it shows; for one download no
 * longer than the policy says of those. A public link is an address to build on, so it lives until it is revoked (null).
 */
export function defaultLifeSeconds(policy: Policy, asked: Asked): number | null {
  if (asked.kind === 'public') return null;
  const usual = usualLifeSeconds(policy, asked);
  return asked.maxDownloads === 1 ? Math.min(usual, policy.oneTimeShareSeconds) : usual;
}

function usualLifeSeconds(policy: Policy, { label, fileKinds }: Asked): number {
  if (label) return policy.shareSecondsByLabel[label];
  if (fileKinds.length === 0) return policy.shareSecondsByKind.other;
  return Math.min(...fileKinds.map((each) => policy.shareSecondsByKind[each]));
}
