import type { BrowserContext } from '@playwright/test';
import type { MadeFile } from './files';

/** As cameras write it; where the browser has no encoder of it, as the open one of MP4. */
const mp4 = ['video/mp4;codecs=avc1.42E01E', 'video/mp4;codecs=vp9'];
const webm = ['video/webm;codecs=vp8'];

/**
 * A film of some seconds, 320 × 180, recorded by the browser itself: black at first, then a bright colour. A WebM of
 * this recorder does not say how long it is.
 */
export async function film(context: BrowserContext, name: string): Promise<MadeFile> {
  const page = await context.newPage();
  try {
    const { base64, type } = await page.evaluate(record, name.endsWith('.mp4') ? mp4 : webm);
    return { name, mimeType: type, buffer: Buffer.from(base64, 'base64') };
  } finally {
    await page.close();
  }
}

async function record(types: string[]): Promise<{ base64: string; type: string }> {
  const blackMs = 450;
  const wholeMs = 2_200;
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType) throw new Error(`This browser records none of ${types.join(', ')}.`);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 320, height: 180 });
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  const startedAt = performance.now();
  for (let age = 0; age < wholeMs; age = performance.now() - startedAt) {
    pen.fillStyle = age < blackMs ? '#000' : '#f4a261';
    pen.fillRect(0, 0, 320, 180);
    // Something moves, so that frames are made.
    pen.fillStyle = '#111';
    pen.fillRect((age / 10) % 320, 90, 2, 2);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { base64: btoa(binary), type: mimeType.split(';')[0] ?? mimeType };
}
