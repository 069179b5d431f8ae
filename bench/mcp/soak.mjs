// node bench/mcp/soak.mjs [--calls=500000]: the product under calls from 64 connections at once. Five of a hundred are
// malformed, two write. Each call has an id that no other has; an answer has to carry the id of the call that waits on its
// connection, and what was asked for. The result of a long run goes into docs/reports.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll, dataFile, folder, removeFile } from '../harness/data.mjs';
import { keep } from './report.mjs';

const { values: given } = parseArgs({ options: { calls: { type: 'string', default: '500000' } } });
const calls = Number(given.calls);
const connections = 64;
const isLong = calls >= 100_000;
const firstLook = Math.round(calls / 10);

buildAll(['bench_data', 'voygent']);
// Their packages are there only now.
const { startVoygent, tripIds } = await import('./harness/servers.mjs');
const { residentMb } = await import('./harness/load.mjs');
const { Line } = await import('./harness/line.mjs');
const { goodCall, badCall } = await import('./harness/soak_calls.mjs');

const database = join(folder, 'mcp-soak.db');
removeFile(database);
copyFileSync(dataFile('trips-1000', 1_000), database);
const trips = await tripIds(database);
const server = await startVoygent(database);
const wrong = [];
const counts = { calls: 0, malformed: 0, writes: 0 };
let early;

// One connection and the trips that only it changes.
async function caller(number) {
  const own = trips.filter((_, i) => i % connections === number).map((id) => ({ id, version: 1 }));
  const line = new Line(server.port);
  for (let at = 0; counts.calls < calls && wrong.length < 20; ++at) {
    ++counts.calls;
    const id = `c${number}-${at}`;
    const bad = at % 20 === 7;
    const call = bad ? badCall(id, Math.floor(at / 20) + number) : goodCall(id, at, own, trips);
    counts.malformed += bad ? 1 : 0;
    counts.writes += call.writes ? 1 : 0;
    const answer = await line.ask(call.text);
    const fault = answer ? call.check(answer) : call.mayClose ? null : 'no answer';
    if (fault) wrong.push(`${id}: ${fault}\n${call.text.slice(0, 400)}\n${JSON.stringify(answer)?.slice(0, 400)}`);
    if (counts.calls === firstLook) early = residentMb(server.pid);
  }
  line.close();
}

const begun = performance.now();
await Promise.all(Array.from({ length: connections }, (_, number) => caller(number)));
const seconds = Math.round((performance.now() - begun) / 100) / 10;
const late = residentMb(server.pid);
const ended = await server.stop();
removeFile(database);

const crashed = ended.code !== 0;
const own = (memory) => Math.round((memory.resident_mb - memory.of_files_mb) * 10) / 10;
const result = {
  ...counts, connections, seconds, wrong: wrong.length, crashes: crashed ? 1 : 0,
  early: { calls: firstLook, ...early, own_mb: own(early) }, late: { calls: counts.calls, ...late, own_mb: own(late) },
};
console.log(JSON.stringify(result, null, 1));
for (const fault of wrong) console.error(fault);
if (crashed) console.error(`the server ended with ${JSON.stringify(ended)}: ${server.log()}`);
// The caches of SQLite and the allocator fill up at first; after that nothing may be kept.
const grown = own(late) - own(early);
const good = wrong.length === 0 && !crashed && (!isLong || grown <= 4);
if (good && isLong) keep({ soak: result }, { write: true });
console.log(good ? `ok: ${counts.calls} calls in ${seconds} s, own memory ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB` : 'FAILED');
process.exit(good ? 0 : 1);
