import type { ShareDto } from '@/lib/contracts/shares';

/** What a link is called in lists: its folder, or its first file. */
export const shareName = ({ folder, files }: ShareDto): string =>
  folder?.name ?? files?.[0]?.name ?? 'Deleted files';
