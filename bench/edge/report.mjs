// Puts the numbers of docs/reports/data/edge.json into docs/reports/edge.md and edge-language.md, between `<!-- numbers: name -->` and
// `<!-- end -->`. `node bench/edge/report.mjs` writes; with --check it only says whether something would differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { withNumbers } from '../report.mjs';
import { languageTables, tables } from './harness/tables.mjs';

const folder = join(projectFolder, 'docs', 'reports');
const dataPath = join(folder, 'data', 'edge.json');
const texts = { 'edge.md': tables, 'edge-language.md': languageTables };

// One row on one line, so that a difference can be read.
const lines = (all) => `{\n${Object.entries(all).map(([key, value]) => `"${key}": ${Array.isArray(value) ? `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]` : JSON.stringify(value)}`).join(',\n')}\n}\n`;

// The texts that say something else than the numbers.
function different(measured, { write }) {
  return Object.entries(texts).filter(([name, make]) => {
    const path = join(folder, name);
    const before = readFileSync(path, 'utf8');
    const after = withNumbers(before, make(measured));
    if (write && before !== after) writeFileSync(path, after);
    return before !== after;
  }).map(([name]) => name);
}

export function keep(measured, { write }) {
  if (write) writeFileSync(dataPath, lines(measured));
  different(measured, { write });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const changed = different(JSON.parse(readFileSync(dataPath, 'utf8')), { write: !check });
  console.log(changed.length === 0 ? 'the reports say what was measured' : `${check ? 'differ' : 'written'}: ${changed.join(', ')}`);
  process.exitCode = check && changed.length > 0 ? 1 : 0;
}
