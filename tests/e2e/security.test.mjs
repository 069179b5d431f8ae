// Who may do what: tokens, scopes, tenants, strangers, and what logs say about people.
import assert from 'node:assert/strict';
import { request as rawRequest } from 'node:http';
import { before, describe, test } from 'node:test';
import { command, createToken } from '../../tools/local/voygent.mjs';
import { callMessage, good, startWorld, tripText } from './world.mjs';

describe('access', () => {
  let world;
  let trip_id;
  before(async () => {
    world = await startWorld();
    trip_id = good((await world.rpc(callMessage('create_trip', { title: 'Mine', client: { name: 'Zora Zzprivate', email: 'zzpriv@example.com' } }))).body.result).trip_id;
  });

  test('no token, a wrong token, a revoked token: 401 without a hint of an OAuth flow', async () => {
    const token = createToken(world.settings, 'short-lived');
    assert.equal((await world.rpc(callMessage('start_session', {}), { token })).status, 200);
    const revoked = command(world.settings, ['token', 'revoke', 'short-lived']);
    assert.equal(revoked.status, 0, revoked.err);
    for (const one of [undefined, null, 'vg_wrong', token]) {
      for (const answer of [await world.rpc(callMessage('start_session', {}), { token: one ?? '' }), await world.rest('GET', '/v1/trips', { token: one ?? '' })]) {
        assert.equal(answer.status, 401);
        assert.ok(!/resource_metadata|^Bearer/.test(answer.headers.get('www-authenticate') ?? ''), answer.headers.get('www-authenticate'));
        assert.match(answer.text, /token/);
      }
    }
  });

  test('scopes: reading does not write, writing does not publish, publishing does not administer', async () => {
    const reader = createToken(world.settings, 'reader', 'read');
    const writer = createToken(world.settings, 'writer', 'read,write');
    const attempts = [
      [reader, 'edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'x' }] }],
      [reader, 'create_trip', { title: 'x' }],
      [reader, 'save_client', { client: { name: 'x' } }],
      [reader, 'add_options', { trip_id, options: [{ name: 'x' }] }],
      [reader, 'restore_trip', { trip_id }],
      [writer, 'publish_trip', { trip_id, ignore_blockers: true }],
      [writer, 'manage_publication', { trip_id, action: 'unpublish' }],
    ];
    for (const [token, tool, args] of attempts) {
      const { result } = (await world.rpc(callMessage(tool, args), { token })).body;
      assert.ok(result.isError, tool);
      assert.match(result.content[0].text, /forbidden|scope/, tool);
    }
    assert.equal((await world.rest('GET', '/metrics', { token: writer })).status, 403);
    assert.equal(good((await world.rpc(callMessage('read_trip', { trip_id }))).body.result).version, 1);
    assert.deepEqual(world.site.commits(), []);
  });

  test("another tenant's trip looks like no trip, for every tool", async () => {
    const stranger = createToken({ ...world.settings, tenant: 'stranger' }, 'stranger', 'read,write,publish,admin');
    const absent = 't_00000000000000zz';
    for (const [tool, args] of [
      ['read_trip', {}], ['read_trip', { view: 'private' }], ['read_trip', { view: 'history' }], ['read_trip', { version: 1 }],
      ['edit_trip', { operations: [{ op: 'set', path: 'meta/title', value: 'x' }] }], ['restore_trip', { version: 1 }],
      ['add_options', { options: [{ name: 'x', price: '1 EUR' }] }], ['recommend_options', {}], ['recommend_options', { attach: true }],
      ['check_trip', {}], ['render_trip', {}], ['publish_trip', { ignore_blockers: true }], ['manage_publication', { action: 'status' }],
      ['manage_publication', { action: 'unpublish' }], ['create_trip', { copy_of: null }],
    ]) {
      const ask = async (id) => {
        const own = tool === 'create_trip' ? { copy_of: id } : { trip_id: id, ...args };
        return (await world.rpc(callMessage(tool, own), { token: stranger })).text.replaceAll(id, 'ID');
      };
      assert.equal(await ask(trip_id), await ask(absent), `${tool} ${JSON.stringify(args)}`);
      assert.match(await ask(trip_id), /not_found|no trip/);
    }
    for (const path of [`/trip/${trip_id}`, `/v1/trips/${trip_id}/check`])
      assert.equal((await world.rest('GET', path, { token: stranger })).status, 404);
    assert.deepEqual(good((await world.rpc(callMessage('find_trips', {}), { token: stranger })).body.result).trips, []);
    assert.equal(good((await world.rpc(callMessage('read_trip', { trip_id }))).body.result).version, 1);
  });

  test('a web page of somebody else cannot call: Origin and Host are checked first', async () => {
    const send = (headers) => new Promise((resolve, reject) => {
      const message = JSON.stringify(callMessage('start_session', {}));
      const sent = rawRequest(`${world.server.url}/mcp`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${world.token}`, 'Content-Length': message.length, ...headers } },
        (response) => { response.resume(); resolve(response.statusCode); });
      sent.on('error', reject);
      sent.end(message);
    });
    assert.equal(await send({}), 200);
    assert.equal(await send({ Origin: 'http://localhost:3080' }), 200);
    assert.equal(await send({ Origin: 'https://evil.example' }), 403);
    assert.equal(await send({ Origin: 'null' }), 403);
    assert.equal(await send({ Origin: 'http://localhost.evil.example' }), 403);
    assert.equal(await send({ Host: 'evil.example' }), 403);
    assert.equal(await send({ Host: 'localhost.evil.example' }), 403);
  });

  test('a preview link shows one page for a while, and no other', async () => {
    const { preview_url } = good((await world.rpc(callMessage('render_trip', { trip_id }))).body.result);
    const page = await fetch(preview_url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('x-robots-tag'), /noindex/);
    assert.match(await page.text(), /Mine/);
    const other = good((await world.rpc(callMessage('create_trip', { title: 'Other' }))).body.result).trip_id;
    assert.equal((await fetch(preview_url.replace(trip_id, other))).status, 404);
    assert.equal((await fetch(preview_url.slice(0, -1))).status, 404);
  });

  test('logs say what was done and nothing about whom', async () => {
    await world.rpc(callMessage('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), client: { name: 'Zora Zzprivate', phone: '+31 555 0199', documents: { passport: 'ZZPRIV-DOC' } } }));
    await world.rpc(callMessage('find_trips', { query: 'zzprivate' }));
    await world.rest('GET', '/v1/trips?query=zzprivate');
    await world.rest('GET', '/zzprivate?x=zzprivate', { headers: { 'X-Request-Id': 'zz\\u000aprivate injected', 'User-Agent': 'zzprivate' } });
    const log = world.server.log();
    for (const line of log.trim().split('\n')) JSON.parse(line);
    assert.match(log, /"operation":"create_trip"/);
    for (const secret of ['zzpriv', 'Zora', '0199', world.token, 'Marlowe', 'Lisbon']) assert.ok(!log.toLowerCase().includes(secret.toLowerCase()), secret);
  });
});
