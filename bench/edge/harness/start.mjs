// From the start of a fresh workerd to its first answer. What the parts of the core take is the difference between workers that go
// one step further each.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { edgeSecret } from '../../../tools/local/edge.mjs';
import { projectFolder } from '../../../tools/local/voygent.mjs';

const program = createRequire(import.meta.url)('workerd').default;
const root = join(projectFolder, 'build', 'bench', 'start');
const answer = 'export default { fetch: () => new Response("ok") };';
const steps = {
  nothing: answer,
  compiled: `import module from './core.wasm'; globalThis.kept = module; ${answer}`,
  instantiated: `import module from './core.wasm'; const { exports } = new WebAssembly.Instance(module, {}); exports._initialize(); globalThis.kept = exports; ${answer}`,
};

const text = (value) => JSON.stringify(value);
const moduleRow = (name) => `(name = ${text(name)}, ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed ${text(name)})`;
const configuration = (names, variables) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)], sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
const main :Workerd.Worker = (
  modules = [${names.map(moduleRow).join(', ')}],
  bindings = [${Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`).join(', ')}],
  compatibilityDate = "2026-04-01",
);
`;

// A folder with a worker as plain `workerd` serves it.
function worker(name, files) {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, from] of Object.entries(files)) {
    if (from.content !== undefined) writeFileSync(join(folder, file), from.content);
    else copyFileSync(from.path, join(folder, file));
  }
  const variables = { VOYGENT_SECRET: edgeSecret, VOYGENT_PUBLIC_URL: 'http://127.0.0.1' };
  const names = Object.keys(files).sort((a, b) => Number(b.endsWith('.js')) - Number(a.endsWith('.js')));
  writeFileSync(join(folder, 'config.capnp'), configuration(names, variables));
  return join(folder, 'config.capnp');
}
const bundled = (folder) => Object.fromEntries(readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name)).map((name) => [name, { path: join(folder, name) }]));

// Milliseconds: until it listens, and until it has answered.
async function start(config) {
  const begun = performance.now();
  const child = spawn(program, ['serve', '--experimental', '--control-fd=3', config], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    child.stdio[3].setEncoding('utf8').on('data', (line) => resolve(JSON.parse(line.split('\n')[0]).port));
    ended.then((code) => reject(new Error(`workerd ended with ${code}`)));
  });
  const listening = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  await response.arrayBuffer();
  const done = performance.now();
  child.kill('SIGKILL');
  await ended;
  if (response.status !== 200) throw new Error(`${config}: ${response.status}`);
  return { listening_ms: listening - begun, answered_ms: done - begun };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// Each in turns: { name, listening_ms, answered_ms, more_ms }, where more_ms is what it takes longer than an empty worker.
export async function starts({ voygent, javascript }, { rounds, say }) {
  const core = { path: join(projectFolder, 'build', 'wasm', 'core.wasm') };
  const workers = Object.entries(steps).map(([name, content]) => [name, worker(name, { 'index.js': { content }, ...(name === 'nothing' ? {} : { 'core.wasm': core }) })]);
  workers.push(['voygent', worker('voygent', bundled(voygent))], ['javascript', worker('javascript', bundled(javascript))]);
  const seen = Object.fromEntries(workers.map(([name]) => [name, []]));
  await fetch('http://127.0.0.1:9/').catch(() => {});  // what fetch loads at its first use
  for (let round = 0; round < rounds; ++round) {
    say(`fresh processes, round ${round + 1} of ${rounds}`);
    for (const [name, config] of workers) seen[name].push(await start(config));
  }
  const rounded = (value) => Math.round(value * 10) / 10;
  const of = (name, key) => median(seen[name].map((one) => one[key]));
  return workers.map(([name]) => ({
    name, listening_ms: rounded(of(name, 'listening_ms')), answered_ms: rounded(of(name, 'answered_ms')),
    more_ms: rounded(median(seen[name].map((one, i) => one.answered_ms - seen.nothing[i].answered_ms))),
  }));
}

// Of the bundle that would be sent: bytes, and as `gzip -9` has them.
export function sizeOf(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name));
  const sizes = names.map((name) => {
    const path = join(folder, name);
    return [readFileSync(path).length, Number(execFileSync('sh', ['-c', 'gzip -9c "$0" | wc -c', path], { encoding: 'utf8' }))];
  });
  return { bytes: sizes.reduce((sum, [bytes]) => sum + bytes, 0), gzip_bytes: sizes.reduce((sum, [, bytes]) => sum + bytes, 0) };
}
