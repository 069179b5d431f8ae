// The measurements, one function each; what several repetitions say is their median.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { load, residentMb } from './load.mjs';
import { medians } from './medians.mjs';

export const eras = ['modern', 'legacy'];

const turned = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

// All servers in turns, each era and number of connections: rows of { kind, server, era, connections, … }.
export async function sideBySide(servers, { repetitions, seconds, connections, say }) {
  const runs = new Map();
  for (let repetition = 0; repetition < repetitions; ++repetition) {
    say(`side by side, repetition ${repetition + 1} of ${repetitions}`);
    for (const era of eras)
      for (const count of connections)
        for (const server of turned(servers, repetition)) {
          const where = JSON.stringify({ kind: server.kind, server: server.name, era, connections: count });
          runs.set(where, [...(runs.get(where) ?? []), await load(server, { era, connections: count, seconds })]);
        }
  }
  return [...runs].map(([where, list]) => ({ ...JSON.parse(where), ...medians(list) }));
}

// Resident memory of a server that has answered so many calls, those that it has answered already among them.
export async function memory(server, { calls, answered, say }) {
  let done = answered;
  let errors = 0;
  say(`memory of ${server.name}, ${server.kind}: ${done} calls so far`);
  while (done < calls) {
    const run = await load(server, { era: 'modern', connections: 64, seconds: 5 });
    done += run.requests;
    errors += run.errors;
  }
  return { kind: server.kind, server: server.name, calls: done, errors, ...residentMb(server.pid) };
}

// A good client beside connections that drip, and without them, in turns.
export async function hostile(server, { repetitions, seconds, drips, say }) {
  const runs = { calm: [], dripping: [] };
  for (let repetition = 0; repetition < repetitions; ++repetition) {
    say(`${drips} dripping connections on ${server.name}, repetition ${repetition + 1} of ${repetitions}`);
    runs.calm.push(await load(server, { era: 'modern', connections: 8, seconds }));
    const child = spawn(process.execPath, [fileURLToPath(new URL('drip.mjs', import.meta.url)), new URL(server.url).port, String(drips)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended.then(() => { throw new Error('the dripping clients ended'); })]);
    runs.dripping.push(await load(server, { era: 'modern', connections: 8, seconds }));
    child.kill();
    await ended;
  }
  return Object.entries(runs).map(([name, list]) => ({ server: server.name, clients: name, drips: name === 'calm' ? 0 : drips, ...medians(list) }));
}
