// A worker that does a request many times on recorded rows and answers when it is done: what is measured is the process meanwhile.
import { env } from 'cloudflare:workers';
import module from '../../../build/wasm/core.wasm';
import { Host } from '../../../services/edge-api/worker/src/host.js';
import { respond } from '../peer/worker.js';

const world = { now: () => Date.now(), seed: () => crypto.getRandomValues(new Uint8Array(32)), log: () => {} };
const host = new Host(module, env, world);
const workers = {
  voygent: (request, bindings) => host.fetch(request, bindings),
  javascript: (request, bindings) => respond(request, bindings, () => {}),
  nothing: () => new Response(null),
};

// Answers at once with the rows that it is given.
function recorded(results) {
  const statement = { bind: () => statement };
  const db = { prepare: () => statement, batch: async () => results, withSession: () => db, getBookmark: () => '0-0' };
  return db;
}

export default {
  async fetch(asked) {
    const { worker, count, request: { method, url, headers, body }, results } = await asked.json();
    const bindings = { ...env, DB: recorded(results) };
    let bytes = 0, status = 0;
    for (let i = 0; i < count; ++i) {
      const response = await workers[worker](new Request(url, { method, headers, body }), bindings);
      bytes += (await response.arrayBuffer()).byteLength;
      status = response.status;
    }
    return Response.json({ status, bytes });
  },
};
