// The three hosts behind one interface: { name, send(request), rows(sql), close() }. `send` takes { now, seed, method, path, headers, body }
// and gives { status, headers, body, calls }; every host has the same tenant and the same token.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { Host, linesOf } from '../../services/edge-api/worker/src/host.js';
import { bundle, edgeSecret, openD1, startEdge } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { broughtWorld } from './brought_world.js';

export const origin = 'https://trips.example.com';
export const variables = {
  VOYGENT_SECRET: edgeSecret, VOYGENT_PUBLIC_URL: origin, VOYGENT_RATE_TOKEN: '0', VOYGENT_RATE_ADDRESS: '0', VOYGENT_RATE_FAILURES: '0',
  VOYGENT_SITE_STAGING_URL: 'https://pages.example.com/', VOYGENT_SITE_PRODUCTION_URL: 'https://live.example.com/',
};
export const token = 'vg_parity';
const tokens = { [token]: 'read write publish admin', vg_reader: 'read' };
const tokenRows = Object.entries(tokens).map(([text, scopes]) => `('${createHash('sha256').update(text).digest('hex')}', 'parity', 'test', '${scopes}', 0)`);
const insertTokens = `INSERT INTO token (hash, tenant, name, scopes, created_at) VALUES ${tokenRows.join(', ')}`;
const wasm = join(projectFolder, 'build', 'wasm', 'core.wasm');

// What depends on the host and not on the core: how long it took, and which copy of the database answered.
const ofTheHost = new Set(['server-timing', 'voygent-bookmark', 'x-request-id', 'x-content-type-options', 'date', 'content-length', 'transfer-encoding', 'content-encoding', 'mf-content-encoding', 'vary']);
const compared = (headers) => Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => !ofTheHost.has(name)).sort());
const callsOf = (headers) => /calls=(\d+)/.exec(headers.get('server-timing') ?? '')?.[1];

const withWorld = ({ now, seed, headers = {} }) => ({ ...headers, 'x-test-now': String(now), 'x-test-seed': seed });
const requestOf = (sent) => new Request(origin + sent.path, { method: sent.method, headers: { host: new URL(origin).host, ...withWorld(sent) }, body: sent.body });

async function received(response) {
  return { status: response.status, headers: compared(response.headers), body: await response.text(), calls: callsOf(response.headers) };
}

export async function nativeHost(folder) {
  const child = spawn(join(projectFolder, 'build', 'release', 'parity_host'), [join(folder, 'parity.db'), JSON.stringify(variables)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()(JSON.parse(line)));
  const ask = (line) => new Promise((resolve) => {
    waiting.push(resolve);
    child.stdin.write(JSON.stringify(line) + '\n');
  });
  const host = {
    name: 'native',
    async send(sent) {
      const lines = linesOf(requestOf({ ...sent, body: undefined, method: sent.method }));
      const answer = await ask({ now: sent.now, seed: sent.seed, lines, body: Buffer.from(sent.body ?? '').toString('hex') });
      const headers = new Headers(answer.headers);
      return { status: answer.status, headers: compared(headers), body: answer.body, calls: callsOf(headers) };
    },
    rows: (sql) => ask({ sql }),
    async close() {
      child.stdin.end();
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
  await host.rows(insertTokens);
  return host;
}

const rowsOf = async (db, sql) => (await db.batch([db.prepare(sql)]))[0].results.map((row) => Object.values(row));

export async function wasmHost() {
  const { db, close } = await openD1();
  await db.batch([db.prepare(insertTokens)]);
  const host = new Host(new WebAssembly.Module(readFileSync(wasm)), variables, broughtWorld);
  return {
    name: 'WASM under Node.js',
    send: async (sent) => received(await host.fetch(requestOf(sent), { DB: db })),
    rows: (sql) => rowsOf(db, sql),
    close,
  };
}

export async function workerHost() {
  const folder = bundle('parity', join(projectFolder, 'tests', 'parity', 'worker'));
  const edge = await startEdge({ folder, variables, objects: false });
  await edge.db.prepare(insertTokens).run();
  return {
    name: 'worker',
    async send(sent) {
      return received(await edge.miniflare.dispatchFetch(origin + sent.path, { method: sent.method, headers: withWorld(sent), body: sent.body }));
    },
    rows: (sql) => rowsOf(edge.db, sql),
    close: edge.close,
  };
}
