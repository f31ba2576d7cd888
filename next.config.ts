import type { NextConfig } from 'next';
import { fixedHeaders } from './lib/platform/fixed-headers';

const isDevelopment = process.env.NODE_ENV === 'development';

const config: NextConfig = {
  distDir: process.env.SLUICE_DIST_DIR ?? '.next',
  typedRoutes: true,
  poweredByHeader: false,
  // `npm run dev -- --lan`: hot reload for the phone too.
  allowedDevOrigins: process.env.SLUICE_URL ? [new URL(process.env.SLUICE_URL).hostname] : [],
  // It would cover the foot of the sidebar.
  devIndicators: false,
  // `npm test` checks types once, with tsc; whoever only starts Sluice need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // A third of a build's time and half its bytes. Browsers are given none; stacks in logs name places in chunks, as before.
  experimental: { turbopackSourceMaps: isDevelopment, turbopackInputSourceMaps: isDevelopment },
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
  headers: async () => [
    { source: '/:path*', headers: Object.entries(fixedHeaders).map(([key, value]) => ({ key, value })) },
  ],
};

export default config;
