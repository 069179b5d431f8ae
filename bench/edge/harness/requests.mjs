// What is asked: each row is a request { method, path, body } of a trip. A write is another one each time.
const call = (name, args) => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

// `trip` is { id, preview }, `number` differs from write to write.
export const actions = {
  health: () => ({ method: 'GET', path: '/health' }),
  'tools/list': () => ({ method: 'POST', path: '/mcp', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}' }),
  'read summary': (trip) => ({ method: 'POST', path: '/mcp', body: call('read_trip', { trip_id: trip.id }) }),
  'read full': (trip) => ({ method: 'GET', path: `/trip/${trip.id}` }),
  edit: (trip, number) => ({ method: 'POST', path: `/v1/trips/${trip.id}/edits`, body: JSON.stringify({ operations: [{ op: 'set', path: 'meta/status', value: `status ${number}` }] }) }),
  page: (trip) => ({ method: 'GET', path: trip.preview }),
};

export const headersOf = (token, { body }) => ({
  authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream', ...(body ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) } : {}),
});
