// One list of requests that touches every tool, every route and every way to go wrong. A request is { name, method, path, headers, body };
// what an earlier answer said is taken from it by functions: `said` keeps the answers by name.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { token } from './hosts.mjs';

const data = join(projectFolder, 'tests', 'data');
const trips = readdirSync(join(data, 'trips')).filter((name) => /^\d\d/.test(name));
const malformed = readdirSync(join(data, 'trips', 'malformed'));
const text = (name) => readFileSync(join(data, 'trips', name), 'utf8');

const authorized = { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
export const modern = '2026-07-28';

export const mcp = (name, message, { path = '/mcp', headers = {} } = {}) => ({
  name, method: 'POST', path, headers: { ...authorized, ...json, ...headers }, body: typeof message === 'string' ? message : JSON.stringify(message),
});
export const call = (name, tool, args, options = {}) =>
  mcp(name, { jsonrpc: '2.0', id: name, method: 'tools/call', params: { name: tool, arguments: args } }, options);
const rest = (name, method, path, body, headers = {}) => ({
  name, method, path, headers: { ...authorized, ...(body === undefined ? {} : json), ...headers }, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
});

const structured = (answer) => JSON.parse(answer.body).result.structuredContent;
export const idIn = (answer) => structured(answer)?.trip_id;

const modernMessage = (method, params = {}, capabilities = {}) => ({
  jsonrpc: '2.0', id: 7, method,
  params: { ...params, _meta: { 'io.modelcontextprotocol/protocolVersion': modern, 'io.modelcontextprotocol/clientInfo': { name: 'parity', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': capabilities } },
});
const modernHeaders = (method, name) => ({ 'mcp-protocol-version': modern, 'mcp-method': method, ...(name ? { 'mcp-name': name } : {}) });

const hotels = (count) => Array.from({ length: count }, (_, i) => ({
  name: `Hotel ${i}`, city: 'Lisbon', price: `${500 + 7 * i}.00`, currency: 'EUR', checkIn: '2027-05-01', checkOut: '2027-05-06', refundable: i % 2 === 0, rating: 6 + (i % 4), stars: 3 + (i % 3),
  commission: 40 + (i % 30),
}));

export function requests() {
  const list = [];
  const add = (...made) => list.push(...made);
  const trip = (said) => idIn(said.created);
  const edit = (name, operations, more = {}) => (said) => call(name, 'edit_trip', { trip_id: trip(said), operations, ...more });
  const read = (name, view, more = {}) => (said) => call(name, 'read_trip', { trip_id: trip(said), view, ...more });

  // Nobody is known yet, or the request is none.
  add(rest('health', 'GET', '/health'), rest('openapi', 'GET', '/openapi.json'), rest('no such path', 'GET', '/nothing'), rest('wrong method', 'DELETE', '/v1/trips'));
  add({ name: 'no token', method: 'GET', path: '/v1/trips' }, { name: 'bad token', method: 'GET', path: '/v1/trips', headers: { authorization: 'Bearer vg_wrong' } });
  add({ name: 'probe', method: 'GET', path: '/mcp' }, { name: 'unauthenticated call', method: 'POST', path: '/mcp', headers: json, body: '{}' });
  add({ name: 'stranger', method: 'GET', path: '/health', headers: { origin: 'https://evil.example' } });
  for (const path of ['/mcp', '/mcp/trips', '/mcp/templates', '/mcp/publisher']) {
    add(mcp(`initialize ${path}`, { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'parity', version: '1' } } }, { path }));
    for (const method of ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list', 'ping', 'no/such'])
      add(mcp(`${method} ${path}`, { jsonrpc: '2.0', id: 2, method, params: {} }, { path }));
    for (const method of ['server/discover', 'tools/list', 'resources/list', 'subscriptions/listen'])
      add(mcp(`modern ${method} ${path}`, modernMessage(method), { path, headers: modernHeaders(method) }));
  }
  for (const body of ['', '{', '[]', '[1]', 'null', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1,"method":"tools/call"}', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"no_such_tool"}}'])
    add(mcp(`malformed ${body}`, body));

  // The day of an advisor.
  add(call('session', 'start_session', {}));
  add(call('created', 'create_trip', { title: 'Lisbon with Ana', destination: 'Lisbon', start: '2027-05-01', end: '2027-05-06', currency: 'EUR', travelers: 2, client: { name: 'Ana Sousa', email: 'ana@example.com' } }));
  add(call('created again', 'create_trip', { title: 'Lisbon with Ana', destination: 'Lisbon', start: '2027-05-01', end: '2027-05-06', currency: 'EUR', travelers: 2, client: { name: 'Ana Sousa', email: 'ana@example.com' } }));
  add(edit('edit', [
    { op: 'set', path: 'meta/title', value: 'Lisbon, slowly ☀ – “ção”' },
    { op: 'add', path: 'lodging', value: { name: 'Casa do Rio', checkIn: '2027-05-01', checkOut: '2027-05-06', total: '900.00 EUR' } },
    { op: 'add', path: 'itinerary', value: { date: '2027-05-02', title: 'Alfama' } },
    { op: 'set', path: 'meta/tags', value: ['slow', 'food'] },
  ]));
  add(edit('edit again', [{ op: 'set', path: 'meta/title', value: 'Lisbon, slowly' }], { expected_version: 2 }));
  add(edit('stale edit', [{ op: 'set', path: 'meta/title', value: 'Stale' }], { expected_version: 1 }));
  add(edit('refused edit', [{ op: 'set', path: 'dates/start', value: 'tomorrow' }, { op: 'fly' }]));
  for (const view of ['summary', 'full', 'private', 'history']) add(read(`read ${view}`, view));
  add(read('read version', 'full', { version: 1 }), read('difference', 'diff', { since: 1 }), read('no such version', 'full', { version: 99 }));
  add(read('read one section', 'sections', { sections: ['lodging', 'no such'] }), read('read sections', 'sections', { sections: ['meta', 'lodging'] }), read('read no sections', 'sections'));
  add((said) => call('restored', 'restore_trip', { trip_id: trip(said), version: 1 }), (said) => call('undone', 'restore_trip', { trip_id: trip(said) }));
  add((said) => call('options', 'add_options', { trip_id: trip(said), options: hotels(100) }));
  add((said) => call('recommended', 'recommend_options', { trip_id: trip(said) }), (said) => call('attached', 'recommend_options', { trip_id: trip(said), kind: 'hotel', city: 'Lisbon', check_in: '2027-05-01', check_out: '2027-05-06', attach: true }));
  add((said) => call('checked', 'check_trip', { trip_id: trip(said) }), (said) => call('rendered', 'render_trip', { trip_id: trip(said) }));
  add((said) => ({ name: 'preview', method: 'GET', path: new URL(structured(said.rendered).preview_url).pathname }));
  add({ name: 'wrong preview', method: 'GET', path: '/preview/parity.t_1.proposal.1.x' });
  add(call('client', 'save_client', { client: { name: 'Bea Lima', email: 'bea@example.com', notes: 'likes trains' } }), call('client of no name', 'save_client', { client: {} }));
  add(call('found', 'find_trips', { query: 'lisbon' }), call('found none', 'find_trips', { query: 'atlantis' }), call('templates', 'list_templates', {}));
  for (const topic of ['start', 'fields', 'editing', 'options', 'publishing', 'privacy', 'no such']) add(call(`guide ${topic}`, 'guide', { topic }));
  add((said) => call('status', 'manage_publication', { trip_id: trip(said), action: 'status' }));
  add(call('foreign', 'read_trip', { trip_id: 't_0000000000000000' }), call('injection', 'read_trip', { trip_id: "' OR 1=1 --" }));
  add({ ...call('reader may not', 'create_trip', { title: 'No' }), headers: { authorization: 'Bearer vg_reader', ...json } });
  add(call('wrong arguments', 'edit_trip', { trip: 1 }), call('argument of a model', 'find_trips', { limit: 'ten' }));
  add((said) => mcp('resource', { jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: `trip://${trip(said)}` } }));
  add(mcp('no such resource', { jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'trip://t_0000000000000000' } }));
  add(mcp('completion', { jsonrpc: '2.0', id: 3, method: 'completion/complete', params: { ref: { type: 'ref/resource', uri: 'trip://{trip_id}' }, argument: { name: 'trip_id', value: 'lis' } } }));
  add(mcp('notification', { jsonrpc: '2.0', method: 'notifications/initialized' }));
  add((said) => mcp('modern call', modernMessage('tools/call', { name: 'read_trip', arguments: { trip_id: trip(said) } }), { headers: modernHeaders('tools/call', 'read_trip') }));
  add((said) => mcp('modern question', modernMessage('tools/call', { name: 'publish_trip', arguments: { trip_id: trip(said), target: 'production' } }, { elicitation: { form: {} } }), { headers: modernHeaders('tools/call', 'publish_trip') }));

  // REST, with documents of every kind.
  for (const name of trips) add(rest(`import ${name}`, 'POST', '/trip', text(name)));
  for (const name of malformed) add(rest(`malformed ${name}`, 'POST', '/trip', text(join('malformed', name))));
  for (const name of trips.slice(0, 4)) {
    const id = (said) => JSON.parse(said[`import ${name}`].body).trip_id;
    add((said) => rest(`get ${name}`, 'GET', `/trip/${id(said)}`), (said) => rest(`render ${name}`, 'GET', `/v1/trips/${id(said)}/render`), (said) => rest(`check ${name}`, 'GET', `/v1/trips/${id(said)}/check`));
  }
  add((said) => rest('rest edit', 'POST', `/v1/trips/${trip(said)}/edits`, { operations: [{ op: 'set', path: 'meta/title', value: 'By REST' }] }, { 'if-match': '"1"' }));
  add(rest('list', 'GET', '/v1/trips?limit=3'), rest('bad query', 'GET', '/v1/trips?limit=many'), rest('broken escape', 'GET', '/v1/trips?query=%zz'), rest('session by rest', 'GET', '/v1/session'));
  return list;
}
