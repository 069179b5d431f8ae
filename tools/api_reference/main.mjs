// node tools/api_reference/main.mjs [--check]: writes docs/api.md, or says that it is not what spec/ makes.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reference } from './reference.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const path = join(root, 'docs', 'api.md');

const text = reference(json('spec/openapi.json'), Object.fromEntries(['trips', 'templates', 'publisher'].map((server) => [server, json(`spec/mcp/${server}.json`)])));
if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error('docs/api.md is not what spec/ makes; run node tools/api_reference/main.mjs');
  process.exit(1);
}
