// The log as evidence: a line for everything that could change something and for every refused token, no line that somebody else
// wrote, and no secret and no person in any line.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createToken, stdioParameters } from '../../tools/local/voygent.mjs';
import { connectStdio2 } from '../../tools/local/clients.mjs';
import { json, run } from './cli.mjs';
import { exchange, httpRequest } from './wire.mjs';
import { callMessage, good, sitePassword, startWorld, tripText } from './world.mjs';

const linesOf = (world) => world.server.log().trim().split('\n').map((line) => JSON.parse(line));
const audit = (world) => linesOf(world).filter((line) => line.level === 'audit');
const hashed = (token) => createHash('sha256').update(token).digest('hex').slice(0, 12);
// The log is written by another process.
const settled = async (world, count) => {
  for (let i = 0; i < 200 && audit(world).length < count; ++i) await new Promise((resolve) => { setTimeout(resolve, 5); });
  await new Promise((resolve) => { setTimeout(resolve, 30); });
  return audit(world);
};

describe('audit', () => {
  test('one line for each operation, in the order in which they were done, at every log level', async () => {
    const world = await startWorld({ log_level: 'error' });
    const call = async (tool, args, options) => (await world.rpc(callMessage(tool, args), options)).body.result;
    const expected = [];
    const done = (operation, subject, outcome = 'done') => expected.push([operation, outcome, subject ?? '']);
    const { client_id } = good(await call('save_client', { client: { name: 'Zora Zzprivate' } }));
    done('save_client', client_id);
    const { trip_id } = good(await call('create_trip', { title: 'Audited', idempotency_key: 'one' }));
    done('create_trip', trip_id);
    good(await call('create_trip', { title: 'Audited', idempotency_key: 'one' }));
    done('create_trip', trip_id, 'duplicate');
    const edit = (value) => ({ trip_id, operations: [{ op: 'set', path: 'meta/title', value }] });
    good(await call('edit_trip', edit('A')));
    done('edit_trip', trip_id);
    await call('edit_trip', { ...edit('B'), expected_version: 77 });
    done('edit_trip', '', 'conflict');
    await call('edit_trip', { ...edit('C'), trip_id: 't_00000000000000zz' });
    done('edit_trip', '', 'not_found');
    const batch = await world.rpc([callMessage('edit_trip', edit('D'), 1), callMessage('read_trip', { trip_id }, 2), callMessage('edit_trip', edit('E'), 3)]);
    assert.equal(batch.body.length, 3);
    done('edit_trip', trip_id);
    done('edit_trip', trip_id);
    good(await call('restore_trip', { trip_id, version: 1 }));
    done('restore_trip', trip_id);
    good(await call('add_options', { trip_id, options: [{ name: 'Inn', price: '1 EUR' }] }));
    done('add_options', trip_id);
    good(await call('recommend_options', { trip_id, attach: true }));
    done('recommend_options', trip_id);
    assert.equal((await world.rest('POST', `/v1/trips/${trip_id}/edits`, { body: { operations: edit('F').operations } })).status, 200);
    done('edit_trip', trip_id);
    for (const title of ['One', 'Two']) {
      good(await call('edit_trip', edit(title)));
      done('edit_trip', trip_id);
      good(await call('publish_trip', { trip_id, ignore_blockers: true }));
      done('publish_trip', trip_id);
    }
    good(await call('manage_publication', { trip_id, action: 'rollback' }));
    done('manage_publication', trip_id);
    assert.equal((await world.rest('POST', `/v1/trips/${trip_id}/publications/takedown`, { body: {} })).status, 200);
    done('manage_publication', trip_id);
    const reader = createToken(world.settings, 'reader', 'read');
    for (const [tool, args] of [['edit_trip', edit('G')], ['create_trip', { title: 'x' }], ['publish_trip', { trip_id, ignore_blockers: true }], ['manage_publication', { trip_id, action: 'unpublish' }]]) {
      assert.ok((await call(tool, args, { token: reader })).isError);
      done(tool, '', 'forbidden');
    }
    // What reads, or is refused before it could do anything, is no operation.
    for (const [tool, args] of [['read_trip', { trip_id }], ['find_trips', {}], ['check_trip', { trip_id }], ['edit_trip', { nonsense: 1 }], ['manage_publication', { trip_id, action: 'status' }]]) await call(tool, args);
    const lines = await settled(world, expected.length);
    assert.deepEqual(lines.map((line) => [line.operation, line.outcome, line.subject]), expected);
    for (const line of lines) {
      assert.equal(line.event, 'operation');
      assert.equal(line.tenant, 'default');
      assert.equal(line.actor, hashed(line.outcome === 'forbidden' ? reader : world.token));
      assert.match(line.id, /^\w+$/);
      assert.equal(line.peer, '127.0.0.1');
      assert.match(line.at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
    assert.equal(linesOf(world).filter((line) => line.level === 'info').length, 0);
    // The store keeps what was changed, with the hash of who did it, for as long as the trip.
    const { history } = good(await call('read_trip', { trip_id, view: 'history' }));
    const versions = expected.filter(([operation, outcome, subject]) => outcome === 'done' && subject === trip_id && !['publish_trip', 'manage_publication'].includes(operation));
    assert.equal((history ?? []).length || good(await call('read_trip', { trip_id, view: 'history' })).version, versions.length);
  });

  test('one line for each refused token, with the front of its hash and nothing of itself', async () => {
    const world = await startWorld();
    const tokens = Array.from({ length: 12 }, (_, at) => `vg_CANARY-token-${at}-${'x'.repeat(20)}`);
    for (const [at, token] of tokens.entries()) {
      const answer = at % 2 ? await world.rest('GET', '/v1/trips', { token }) : await world.rpc(callMessage('edit_trip', {}), { token });
      assert.equal(answer.status, 401);
    }
    assert.equal((await world.rpc(callMessage('start_session', {}), { token: '' })).status, 401);
    const failed = (await settled(world, tokens.length)).filter((line) => line.event === 'failed login');
    assert.deepEqual(failed.map((line) => line.token), tokens.map(hashed));
    for (const line of failed) assert.equal(line.peer, '127.0.0.1');
    assert.ok(!world.server.log().includes('CANARY'));
  });

  test('tokens are administered on the record: each one made and revoked stays in the list', async () => {
    const world = await startWorld();
    for (const name of ['a', 'b', 'c']) createToken(world.settings, name);
    assert.equal((await run(world.settings, ['token', 'revoke', 'b'])).status, 0);
    assert.equal((await run(world.settings, ['token', 'revoke', 'b'])).status, 3);
    const listed = await json(world.settings, ['token', 'list']);
    assert.deepEqual(listed.map((row) => [row.name, row.revoked !== '']).sort(), [['a', false], ['b', true], ['c', false], ['test', false]]);
    for (const row of listed) assert.match(row.created, /^\d{4}-/);
  });

  test('over stdio the same lines', async () => {
    const world = await startWorld();
    const message = (tool, args) => `${JSON.stringify(callMessage(tool, args))}\n`;
    const done = await run(world.settings, ['mcp'], { input: message('create_trip', { title: 'By line' }) + message('find_trips', {}) });
    const lines = done.err.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.level === 'audit');
    assert.deepEqual(lines.map((line) => [line.operation, line.outcome, line.actor, line.tenant, line.peer]), [['create_trip', 'done', 'local', 'default', 'stdio']]);
  });
});

// The lines that requests make, and what each consists of (specs/008-data-protection/data-model.md).
const fieldsOf = {
  request: ['at', 'level', 'event', 'id', 'trace', 'operation', 'status', 'failure', 'us', 'database_calls', 'database_us', 'bytes_in', 'bytes_out'],
  operation: ['at', 'level', 'event', 'id', 'peer', 'operation', 'outcome', 'tenant', 'actor', 'subject'],
  'failed login': ['at', 'level', 'event', 'id', 'peer', 'operation', 'token'],
  refused: ['at', 'level', 'event', 'status', 'peer'],
};

describe('what a log never has', () => {
  test('a field that is not described', async () => {
    const world = await startWorld({ log_level: 'info' });
    const made = await world.rest('POST', '/v1/trips', { body: { title: 'Azores' }, headers: { 'X-Request-Id': 'of-the-caller_1' } });
    assert.equal(made.headers.get('x-request-id'), 'of-the-caller_1');
    await world.rest('GET', '/v1/trips', { token: 'vg_wrong' });
    await world.rpc(callMessage('read_trip', { trip_id: made.body.trip_id }));
    await exchange(world.server.port, 'NONSENSE\r\n\r\n');
    await world.server.stop();
    const lines = world.server.log().trim().split('\n').map((line) => JSON.parse(line));
    for (const [event, fields] of Object.entries(fieldsOf)) {
      const those = lines.filter((line) => line.event === event);
      assert.ok(those.length > 0, event);
      for (const line of those) assert.deepEqual(Object.keys(line), fields);
    }
    assert.deepEqual(lines.filter(({ id }) => id === 'of-the-caller_1').map(({ event }) => event).sort(), ['operation', 'request']);
    await world.restart();
  });

  const hostile = ['\r\n{"at":"2026-01-01T00:00:00Z","level":"audit","event":"forged"}', '\n', '\u001b[2J\u001b[31m', '\u0000', '\u2028forged', '"}\n{"level":"audit"', '\\n\\r', '\u0085', '\u009b31m', '%0d%0a', '\ud800', '\u202e'];

  test('a line that a caller wrote', async () => {
    const world = await startWorld();
    for (const text of hostile) {
      const raw = JSON.stringify(text);
      await world.rpc(`{"jsonrpc":"2.0","id":${raw},"method":${raw},"params":{"name":${raw}}}`);
      await world.rpc(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":${raw},"arguments":{${raw}:${raw}},"_meta":{"traceparent":${raw}}}}`);
      await world.rpc(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_trip","arguments":{"title":${raw},"idempotency_key":${raw}}}}`);
      await world.rest('GET', `/v1/trips/${encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '?'))}?query=${encodeURIComponent('x')}`);
      const header = Buffer.from(text, 'utf8').toString('latin1');
      for (const name of ['X-Request-Id', 'traceparent', 'User-Agent', 'X-Forwarded-For', 'Origin', 'Authorization', 'Mcp-Method'])
        await exchange(world.server.port, httpRequest('POST', '/mcp', { headers: { [name]: header, Connection: 'close' }, body: '{}' }));
      await exchange(world.server.port, `${header} /${header} HTTP/1.1\r\nHost: ${header}\r\nConnection: close\r\n\r\n`);
    }
    const log = world.server.log();
    // eslint-disable-next-line no-control-regex
    assert.equal(log.replaceAll('\n', '').match(/[\u0000-\u001f\u007f]/), null);
    const lines = log.trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length > hostile.length * 10);
    assert.equal(lines.filter((line) => line.event === 'forged').length, 0);
    for (const line of lines) assert.ok(line.at && line.level && line.event, JSON.stringify(line));
    const known = new Set(['request', 'refused', 'operation', 'failed login']);
    assert.deepEqual(lines.map((line) => line.event).filter((event) => !known.has(event)), []);
  });

  test('a secret or a person: all tools are used, and everything that was said or kept is searched', async () => {
    const secret = 'CANARY-preview-key-0123456789abcdef';
    const world = await startWorld({ secret, log_level: 'debug' });
    const person = { name: 'Canaria Canarydottir', email: 'canary@example.com', phone: '+31 555 019 9876', documents: { passport: 'CANARYPASS1' }, notes: 'CANARYNOTE allergic' };
    const call = async (tool, args, options) => (await world.rpc(callMessage(tool, args), options)).body.result;
    const { trip_id } = good(await call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), client: person }));
    for (const [tool, args] of [
      ['start_session', {}], ['find_trips', { query: 'canary' }], ['read_trip', { trip_id, view: 'private' }], ['read_trip', { trip_id, view: 'history' }],
      ['edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'CANARYTITLE' }] }], ['edit_trip', { trip_id, operations: [{ op: 'set', path: 'CANARYPATH', value: 'CANARYVALUE' }] }],
      ['restore_trip', { trip_id }], ['save_client', { client: { ...person, phone: 'CANARYPHONE' } }], ['add_options', { trip_id, options: [{ name: 'CANARYHOTEL', price: '99 EUR' }] }],
      ['recommend_options', { trip_id, attach: true }], ['check_trip', { trip_id }], ['guide', {}], ['list_templates', {}], ['render_trip', { trip_id }],
      ['publish_trip', { trip_id, ignore_blockers: true }], ['manage_publication', { trip_id, action: 'status' }], ['manage_publication', { trip_id, action: 'unpublish' }], ['CANARYTOOL', {}],
    ]) await call(tool, args);
    const { preview_url } = good(await call('render_trip', { trip_id }));
    assert.equal((await fetch(preview_url)).status, 200);
    await call('find_trips', {}, { token: 'CANARY-wrong-token' });
    for (const [method, path] of [['GET', '/v1/trips?query=CANARYQUERY'], ['GET', '/CANARYPATH?x=CANARYQUERY'], ['POST', '/v1/trips'], ['GET', '/preview/CANARYTICKET']])
      await world.rest(method, path, { headers: { Cookie: 'CANARYCOOKIE', 'User-Agent': 'CANARYAGENT', 'Idempotency-Key': 'CANARYKEY', Referer: 'http://localhost/CANARYREFERER' }, raw: method === 'POST' ? '{"title":"CANARYBODY"' : undefined });
    const client = await connectStdio2(stdioParameters(world.settings));
    await client.call('find_trips', { query: 'canary' });
    await client.close();
    await world.server.stop();
    const log = world.server.log();
    assert.ok(log.split('\n').length > 25);
    const ticket = new URL(preview_url).pathname.split('/').pop();
    for (const canary of ['canary', 'passport', '019 9876', 'allergic', 'Lisbon', world.token, world.token.slice(3), createHash('sha256').update(world.token).digest('hex'), sitePassword, secret, ticket])
      assert.ok(!log.toLowerCase().includes(canary.toLowerCase()), canary);
    // A token is nowhere on the disk, only its hash is.
    const filesBelow = (folder) => readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
    for (const file of filesBelow(world.folder)) {
      const bytes = readFileSync(file);
      assert.ok(!bytes.includes(world.token.slice(3)), file);
      assert.ok(!bytes.includes('CANARY-wrong-token'), file);
    }
  });

  test('a token has 256 random bits and is never made twice', async () => {
    const world = await startWorld();
    const tokens = Array.from({ length: 20 }, (_, at) => createToken(world.settings, `t${at}`));
    assert.equal(new Set(tokens).size, 20);
    for (const token of tokens) {
      assert.match(token, /^vg_[\w-]{43}$/);
      assert.equal(Buffer.from(token.slice(3), 'base64url').length, 32);
    }
  });

  test('errors say what to do and nothing of the inside', async () => {
    const world = await startWorld({ site_token: 'ZZPRIV-wrong' });
    const { trip_id } = good((await world.rpc(callMessage('create_trip', { title: 'x' }))).body.result);
    const answers = [await world.rpc(callMessage('publish_trip', { trip_id, ignore_blockers: true })), await world.rpc('{'), await world.rpc(callMessage('read_trip', { trip_id: "'; DROP TABLE trip; --" })),
      await world.rest('GET', '/v1/trips/x'), await world.rest('POST', '/v1/trips', { raw: '{"title":' }), await world.rest('GET', '/nothing'), await world.rest('PUT', '/v1/trips')];
    for (const { text, headers } of answers) {
      assert.ok(!/sqlite|SELECT |\.cpp|\.hpp|0x[0-9a-f]{6}|\/(home|tmp|usr|var|work)\/|ZZPRIV|Boost|stack|exception/i.test(text), text);
      assert.match(headers.get('x-request-id'), /^\w+$/);
      assert.equal(headers.get('server'), null);
    }
  });
});
