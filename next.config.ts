import type { NextConfig } from 'next';

/** Headers that do not change from request to request; the CSP carries a nonce and comes from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

const config: NextConfig = {
  distDir: process.env.SLUICE_DIST_DIR ?? '.next',
  reactCompiler: { compilationMode: 'annotation' },
  typedRoutes: true,
  poweredByHeader: false,
  // `npm run dev -- --lan`: hot reload for the phone too.
  allowedDevOrigins: process.env.SLUICE_URL ? [new URL(process.env.SLUICE_URL).hostname] : [],
  // It would cover the foot of the sidebar.
  devIndicators: false,
  // `npm test` checks types once, with tsc; whoever only starts Sluice need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // The optimiser would fetch user files through the app (RULES: bytes never pass through it).
  images: { unoptimized: true },
  serverExternalPackages: [
    'sharp',
    '@node-rs/argon2',
    'libsql',
    'graphile-worker',
    'pg',
    'libheif-js',
    'pino',
    'prom-client',
  ],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
