// The calls of the soak: { text, check(answer) -> what is wrong with it or null, writes, mayClose }.
import { token } from '../../peers/work.mjs';
import { modernMeta } from './servers.mjs';

function post(body, headers = {}) {
  const all = { Host: 'localhost', Authorization: `Bearer ${token}`, Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers };
  return `POST /mcp HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

function message(id, method, params, modern) {
  const body = JSON.stringify({ jsonrpc: '2.0', id, method, params: modern ? { ...params, _meta: modernMeta } : params });
  return post(body, modern ? { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...(params.name ? { 'Mcp-Name': params.name } : {}) } : { 'MCP-Protocol-Version': '2025-11-25' });
}

// A result for this id in which `holds` is true.
const result = (id, holds) => (answer) => {
  if (answer.status !== 200) return `status ${answer.status}`;
  const got = JSON.parse(answer.body);
  if (got.id !== id) return `the answer to ${JSON.stringify(got.id)}`;
  return got.result && holds(got.result) ? null : 'not what was asked for';
};

const tool = (id, name, args, modern, holds) => ({ text: message(id, 'tools/call', { name, arguments: args }, modern), check: result(id, (got) => !got.isError && holds(got)) });

// Mostly reads of trips by both eras; `own` are the trips that only this caller changes.
export function goodCall(id, at, own, trips) {
  const modern = at % 2 === 0;
  if (at % 50 === 11) {
    const trip = own[Math.floor(at / 50) % own.length];
    const version = ++trip.version;
    return { ...tool(id, 'edit_trip', { trip_id: trip.id, operations: [{ op: 'set', path: 'meta/status', value: id }] }, modern, (got) => got.structuredContent.version === version), writes: true };
  }
  if (at % 10 === 3) return { text: message(id, 'tools/list', {}, modern), check: result(id, (got) => got.tools.length > 10) };
  if (at % 10 === 5) return tool(id, 'find_trips', { query: 'Slow', limit: 3 }, modern, (got) => got.structuredContent.trips.length === 3);
  const trip = trips[(at * 7919 + Number(id.slice(1, id.indexOf('-'))) * 104_729) % trips.length];
  return tool(id, 'read_trip', { trip_id: trip }, modern, (got) => got.structuredContent.trip_id === trip && got.content[0].text.startsWith(trip));
}

// An error with this code and status; `id` is null when the message could not be read.
const refused = (status, code, id) => (answer) => {
  if (answer.status !== status) return `status ${answer.status} instead of ${status}`;
  const got = JSON.parse(answer.body);
  if (got.error?.code !== code) return `code ${got.error?.code} instead of ${code}`;
  return (got.id ?? null) === id ? null : `the answer to ${JSON.stringify(got.id)}`;
};
const status = (wanted) => (answer) => (answer.status === wanted ? null : `status ${answer.status} instead of ${wanted}`);

const kinds = [
  (id) => ({ text: post(`{"jsonrpc":"2.0","id":"${id}","method":`), check: refused(400, -32700, null) }),
  (id) => ({ text: post(JSON.stringify({ id, method: 'ping' })), check: refused(400, -32600, id) }),
  (id) => ({ text: post('['.repeat(5_000)), check: refused(400, -32700, null) }),
  (id) => ({ text: message(id, 'no/such/method', {}, false), check: refused(200, -32601, id) }),
  (id) => ({ text: message(id, 'no/such/method', {}, true), check: refused(404, -32601, id) }),
  (id) => ({ text: message(id, 'tools/call', { name: 'no_such_tool', arguments: {} }, true), check: refused(200, -32602, id) }),
  (id) => ({ text: message(id, 'tools/call', { name: 'read_trip', arguments: [] }, false), check: refused(200, -32602, id) }),
  (id) => ({ text: message(id, 'tools/call', { name: 'read_trip', arguments: { trip_id: 7 } }, false), check: result(id, (got) => got.isError === true) }),
  (id) => ({ text: post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list', params: { _meta: modernMeta } }), { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call' }), check: refused(400, -32020, id) }),
  (id) => ({ text: post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' }), { 'Content-Type': 'text/plain' }), check: status(415) }),
  (id) => ({ text: post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' }), { Host: 'evil.example' }), check: status(403) }),
  (id) => ({ text: message(id, 'tools/list', {}, false).replace('POST', 'GET'), check: status(405) }),
  () => ({ text: 'this is no HTTP at all\r\n\r\n', check: status(400), mayClose: true }),
  () => ({ text: post('{}', { 'Content-Length': 100_000_000 }), check: status(413), mayClose: true }),
  () => ({ text: post('{}', { 'X-Filler': 'x'.repeat(20_000) }), check: status(431), mayClose: true }),
];

export function badCall(id, number) {
  return kinds[number % kinds.length](id);
}
