// What a worker does itself: the same request again and again in workerd, with the rows that D1 gave once. And what D1 counted then.
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Miniflare } from 'miniflare';
import { around, isolate } from '../../../tests/edge/isolate.mjs';
import { bundle, createEdgeToken, edgeSecret, openD1 } from '../../../tools/local/edge.mjs';
import { document } from './prepare.mjs';
import { fineCpuUs, withProcess } from './process.mjs';
import { actions, headersOf } from './requests.mjs';

const origin = 'https://trips.example.com';
const bindings = { VOYGENT_SECRET: edgeSecret, VOYGENT_PUBLIC_URL: origin, VOYGENT_RATE_TOKEN: '0', VOYGENT_RATE_ADDRESS: '0', VOYGENT_RATE_FAILURES: '0' };
export const names = ['voygent', 'javascript', 'nothing'];

// Both workers under Node.js on one D1: for each action and worker what D1 said and counted.
export async function record() {
  const { respond } = await import('../peer/worker.js');
  crypto.subtle.timingSafeEqual ??= (a, b) => Buffer.from(a).equals(Buffer.from(b));
  const { db, close } = await openD1();
  const token = await createEdgeToken(db);
  let seen;
  const watched = around(db, async (run, statements) => {
    const results = await run();
    seen = { results, calls: (seen?.calls ?? 0) + 1, statements: statements.length };
    return results;
  });
  const ours = isolate(watched, token);
  const { trip_id: id } = await (await ours.send('POST', '/v1/trips', { body: JSON.stringify({ document }) })).json();
  const shown = await ours.tool('render_trip', { trip_id: id });
  const trip = { id, preview: new URL(shown.preview_url).pathname };
  const workers = {
    voygent: (request) => ours.send(request.method, request.path, { body: request.body }),
    javascript: (request) => respond(new Request(origin + request.path, { method: request.method, body: request.body, headers: { host: new URL(origin).host, ...headersOf(token, request) } }), { ...bindings, DB: watched }, () => {}),
  };
  const out = [];
  let number = 0;
  for (const [action, make] of Object.entries(actions)) {
    const row = { action, results: {}, counts: {} };
    for (const [worker, ask] of Object.entries(workers)) {
      const request = make(trip, ++number);
      seen = undefined;
      const { status } = await ask(request);
      if (status !== 200) throw new Error(`${worker} answers ${action} with ${status}`);
      const sum = (name) => (seen?.results ?? []).reduce((total, { meta }) => total + meta[name], 0);
      row.results[worker] = seen?.results ?? [];
      row.counts[worker] = { calls: seen?.calls ?? 0, statements: seen?.statements ?? 0, rows_read: sum('rows_read'), rows_written: sum('rows_written') };
      // The answer that was recorded is that to this very request.
      row[worker] = { ...request, url: origin + request.path, headers: { host: new URL(origin).host, ...headersOf(token, request) } };
    }
    row.nothing = row.voygent;
    out.push(row);
  }
  await close();
  return out;
}

function modulesOf(folder) {
  return readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name)).sort((a, b) => (a === 'loop.js' ? -1 : b === 'loop.js' ? 1 : 0))
    .map((name) => ({ type: name.endsWith('.js') ? 'ESModule' : 'CompiledWasm', path: join(folder, name) }));
}

// Of several rounds in turns the best for each: other work on the machine only ever adds. What an empty worker costs is taken off.
export async function isolateCosts(recorded, { rounds, count, say }) {
  const folder = bundle('loop', fileURLToPath(new URL('.', import.meta.url)));
  const [miniflare, pid] = await withProcess(async () => {
    const started = new Miniflare({ modulesRoot: folder, modules: modulesOf(folder), compatibilityDate: '2026-04-01', cf: false, bindings });
    await started.ready;
    return started;
  });
  const url = await miniflare.ready;
  const out = [];
  for (const row of recorded) {
    say(`in the isolate: ${row.action}`);
    const best = {};
    for (let round = 0; round < rounds; ++round)
      for (const worker of names) {
        const before = fineCpuUs(pid);
        const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ worker, count, request: row[worker], results: row.results[worker] ?? [] }) });
        const { status } = await answer.json();
        if (status !== 200) throw new Error(`${worker} answers ${row.action} with ${status}`);
        best[worker] = Math.min(best[worker] ?? Infinity, (fineCpuUs(pid) - before) / count);
      }
    const net = (worker) => Math.round((best[worker] - best.nothing) * 10) / 10;
    out.push({ action: row.action, voygent_us: net('voygent'), javascript_us: net('javascript'), nothing_us: Math.round(best.nothing * 10) / 10 });
  }
  await miniflare.dispose();
  return out;
}
