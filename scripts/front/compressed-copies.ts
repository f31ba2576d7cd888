/** Kinds of static files that a build compresses once, with what they are: endings of copies say nothing of that. */
export const compressedTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Encodings of the copies, best first. Browsers take Brotli by HTTPS and from localhost only. */
export const copyEncodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;
