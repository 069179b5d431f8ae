// What whoever runs the server relies on: sockets, the end of a server, logs and counters.
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command, createToken, serve } from '../../tools/local/voygent.mjs';
import { callMessage, good, scratchFolder, startWorld, tripText } from './world.mjs';

const health = (socketPath) => new Promise((resolve, reject) => {
  request({ socketPath, path: '/health', headers: { Host: 'localhost' } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).on('error', reject).end();
});

describe('operations', () => {
  test('a Unix domain socket: for its user and group, taken over after a crash, gone at the end', async () => {
    const folder = scratchFolder();
    const socket = join(folder, 'voygent.sock');
    const settings = { database: join(folder, 'voygent.db'), host: `unix:${socket}` };
    const first = await serve(settings);
    assert.equal(await health(socket), 200);
    assert.equal(statSync(socket).mode & 0o777, 0o660);
    const second = command(settings, ['serve', '--json']);
    assert.notEqual(second.status, 0);
    assert.match(second.err, /another server listens on/);
    await first.stop('SIGKILL');
    assert.ok(existsSync(socket));
    const third = await serve(settings);
    assert.equal(await health(socket), 200);
    await third.stop();
    assert.ok(!existsSync(socket));
    for (const bad of ['unix:', `unix:${'x'.repeat(200)}`, `unix:${folder}/none/at.sock`]) {
      const refused = command({ ...settings, host: bad }, ['serve', '--json']);
      assert.notEqual(refused.status, 0, bad);
      assert.match(refused.err, /socket|listen/);
    }
  });

  test('a server that is told to stop ends what it has begun, and loses nothing', async () => {
    const world = await startWorld();
    const client = await world.connect();
    const { trip_id } = good(await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep' }));
    const edits = Array.from({ length: 40 }, (_, i) => world.rpc(callMessage('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/status', value: `edit ${i}` }] }, i)));
    const published = world.rpc(callMessage('publish_trip', { trip_id, target: 'staging', ignore_blockers: true }, 99));
    const answered = Promise.allSettled([...edits, published]);
    await Promise.race(edits);
    const { code } = await world.server.stop();
    assert.equal(code, 0);
    // Those that were on their way are answered; those that came too late were not taken.
    const answers = await answered;
    const told = answers.filter(({ status, value }) => status === 'fulfilled' && value.status === 200);
    assert.ok(told.length > 0);
    const applied = told.filter(({ value }) => value.body.result.structuredContent?.status === 'applied').length;
    await world.restart();
    const now = good((await world.rpc(callMessage('read_trip', { trip_id }))).body.result);
    assert.ok(now.version >= 1 + applied, `${now.version} versions, ${applied} edits told`);
    // Without the sites, which this process serves and cannot while it waits.
    const doctor = command({ database: world.settings.database }, ['doctor']);
    assert.equal(doctor.status, 0, doctor.out + doctor.err);
  });

  test('logs are JSON with the trace of the caller; counters are by tool', async () => {
    const world = await startWorld({ log_level: 'info' });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const other = '0af7651916cd43dd8448eb211c80319c';
    const header = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    await world.rpc(callMessage('start_session', {}), { headers: header });
    const inMessage = callMessage('guide', {});
    inMessage.params._meta = { traceparent: `00-${other}-b7ad6b7169203331-01` };
    await world.rpc(inMessage, { headers: header });
    await world.rpc(callMessage('read_trip', { trip_id: 't_0000000000000000' }), { headers: { traceparent: '00-nonsense' } });
    const metrics = await world.rest('GET', '/metrics');
    const admin = createToken(world.settings, 'no admin', 'read');
    assert.equal((await world.rest('GET', '/metrics', { token: admin })).status, 403);
    await world.server.stop();
    const lines = world.server.log().trim().split('\n').map((line) => JSON.parse(line)).filter(({ operation }) => operation);
    const traceOf = (operation) => lines.find((line) => line.operation === operation).trace;
    assert.deepEqual(['start_session', 'guide', 'read_trip'].map(traceOf), [trace, other, '']);
    for (const name of ['start_session', 'read_trip']) assert.match(metrics.text, new RegExp(`\\{[^}]*"${name}"`));
    assert.match(metrics.text, /not_found/);
    await world.restart();
  });
});
