import type { FileDto } from '@/lib/contracts/files';
import type { Change } from './pending';

/** What one tab tells the others of the same person, after the server has agreed to it. */
export type TabMessage =
  | { type: 'changed'; change: Change }
  | { type: 'arrived'; files: readonly FileDto[] }
  | { type: 'folders' };

export type TabChannel = {
  tell(message: TabMessage): void;
  listen(hear: (message: TabMessage) => void): () => void;
};

/** Other tabs of this person in this browser. Where BroadcastChannel is missing each tab is alone. */
export function createTabChannel(userId: string, about: 'files' | 'folders'): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return lonelyTab;
  let channel: BroadcastChannel | null = null;
  const open = () => {
    channel ??= new BroadcastChannel(`sluice-${about}-${userId}`);
    return channel;
  };
  return {
    tell: (message) => open().postMessage(message),
    listen(hear) {
      const listener = ({ data }: MessageEvent<TabMessage>) => hear(data);
      open().addEventListener('message', listener);
      return () => {
        channel?.close();
        channel = null;
      };
    },
  };
}

export const lonelyTab: TabChannel = { tell: () => {}, listen: () => () => {} };
