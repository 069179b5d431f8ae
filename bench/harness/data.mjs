// Builds the programs and the files that are measured. What is there already and still fits is kept.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

export const folder = join(projectFolder, 'build', 'bench');
export const built = (name) => join(projectFolder, 'build', 'release', name);

export function command(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: projectFolder, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.status ?? done.error}: ${done.stderr}`);
  return done.stdout;
}

export function buildAll(targets = ['benchmarks', 'voygent']) {
  mkdirSync(folder, { recursive: true });
  command('tools/setup', ['bench']);
  command('cmake', ['--preset', 'release']);
  command('cmake', ['--build', '--preset', 'release', '--target', ...targets]);
}

// Changes when the files have to be made again.
function keyOf(plan) {
  const hash = createHash('sha256').update(JSON.stringify(plan));
  const migrations = join(projectFolder, 'infra', 'cloudflare', 'migrations');
  const sources = [
    ...readdirSync(migrations).sort().map((name) => join(migrations, name)),
    ...['bench/world/dataset.cpp', 'packages/store/statements.cpp', 'packages/trip/search.cpp'].map((name) => join(projectFolder, name)),
  ];
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex');
}

function remove(path) {
  for (const end of ['', '-wal', '-shm', '.key', '.key.lock']) rmSync(path + end, { force: true });
}

// The path of a file with so many trips; `histories` as bench_data has them: ['100x10'].
export function dataFile(name, trips, histories = []) {
  const path = join(folder, `${name}.db`);
  const key = keyOf({ trips, histories });
  const stamp = `${path}.made`;
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return path;
  remove(path);
  command(built('bench_data'), [path, String(trips), ...histories]);
  writeFileSync(stamp, key);
  return path;
}

// A copy that may be changed; what was measured on the one before is forgotten.
export function workingCopy(path) {
  const copy = path.replace('.db', '-work.db');
  remove(copy);
  copyFileSync(path, copy);
  command('sync', []);
  return copy;
}

export function removeFile(path) {
  remove(path);
}

// Emmett's own file with the same trips, made from one of ours.
export function emmettFile(path) {
  const own = path.replace('.db', '-emmett.db');
  const stamp = `${own}.made`;
  const key = readFileSync(`${path}.made`, 'utf8');
  if (existsSync(own) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return own;
  remove(own);
  command(process.execPath, ['bench/peers/emmett.mjs', `--database=${own}`, `--from=${path}`, '--seed-only']);
  writeFileSync(stamp, key);
  return own;
}
