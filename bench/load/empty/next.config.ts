import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  distDir: process.env.EMPTY_DIST_DIR ?? '.next',
  turbopack: { root: path.resolve(import.meta.dirname, '../../..') },
  typescript: { ignoreBuildErrors: true },
};
export default config;
