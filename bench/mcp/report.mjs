// Puts the numbers of docs/reports/data/mcp.json into docs/reports/mcp.md, between `<!-- numbers: name -->` and `<!-- end -->`.
// `node bench/mcp/report.mjs` writes; with --check it only says whether something would differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { withNumbers } from '../report.mjs';
import { tables } from './harness/tables.mjs';

const folder = join(projectFolder, 'docs', 'reports');
const dataPath = join(folder, 'data', 'mcp.json');
const textPath = join(folder, 'mcp.md');

function measured() {
  try {
    return JSON.parse(readFileSync(dataPath, 'utf8'));
  } catch {
    return {};
  }
}

// One row on one line, so that a difference can be read.
const lines = (all) => `{\n${Object.entries(all).map(([key, value]) => `"${key}": ${Array.isArray(value) ? `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]` : JSON.stringify(value)}`).join(',\n')}\n}\n`;

// Replaces what was measured before; what is not measured again stays. Returns whether the report is complete.
export function keep(news, { write }) {
  const all = { ...measured(), ...news };
  if (write) {
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(dataPath, lines(all));
  }
  if (!all.load || !all.soak) return false;
  const text = withNumbers(readFileSync(textPath, 'utf8'), tables(all));
  if (write) writeFileSync(textPath, text);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const before = readFileSync(textPath, 'utf8');
  const after = withNumbers(before, tables(measured()));
  if (!check) writeFileSync(textPath, after);
  console.log(before === after ? 'the report says what was measured' : `${check ? 'differs' : 'written'}: mcp.md`);
  process.exitCode = check && before !== after ? 1 : 0;
}
