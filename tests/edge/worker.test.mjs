// The worker as it would be deployed, in the engine of Workers, asked by the official clients.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { examine } from '../../tools/deploy/doctor.mjs';
import { connectSdk1, connectSdk2 } from '../../tools/local/clients.mjs';
import { edgeSecret, startEdge } from '../../tools/local/edge.mjs';

let edge, token;
before(async () => {
  edge = await startEdge();
  token = await edge.token();
});
after(() => edge.close());

const connections = { 'sdk 1.x': () => connectSdk1(edge.url + '/mcp', token), 'sdk 2.x legacy': () => connectSdk2(edge.url + '/mcp', token, 'legacy'), 'sdk 2.x 2026-07-28': () => connectSdk2(edge.url + '/mcp', token, '2026-07-28') };
const get = (path, headers = {}) => fetch(edge.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });

describe('a conversation', () => {
  for (const [name, connect] of Object.entries(connections))
    test(`of ${name} plans a trip and shows its page`, async () => {
      const client = await connect();
      assert.equal((await client.listTools()).length, 15);
      const call = async (tool, args) => {
        const result = await client.call(tool, args);
        assert.ok(!result.isError, result.content[0].text);
        assert.ok(result._meta['voygent/db_calls'] <= 1);
        return result.structuredContent;
      };
      await call('start_session', {});
      const { trip_id } = await call('create_trip', { title: `Porto by ${name}`, destination: 'Porto', start: '2027-05-01', end: '2027-05-04', travelers: 2 });
      const operations = [{ op: 'add', path: 'lodging', value: { name: 'Casa do Rio', checkIn: '2027-05-01', checkOut: '2027-05-04', total: '400 EUR' } }];
      assert.equal((await call('edit_trip', { trip_id, operations })).version, 2);
      const { preview_url } = await call('render_trip', { trip_id });
      const page = await fetch(preview_url.replace('http://127.0.0.1/', edge.url + '/'));
      assert.equal(page.status, 200);
      assert.match(page.headers.get('content-type'), /text\/html/);
      assert.match(await page.text(), /Casa do Rio/);
      await client.close();
    });
});

describe('over REST', () => {
  test('a trip is made and read back, and the bookmark reads what was written', async () => {
    const made = await fetch(edge.url + '/trip', {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ meta: { title: 'By REST' } }),
    });
    assert.equal(made.status, 201);
    const { trip_id } = await made.json();
    const bookmark = made.headers.get('voygent-bookmark');
    assert.ok(bookmark, 'no bookmark');
    const read = await get(`/trip/${trip_id}`, { 'voygent-bookmark': bookmark });
    assert.equal(read.status, 200);
    assert.equal(read.headers.get('etag'), '"1"');
    assert.match(read.headers.get('server-timing'), /calls=1/);
    assert.equal((await read.json()).trip.meta.title, 'By REST');
  });

  test('health, description, and what is not there', async () => {
    assert.equal((await (await fetch(edge.url + '/health')).json()).status, 'ok');
    assert.equal((await (await fetch(edge.url + '/openapi.json')).json()).openapi.slice(0, 2), '3.');
    assert.equal((await get('/metrics')).status, 404);
    assert.equal((await fetch(edge.url + '/v1/trips')).status, 401);
    assert.equal((await fetch(edge.url + '/health', { headers: { origin: 'https://evil.example' } })).status, 403);
    const head = await fetch(edge.url + '/health', { method: 'HEAD' });
    assert.equal(head.status, 200);
  });
});

test('what a chat client probes finds no OAuth', async () => {
  for (const method of ['GET', 'HEAD', 'DELETE']) {
    const answer = await fetch(edge.url + '/mcp', { method });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'POST');
  }
  assert.equal((await fetch(edge.url + '/.well-known/oauth-protected-resource')).status, 404);
  const refused = await fetch(edge.url + '/mcp', { method: 'POST', body: '{}' });
  assert.equal(refused.status, 401);
  assert.doesNotMatch(refused.headers.get('www-authenticate') ?? '', /Bearer/);
});

test('300 requests at once get each its own answer', async () => {
  const trips = await Promise.all(Array.from({ length: 100 }, async (_, i) => {
    const made = await fetch(edge.url + '/v1/trips', { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ title: `Crowd ${i}` }) });
    return (await made.json()).trip_id;
  }));
  await Promise.all(Array.from({ length: 300 }, async (_, i) => {
    const read = await get(`/trip/${trips[i % 100]}`);
    assert.equal((await read.json()).trip.meta.title, `Crowd ${i % 100}`);
  }));
});

test('the doctor finds it well, without a trip and with a page', async () => {
  const reserved = createServer();
  await new Promise((resolve) => reserved.listen(0, '127.0.0.1', resolve));
  const { port } = reserved.address();
  await new Promise((resolve) => reserved.close(resolve));
  const other = await startEdge({ port });
  try {
    const own = await other.token('read,write');
    assert.deepEqual(await examine(other.url, own), []);
    const made = await fetch(other.url + '/v1/trips', { method: 'POST', headers: { authorization: `Bearer ${own}`, 'content-type': 'application/json' }, body: JSON.stringify({ title: 'For the doctor' }) });
    assert.equal(made.status, 201);
    assert.deepEqual(await examine(other.url, own), []);
    assert.match((await examine(other.url, own, '9.9.9')).join(), /9\.9\.9 was expected/);
    assert.match((await examine(other.url, 'wrong')).join(), /MCP of 2025: .*401/);
  } finally {
    await other.close();
  }
});

test('the log has a line for each request and no secret', async () => {
  const lines = edge.log().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const written = lines.filter((line) => line.event === 'request');
  assert.ok(written.length > 400, `${written.length} lines`);
  assert.ok(lines.some((line) => line.level === 'audit' && line.operation === 'create_trip'));
  assert.ok(!edge.log().includes(token) && !edge.log().includes(edgeSecret) && !edge.log().includes('Casa do Rio'));
});
