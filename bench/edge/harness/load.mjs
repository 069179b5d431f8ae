// wrk on one worker, and what its process spent meanwhile.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { folder } from './prepare.mjs';
import { cpuUs } from './process.mjs';
import { actions } from './requests.mjs';

const script = fileURLToPath(new URL('requests.lua', import.meta.url));
let number = Date.now() * 1_000;

function fileOf(action, trips) {
  const path = join(folder, `edge-${action.replace(/\W/g, '-')}.txt`);
  const rows = trips.map((trip) => actions[action](trip, '@@'));
  writeFileSync(path, rows.map(({ method, path: target, body = '' }) => `${method}\t${target}\t${body}\n`).join(''));
  return path;
}

export async function load(server, action, { trips, token, connections, seconds }) {
  const before = cpuUs(server.pid);
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, server.url, '--', fileOf(action, trips), token, String(number)]);
  const cpu = cpuUs(server.pid) - before;
  const measured = JSON.parse(stdout.trim().split('\n').at(-1));
  number += measured.requests + 1_000;
  if (measured.requests === 0) throw new Error(`no request was answered: ${stdout}`);
  return {
    per_second: measured.requests / (measured.us / 1e6), cpu_us: cpu / measured.requests, p50_us: measured.p50_us, p95_us: measured.p95_us, p99_us: measured.p99_us,
    requests: measured.requests, errors: measured.errors,
  };
}
