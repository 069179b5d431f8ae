// One isolate of the worker under Node.js on a real D1, where a test can stand between the two: { host, log, tool(name, args), send(...) }.
// Several of them on one database are several isolates.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Host, machine } from '../../services/edge-api/worker/src/host.js';
import { edgeSecret } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';

const origin = 'https://trips.example.com';
const module = new WebAssembly.Module(readFileSync(join(projectFolder, 'build', 'wasm', 'core.wasm')));

// The database with `around(run, statements)` about every call of it.
export function around(db, wrap) {
  const wrapped = { ...db, batch: (statements) => wrap(() => db.batch(statements), statements) };
  wrapped.withSession = () => ({ ...wrapped, getBookmark: () => '0-0' });
  return wrapped;
}

export function isolate(db, token, variables = {}) {
  const log = [];
  const host = new Host(module, {
    VOYGENT_SECRET: edgeSecret, VOYGENT_PUBLIC_URL: origin, VOYGENT_RATE_TOKEN: '0', VOYGENT_RATE_ADDRESS: '0', VOYGENT_RATE_FAILURES: '0', ...variables,
  }, { ...machine, log: (line) => log.push(line) });
  const send = (method, path, { headers = {}, body } = {}) => host.fetch(new Request(origin + path, {
    method, body, duplex: 'half',
    headers: { host: 'trips.example.com', authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
  }), { DB: db });
  return {
    host, log, send,
    // The result of a tool: structured content, or { error } with its text; { status } when it is no result.
    async tool(name, args) {
      const response = await send('POST', '/mcp', { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }) });
      const text = await response.text();
      if (response.status !== 200) return { status: response.status, text };
      const { result } = JSON.parse(text);
      return result.isError ? { error: result.content[0].text } : { ...result.structuredContent, calls: result._meta['voygent/db_calls'] };
    },
  };
}

export const count = async (db, table) => (await db.batch([db.prepare(`SELECT count(*) AS n FROM ${table}`)]))[0].results[0].n;
