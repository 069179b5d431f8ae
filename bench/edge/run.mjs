// node bench/edge/run.mjs [--quick] [--built] [--repetitions=3] [--seconds=3]: the worker beside the same worker in plain JavaScript, in the
// engine of Workers, in one run and in turns; writes docs/reports/data/edge.json and the tables of docs/reports/edge.md. --quick:
// everything once and short, and nothing is written; --built: what is built already is measured.
import { mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { command } from '../harness/data.mjs';
import { medians } from '../mcp/harness/medians.mjs';
import { isolateCosts, record } from './harness/isolate.mjs';
import { load } from './harness/load.mjs';
import { folder, prepare } from './harness/prepare.mjs';
import { memoryMb } from './harness/process.mjs';
import { actions } from './harness/requests.mjs';
import { compare, startBoth } from './harness/servers.mjs';
import { sizeOf, starts } from './harness/start.mjs';
import { keep } from './report.mjs';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, built: { type: 'boolean', default: false }, repetitions: { type: 'string' }, seconds: { type: 'string' } } });
const plan = given.quick
  ? { trips: 3, repetitions: 1, seconds: 1, connections: [1, 32], rounds: 1, count: 100, starts: 2 }
  : { trips: 20, repetitions: 3, seconds: 3, connections: [1, 32], rounds: 9, count: 3_000, starts: 15 };
plan.repetitions = Number(given.repetitions ?? plan.repetitions);
plan.seconds = Number(given.seconds ?? plan.seconds);

const started = Date.now();
const say = (text) => console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${text}, load ${loadavg()[0].toFixed(1)}`);

mkdirSync(folder, { recursive: true });
if (!given.built) {
  say('building');
  for (const [preset, target] of [['release', 'voygent'], ['wasm', 'core_module']]) {
    command('cmake', ['--preset', preset]);
    command('cmake', ['--build', '--preset', preset, '--target', target]);
  }
}

await prepare();
const recorded = await record();
const isolate = await isolateCosts(recorded, { ...plan, say });

const both = await startBoth(plan);
const { servers, trips, token } = both;
const bundles = { voygent: join(projectFolder, 'build', 'edge', 'staging'), javascript: join(projectFolder, 'build', 'edge', 'peer') };
try {
  await compare(both);
  say('both answer alike');
  const runs = new Map();
  for (const server of servers) for (const action of Object.keys(actions)) await load(server, action, { trips, token, connections: 8, seconds: 1 });
  for (let repetition = 0; repetition < plan.repetitions; ++repetition)
    for (const action of Object.keys(actions)) {
      say(`${action}, repetition ${repetition + 1} of ${plan.repetitions}`);
      for (const connections of plan.connections)
        for (const server of repetition % 2 === 0 ? servers : [...servers].reverse()) {
          const where = JSON.stringify({ action, connections, worker: server.name });
          runs.set(where, [...(runs.get(where) ?? []), await load(server, action, { trips, token, connections, seconds: plan.seconds })]);
        }
    }
  const rows = [...runs].map(([where, list]) => ({ ...JSON.parse(where), ...medians(list) }));
  const memory = servers.map(({ name, pid }) => ({ worker: name, ...memoryMb(pid) }));
  await compare(both);
  const starting = await starts(bundles, { rounds: plan.starts, say });
  const sizes = Object.entries(bundles).map(([worker, path]) => ({ worker, ...sizeOf(path) }));
  const counts = recorded.flatMap(({ action, counts: of }) => Object.entries(of).map(([worker, row]) => ({ action, worker, ...row })));
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  keep({ plan, machine: { threads: cpus().length, node: process.versions.node }, load: rows, isolate, counts, starts: starting, sizes, memory }, { write: !given.quick });
  say(given.quick ? `everything runs, ${errors} errors` : `docs/reports/edge.md is written, ${errors} errors`);
  if (errors > 0) process.exitCode = 1;
} finally {
  for (const server of servers) await server.stop();
}
