// node bench/mcp/run.mjs [--quick] [--repetitions=5] [--seconds=3]: the MCP library and the product beside the official
// TypeScript SDK, in one run and in turns; writes docs/reports/data/mcp.json and the tables of docs/reports/mcp.md. --quick:
// everything once and short, and nothing is written.
import { copyFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll, command, dataFile, folder, removeFile } from '../harness/data.mjs';
import { keep } from './report.mjs';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, repetitions: { type: 'string' }, seconds: { type: 'string' } } });
const plan = given.quick
  ? { trips: 200, repetitions: 1, seconds: 1, connections: [8, 64], calls: 2_000, drips: 100 }
  : { trips: 1_000, repetitions: 5, seconds: 3, connections: [8, 64], calls: 100_000, drips: 1_000 };
plan.repetitions = Number(given.repetitions ?? plan.repetitions);
plan.seconds = Number(given.seconds ?? plan.seconds);

const started = Date.now();
const say = (text) => console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${text}, load ${loadavg()[0].toFixed(1)}`);

say('building');
buildAll(['mcp_echo', 'bench_data', 'voygent']);
// Their packages are there only now.
const { compare, echoServers, tripServers } = await import('./harness/servers.mjs');
const { hostile, memory, sideBySide } = await import('./harness/measure.mjs');

const database = join(folder, 'mcp-trips.db');
removeFile(database);
copyFileSync(dataFile(`trips-${plan.trips}`, plan.trips), database);
command('sync', []);

const servers = [...(await echoServers()), ...(await tripServers(database))];
try {
  for (const kind of ['echo', 'trips']) await compare(servers.filter((server) => server.kind === kind));
  say('all answers are the same');
  const load = await sideBySide(servers, { ...plan, say });
  const resident = [];
  for (const server of servers) {
    const answered = load.filter((row) => row.kind === server.kind && row.server === server.name).reduce((sum, row) => sum + row.requests, 0);
    resident.push(await memory(server, { calls: plan.calls, answered, say }));
  }
  const trips = servers.filter((server) => server.kind === 'trips');
  const beside = [];
  for (const server of trips) beside.push(...(await hostile(server, { ...plan, say })));
  for (const kind of ['echo', 'trips']) await compare(servers.filter((server) => server.kind === kind));
  const errors = [...load, ...resident, ...beside].reduce((sum, row) => sum + row.errors, 0);
  keep({ plan, machine: { threads: cpus().length, node: process.versions.node }, load, resident, hostile: beside }, { write: !given.quick });
  say(given.quick ? `everything runs, ${errors} errors` : `docs/reports/mcp.md is written, ${errors} errors`);
  if (given.quick && errors > 0) process.exitCode = 1;
} finally {
  for (const server of servers) await server.stop();
  removeFile(database);
}
