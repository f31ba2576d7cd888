import { brightnessOf, isDark, momentsOf } from './darkness';
import { durationOf, seek, withMedia } from './media';
import { CannotShow, fitPicture, type Sight } from './sight';
import { createCanvas, toJpeg } from './to-jpeg';

/** Enough pixels to tell night from day. */
const sampleEdge = 32;

/** Size, length and one frame of a video: the first that is not black, else the least dark of those looked at. */
export function seeVideo(file: Blob, signal: AbortSignal): Promise<Sight> {
  const video = document.createElement('video');
  video.playsInline = true;
  return withMedia(video, file, {
    signal,
    use: async () => {
      const { videoWidth: width, videoHeight: height } = video;
      const durationSeconds = await durationOf(video, signal);
      const known = durationSeconds === undefined ? {} : { durationSeconds };
      // Sound in a container for films.
      if (width === 0 || height === 0) return known;
      return { ...known, width, height, ...(await tryFrame(video, momentsOf(durationSeconds), signal)) };
    },
  });
}

/** A film whose frames cannot be decoded still has its size and its length. */
async function tryFrame(
  video: HTMLVideoElement,
  moments: number[],
  signal: AbortSignal,
): Promise<Pick<Sight, 'picture'>> {
  try {
    return { picture: await brightestFrame(video, moments, signal) };
  } catch (error) {
    if (error instanceof CannotShow) return {};
    throw error;
  }
}

async function brightestFrame(
  video: HTMLVideoElement,
  moments: number[],
  signal: AbortSignal,
): Promise<Blob> {
  const { canvas, pen } = createCanvas(fitPicture(video.videoWidth, video.videoHeight));
  const sample = createCanvas({ width: sampleEdge, height: sampleEdge });
  let brightest = -1;
  for (const moment of moments) {
    await seek(video, moment, signal);
    sample.pen.drawImage(video, 0, 0, sampleEdge, sampleEdge);
    const brightness = brightnessOf(sample.pen.getImageData(0, 0, sampleEdge, sampleEdge).data);
    if (brightness > brightest) {
      brightest = brightness;
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    }
    if (!isDark(brightness)) break;
  }
  return toJpeg(canvas);
}
