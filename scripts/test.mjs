#!/usr/bin/env node
// `npm test`: installs what is missing, then hands over to scripts/test/main.ts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

requireNode();
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { ensureDependencies } = await import('./dependencies.mjs');
ensureDependencies(root);
const { runTypeScript } = await import('./run-typescript.mjs');
runTypeScript({ root, script: 'scripts/test/main.ts' });
