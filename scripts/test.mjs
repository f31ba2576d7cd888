#!/usr/bin/env node
// `npm test`: installs what is missing, then runs the steps of scripts/test/main.ts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

requireNode();
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { ensureDependencies } = await import('./dependencies.mjs');
ensureDependencies(root);
process.chdir(root);
const { register } = await import('tsx/esm/api');
register({ tsconfig: path.join(root, 'tsconfig.json') });
await import('./test/main.ts');
