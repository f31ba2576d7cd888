import { durationOf, withMedia } from './media';
import type { Sight } from './sight';

/** How long a recording plays. */
export function seeAudio(file: Blob, signal: AbortSignal): Promise<Sight> {
  return withMedia(document.createElement('audio'), file, {
    signal,
    use: async (audio) => {
      const durationSeconds = await durationOf(audio, signal);
      return durationSeconds === undefined ? {} : { durationSeconds };
    },
  });
}
