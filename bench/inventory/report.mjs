// Puts the numbers of docs/reports/data/inventory.json into docs/reports/inventory.md, between `<!-- numbers: name -->` and
// `<!-- end -->`. `node bench/inventory/report.mjs` writes; with --check it only says what would differ.
import { fileURLToPath } from 'node:url';
import { main, table, writeReport } from '../harness/report_file.mjs';

const grouped = (number) => number.toLocaleString('en-US');
const limit = 10;

function tables({ tree, threads, counts, found, runs, median }) {
  return {
    bars: table([['what', 'bar', 'measured', 'met'], [`inventory of ${grouped(counts.files)} files on ${threads} cores`, `≤ ${limit} s`, `${median} s`, median <= limit ? 'yes' : '**no**']]),
    runs: table([['run', 'seconds', 'CPU seconds', 'load before'], ...runs.map((run, i) => [i + 1, run.seconds.toFixed(2), run.cpu.toFixed(2), run.load.toFixed(1)])]),
    tree: table([['', 'number'], ['files written', grouped(tree.files)], ['bytes in them', grouped(tree.bytes)], ...Object.entries(counts).map(([name, n]) => [name.replaceAll('_', ' '), grouped(n)])]),
    found: table([['what', 'found'], ...Object.entries(found).map(([name, n]) => [name.replaceAll('_', ' '), grouped(n)])]),
  };
}

export const writeInventoryReport = (numbers, how) => writeReport('inventory', tables, numbers, how);

if (process.argv[1] === fileURLToPath(import.meta.url)) main('inventory', tables);
