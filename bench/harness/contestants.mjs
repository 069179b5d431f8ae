// Who is measured, and how each is started.
import { spawn } from 'node:child_process';
import { built } from './data.mjs';

const cpp = (program, ...more) => ({ database, kind, durability, seconds, filter }) => [
  built(program), [`--database=${database}`, `--kind=${kind}`, `--durability=${durability}`, `--benchmark_min_time=${seconds}`, `--benchmark_filter=${filter}`, '--benchmark_format=json', ...more],
];
const node = (script, ...more) => ({ database, kind, durability, seconds, filter }) => [
  process.execPath, [`bench/peers/${script}`, `--database=${database}`, `--kind=${kind}`, `--durability=${durability}`, `--seconds=${seconds}`, `--filter=${filter}`, ...more],
];

// `own`: has a file of its own instead of ours.
export const contestants = [
  { name: 'floor', start: cpp('floor_benchmarks') },
  { name: 'store', start: cpp('floor_benchmarks', '--by=store') },
  { name: 'voygent', start: cpp('store_benchmarks') },
  { name: 'better-sqlite3', start: node('better_sqlite3.mjs') },
  { name: 'emmett', own: true, start: node('emmett.mjs', '--connection=documented') },
  { name: 'emmett, one connection', own: true, start: node('emmett.mjs', '--connection=kept') },
  { name: 'emmett on better-sqlite3', own: true, start: node('emmett.mjs', '--connection=fastest') },
];
export const contestant = (name) => contestants.find((one) => one.name === name);

// `edit_1/manual_time` is edit_1, `writers/8/real_time` is writers/8.
const plainName = (name) => name.replace(/\/(manual_time|real_time)$/, '');

function fromGoogle(row) {
  const perUs = { ns: 1e-3, us: 1, ms: 1e3 }[row.time_unit];
  return {
    name: plainName(row.name), mean_us: row.real_time * perUs, min_us: row.min_us, p50_us: row.p50_us, p95_us: row.p95_us, p99_us: row.p99_us,
    samples: row.samples ?? row.iterations, database_calls: row.database_calls, answer_bytes: row.answer_bytes, failed: row.failed,
  };
}

// Standard error goes through: what a program complains about is to be seen.
export function run(one, how) {
  const [program, args] = one.start(how);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { complaint += text; });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${one.name} ended with ${code}: ${complaint}`));
      const rows = out.trim() === '' ? [] : JSON.parse(out).benchmarks;
      return resolve(rows.map((row) => (row.time_unit ? fromGoogle(row) : row)));
    });
  });
}
