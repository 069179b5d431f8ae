// node bench/import/run.mjs [--quick] [--repetitions=5]: how fast dumps are read and imported, with how much memory, beside the
// SQLite shell that loads the same file. Writes docs/reports; --quick runs everything once on little data and writes nothing.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { program, projectFolder } from '../../tools/local/voygent.mjs';
import { writeDump } from './dump.mjs';
import { writeImportReport } from './report.mjs';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, repetitions: { type: 'string' } } });
const megabyte = 1_000_000;
const plan = given.quick ? { size: 3, large: 6, statements: 2, repetitions: 1 } : { size: 100, large: 1_000, statements: 10, repetitions: 5 };
plan.repetitions = Number(given.repetitions ?? plan.repetitions);

for (const args of [['--preset', 'release'], ['--build', '--preset', 'release', '--target', 'voygent', 'import_bench']]) execFileSync('cmake', args, { cwd: projectFolder, stdio: 'ignore' });
const bench = join(projectFolder, 'build', 'release', 'import_bench');
const folder = mkdtempSync(join(tmpdir(), 'voygent-import-'));
const database = join(folder, 'target.db');
const environment = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VOYGENT_'))), VOYGENT_DATABASE: database };

function removeDatabase() {
  for (const end of ['', '-wal', '-shm', '-journal', '.key', '.key.lock']) rmSync(database + end, { force: true });
}

function ask(...args) {
  const done = JSON.parse(execFileSync(bench, args, { env: environment, encoding: 'utf8' }));
  if (done.status) throw new Error(`${args.join(' ')} ended with ${done.status}`);
  return done;
}

const inOneTransaction = '(echo "BEGIN;"; cat "$1"; echo "COMMIT;") | sqlite3 "$0"';
const ways = {
  tokenizer: (file) => ask('read', file),
  'dry run': (file) => ask('run', program, 'import', file, '--dry-run'),
  import: (file) => ask('run', program, 'import', file),
  'shell, one transaction': (file) => ask('run', 'sh', '-c', inOneTransaction, database, file),
  shell: (file) => ask('run', 'sh', '-c', 'sqlite3 "$0" < "$1"', database, file),
};

const results = [];
function take(set, dump, way, repetition) {
  removeDatabase();
  const load = Number(loadavg()[0].toFixed(1));
  const { seconds, cpu, peak_kilobytes: peak } = ways[way](dump.file);
  results.push({ set, way, repetition, seconds, cpu, load, ...(peak && { peak_kilobytes: peak }) });
  console.log(`${set}, ${way}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU${peak ? `, ${(peak / 1024).toFixed(1)} MB` : ''}, load ${load}`);
}

function makeDump(name, megabytes, kind) {
  const file = join(folder, `${name}.sql`);
  return { file, about: writeDump(file, megabytes * megabyte, kind) };
}

try {
  const dumps = {};
  for (const kind of ['mix', 'small']) {
    const dump = makeDump(kind, plan.size, kind);
    dumps[kind] = dump.about;
    const order = ['tokenizer', 'dry run', 'import', 'shell, one transaction'];
    for (let repetition = 0; repetition < plan.repetitions; ++repetition)
      for (let i = 0; i < order.length; ++i) take(kind, dump, order[(i + repetition) % order.length], repetition);
    rmSync(dump.file);
  }
  const few = makeDump('statements', plan.statements, 'mix');
  dumps.statements = few.about;
  for (const way of ['shell', 'import']) take('statements', few, way, 0);
  for (const kind of ['mix', 'small']) {
    const dump = makeDump(`large ${kind}`, plan.large, kind);
    dumps[`large ${kind}`] = dump.about;
    for (const way of ['dry run', 'import']) take(`large ${kind}`, dump, way, 0);
    removeDatabase();
    rmSync(dump.file);
  }
  const report = { plan, machine: { threads: cpus().length, node: process.versions.node }, dumps, results };
  if (given.quick) {
    writeImportReport(report, { write: false });
  } else {
    mkdirSync(join(projectFolder, 'docs', 'reports', 'data'), { recursive: true });
    const rows = (list) => `[\n${list.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
    writeFileSync(join(projectFolder, 'docs', 'reports', 'data', 'import.json'), `{"plan": ${JSON.stringify(plan)},\n"machine": ${JSON.stringify(report.machine)},\n"dumps": ${JSON.stringify(dumps)},\n"results": ${rows(results)}}\n`);
    writeImportReport(report, { write: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
