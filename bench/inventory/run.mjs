// node bench/inventory/run.mjs [--quick] [--files=60000] [--repetitions=5]: how long the inventory of a large tree takes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { program, projectFolder } from '../../tools/local/voygent.mjs';
import { writeInventoryReport } from './report.mjs';
import { makeTree } from './tree.mjs';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, files: { type: 'string' }, repetitions: { type: 'string' } } });
const files = Number(given.files ?? (given.quick ? 2_000 : 60_000));
const repetitions = Number(given.repetitions ?? (given.quick ? 1 : 5));

const folder = mkdtempSync(join(tmpdir(), 'voygent-inventory-'));
try {
  const tree = makeTree(folder, files);
  const runs = [];
  let found;
  for (let repetition = 0; repetition < repetitions; ++repetition) {
    const load = loadavg()[0];
    const started = process.hrtime.bigint();
    const done = spawnSync('/usr/bin/env', ['bash', '-c', 'TIMEFORMAT="%U %S"; time "$0" inventory "$1" --json', program, folder], { encoding: 'utf8', maxBuffer: 1 << 30 });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (done.status !== 0) throw new Error(done.stderr);
    const [user, system] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number);
    found = JSON.parse(done.stdout);
    runs.push({ seconds: Number(seconds.toFixed(2)), cpu: Number((user + system).toFixed(2)), load: Number(load.toFixed(1)) });
    console.log(`${seconds.toFixed(2)} s, ${(user + system).toFixed(2)} s of CPU, load ${load.toFixed(1)}`);
  }
  const sorted = runs.map((run) => run.seconds).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${found.counts.files} files, median ${median} s`);
  const counts = { workers: found.workers.length, mcp_tools: found.mcp_tools.length, queries: found.queries.length, query_loops: found.query_loops.length };
  if (!given.quick) {
    mkdirSync(join(projectFolder, 'docs', 'reports', 'data'), { recursive: true });
    const report = { tree, threads: cpus().length, counts: found.counts, found: counts, runs, median };
    writeFileSync(join(projectFolder, 'docs', 'reports', 'data', 'inventory.json'), `${JSON.stringify(report, null, 1)}\n`);
    writeInventoryReport(report, { write: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
