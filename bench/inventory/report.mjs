// Puts the numbers of docs/reports/data/inventory.json into docs/reports/inventory.md, between `<!-- numbers: name -->` and
// `<!-- end -->`. `node bench/inventory/report.mjs` writes; with --check it only says what would differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { withNumbers } from '../report.mjs';

const folder = join(projectFolder, 'docs', 'reports');
const grouped = (number) => number.toLocaleString('en-US');
const table = (rows) => rows.map((row, i) => `| ${row.join(' | ')} |${i === 0 ? `\n|${row.map((_, k) => (k === 0 ? '---|' : '---:|')).join('')}` : ''}`).join('\n');
const limit = 10;

function tables({ tree, threads, counts, found, runs, median }) {
  return {
    bars: table([['what', 'bar', 'measured', 'met'], [`inventory of ${grouped(counts.files)} files on ${threads} cores`, `≤ ${limit} s`, `${median} s`, median <= limit ? 'yes' : '**no**']]),
    runs: table([['run', 'seconds', 'CPU seconds', 'load before'], ...runs.map((run, i) => [i + 1, run.seconds.toFixed(2), run.cpu.toFixed(2), run.load.toFixed(1)])]),
    tree: table([['', 'number'], ['files written', grouped(tree.files)], ['bytes in them', grouped(tree.bytes)], ...Object.entries(counts).map(([name, n]) => [name.replaceAll('_', ' '), grouped(n)])]),
    found: table([['what', 'found'], ...Object.entries(found).map(([name, n]) => [name.replaceAll('_', ' '), grouped(n)])]),
  };
}

// Returns whether the file differed.
export function writeReport(report, { write }) {
  const path = join(folder, 'inventory.md');
  const now = readFileSync(path, 'utf8');
  const next = withNumbers(now, tables(report));
  if (write && next !== now) writeFileSync(path, next);
  return next !== now;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const different = writeReport(JSON.parse(readFileSync(join(folder, 'data', 'inventory.json'), 'utf8')), { write: !check });
  console.log(different ? `${check ? 'differs' : 'written'}: inventory.md` : 'the report says what was measured');
  process.exitCode = check && different ? 1 : 0;
}
