import type { ShareDto } from '@/lib/contracts/shares';

/** What is open above the list of links. */
export type SharePanel = { type: 'link' | 'edit' | 'history'; share: ShareDto };
