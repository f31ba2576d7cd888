import { parentPort, workerData } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';

// Decodes the first picture of workerData.bytes (HEIC), upright, and posts {data: RGBA, width, height}.
const [image] = new libheif.HeifDecoder().decode(workerData.bytes);
if (!image) throw new Error('There is no picture in this HEIC file.');
const [width, height] = [image.get_width(), image.get_height()];
if (width * height > workerData.maxPixels)
  throw new Error(`${width} × ${height} is more than may be decoded.`);
image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (shown) => {
  if (!shown) throw new Error('This HEIC file is broken.');
  parentPort.postMessage({ data: shown.data, width, height }, [shown.data.buffer]);
});
