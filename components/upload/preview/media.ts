import { maxDurationSeconds } from '@/lib/contracts/previewable';
import { CannotShow } from './sight';

/** Far behind the end of anything: a recording that does not say its length is played to its end to find out. */
const behindTheEnd = 1e9;

/** Opens a file in a media element that nobody sees, hands it over once its metadata is there, and lets go of it. */
export async function withMedia<Element extends HTMLMediaElement, Result>(
  media: Element,
  file: Blob,
  { signal, use }: { signal: AbortSignal; use: (media: Element) => Promise<Result> },
): Promise<Result> {
  const url = URL.createObjectURL(file);
  try {
    media.muted = true;
    media.preload = 'auto';
    const opened = heard(media, 'loadedmetadata', signal);
    media.src = url;
    await opened;
    return await use(media);
  } finally {
    media.removeAttribute('src');
    media.load();
    URL.revokeObjectURL(url);
  }
}

/** Goes to a moment of the film and waits until it is there. */
export async function seek(media: HTMLMediaElement, seconds: number, signal: AbortSignal): Promise<void> {
  const there = heard(media, 'seeked', signal);
  media.currentTime = seconds;
  await there;
}

/** How long it plays, to the millisecond; undefined where the browser cannot tell, or for a stream without end. */
export async function durationOf(media: HTMLMediaElement, signal: AbortSignal): Promise<number | undefined> {
  if (media.duration === Number.POSITIVE_INFINITY) await seek(media, behindTheEnd, signal);
  const seconds = Math.round(media.duration * 1000) / 1000;
  return seconds > 0 && seconds <= maxDurationSeconds ? seconds : undefined;
}

/** Resolves with the event. Throws CannotShow when the browser gives up on the file, or the time is over. */
function heard(media: HTMLMediaElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const once = { signal: ended.signal };
    const refuse = (why: string) => {
      ended.abort();
      reject(new CannotShow(why));
    };
    media.addEventListener(
      event,
      () => {
        ended.abort();
        resolve();
      },
      once,
    );
    media.addEventListener('error', () => refuse(media.error?.message ?? 'It does not play.'), once);
    signal.addEventListener('abort', () => refuse('It took too long.'), once);
    if (signal.aborted) refuse('It took too long.');
  });
}
