import { fileTypeFromBuffer } from 'file-type';
import { extensionOf } from '@/lib/files/file-type';

/** How many first bytes tell a type. Source: file-type's sample size. */
export const sniffBytes = 4_100;

/** Families of types whose members share one signature, so that a file may honestly be called by any of them. */
const families: RegExp[] = [
  /^(video|audio)\/(mp4|quicktime|x-m4v|x-m4a|m4a|3gpp2?|3gpp-tt|mp4a-latm|x-m4b|x-m4p|mpeg4?)$/,
  /^(video|audio)\/(webm|x-matroska|matroska)$/,
  /^(video|audio|application)\/(ogg|opus|x-ogg|vorbis|ogm)$/,
  /^audio\/(mpeg|mp3|aac|x-aac|wav|wave|x-wav|vnd\.wave|flac|x-flac|aiff|x-aiff|amr|midi|x-ms-wma|ape|x-it|x-s3m|x-xm)$/,
  /^video\/(mpeg|mp2t|mp1s|mp2p|x-msvideo|vnd\.avi|x-flv|x-ms-asf|x-ms-wmv)$|^application\/vnd\.ms-asf$|^audio\/x-ms-wma$/,
  /^image\/(jpeg|jpg|pjpeg|jpx|jp2|jpm|jls|jxl)$/,
  /^image\/(heic|heif|avif)(-sequence)?$/,
  /^image\/(tiff|x-(adobe-dng|canon-cr2|canon-cr3|nikon-nef|sony-arw|olympus-orf|panasonic-rw2|fujifilm-raf|pentax-pef|adobe-dng|raw))$|^image\/x-/,
  /^image\/(png|apng)$|^image\/vnd\.mozilla\.apng$/,
  /^image\/(bmp|x-ms-bmp|x-icon|vnd\.microsoft\.icon)$/,
  /^application\/(zip|java-archive|epub\+zip|vnd\.|x-xpinstall|x-zip|vsix)|\+zip$|^model\/3mf$/,
  /^application\/(gzip|x-gzip|x-tar|x-compressed-tar|x-bzip2?|x-xz|zstd)$/,
  /^application\/(x-cfb|msword|vnd\.ms-|x-msi)/,
  /^application\/(pdf|postscript|illustrator)$/,
  /^(application|text|image)\/(xml|[\w.+-]+\+xml|xhtml\+xml|html|plain)$|^text\//,
  /^application\/(x-msdownload|x-dosexec|vnd\.microsoft\.portable-executable|x-elf|x-mach-binary|x-executable|x-sharedlib)$/,
];

/** Types that always begin with a signature: bytes without one are not of this type. */
const alwaysSigned =
  /^image\/(jpeg|png|gif|webp|avif|heic|heif|tiff|bmp)$|^video\/(mp4|webm|quicktime|x-matroska|x-msvideo)$|^audio\/(flac|ogg|x-wav|wav)$|^application\/(pdf|zip|gzip|x-7z-compressed|vnd\.rar|x-rar-compressed|vnd\.openxmlformats|vnd\.oasis)/;
const textual = /^text\/|^application\/(json|xml|yaml|javascript|sql|toml|x-sh|x-ndjson)$|\+(json|xml)$/;

const sameFamily = (left: string, right: string): boolean =>
  left === right || families.some((family) => family.test(left) && family.test(right));

export type Sniffed = { matches: true; mime: string } | { matches: false; found: string | null };

/** Whether bytes can be UTF-8 or (with a byte order mark) UTF-16 text. */
function looksLikeText(bytes: Uint8Array): boolean {
  const hasMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return hasMark || !bytes.includes(0);
}

type Sniff = { firstBytes: Uint8Array; name: string; declared: string };

/**
 * Decides the type from the first bytes (RULES 7). A name that promises what the bytes are not is a mismatch:
 * a page called photo.png, a program called notes.txt. An empty file keeps its declared type.
 */
export async function sniff({ firstBytes, name, declared }: Sniff): Promise<Sniffed> {
  if (firstBytes.length === 0) return { matches: true, mime: declared };
  const detected = await detect(firstBytes);
  if (!detected) {
    if (alwaysSigned.test(declared)) return { matches: false, found: null };
    if (textual.test(declared) && !looksLikeText(firstBytes))
      return { matches: true, mime: 'application/octet-stream' };
    return { matches: true, mime: declared };
  }
  if (declared === 'application/octet-stream') return { matches: true, mime: detected };
  if (sameFamily(detected, declared)) return { matches: true, mime: moreSpecific(detected, declared) };
  if (alwaysSigned.test(declared) || textual.test(declared)) return { matches: false, found: detected };
  // A type without a signature of its own in our table, such as .psd variants or .dwg: the extension stays the name.
  return { matches: true, mime: extensionOf(name) ? declared : detected };
}

async function detect(firstBytes: Uint8Array): Promise<string | null> {
  try {
    return (await fileTypeFromBuffer(firstBytes))?.mime ?? null;
  } catch {
    // Truncated or hostile containers make the parser throw: then nothing was recognised.
    return null;
  }
}

/** A container says less than what its name says of it: .docx is more than zip, .svg more than XML. */
function moreSpecific(detected: string, declared: string): string {
  return /^application\/(zip|x-cfb|xml|gzip)$/.test(detected) ? declared : detected;
}
