#!/usr/bin/env node
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isBuilt } from '../scripts/provision/build.mjs';

/** hotline <command>: from the build where it is up to date, else straight from the sources. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (isBuilt(root)) {
  await import(pathToFileURL(join(root, 'dist/src/cli.js')).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(root, 'src/cli.ts')).href);
}
