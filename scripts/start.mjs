#!/usr/bin/env node
// `npm start` and `npm run dev`: installs what is missing, then becomes the supervisor in scripts/start/main.ts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

requireNode();
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { ensureDependencies } = await import('./dependencies.mjs');
ensureDependencies(root);
const { register } = await import('tsx/esm/api');
register({ tsconfig: path.join(root, 'tsconfig.json') });
await import('./start/main.ts');
