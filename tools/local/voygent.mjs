// The finished program: its server as a child process, its command line as calls.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = process.env.VOYGENT_PROGRAM ?? join(projectFolder, 'build', 'release', 'voygent');

// Settings as the environment that the program reads; nothing of the caller's own settings gets in.
function environment(settings) {
  const out = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VOYGENT_')));
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) out['VOYGENT_' + name.toUpperCase()] = String(value);
  return out;
}

// One command: { status, out, err }.
export function command(settings, args, input = '') {
  const done = spawnSync(program, args, { env: environment(settings), input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

export function createToken(settings, name, scopes = 'read,write,publish') {
  const made = command(settings, ['token', 'create', name, '--scopes', scopes]);
  if (made.status !== 0) throw new Error(made.err);
  return made.out.trim();
}

// A running server. `log` collects what it wrote to standard error.
export async function serve(settings) {
  const child = spawn(program, ['serve', '--json', '--port', String(settings.port ?? 0)], {
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  child.stderr.setEncoding('utf8').on('data', (text) => log.push(text));
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const first = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(() => null),
  ]);
  if (first === null) throw new Error('the server did not start: ' + log.join(''));
  return {
    ...JSON.parse(first),
    pid: child.pid,
    ended,
    log: () => log.join(''),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export function stdioParameters(settings, args = []) {
  return { command: program, args: ['mcp', ...args], env: environment(settings), stderr: 'ignore' };
}
