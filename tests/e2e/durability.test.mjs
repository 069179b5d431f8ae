// Nothing is lost and nothing happens twice: crowds and kills, over the network.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { connectSdk2 } from '../../tools/local/clients.mjs';
import { callMessage, good, startWorld, tripText } from './world.mjs';

describe('crowds', () => {
  let world;
  before(async () => { world = await startWorld(); });
  const call = async (tool, args) => (await world.rpc(callMessage(tool, args))).body.result;

  test('one create, sent 50 times at once, makes one trip', async () => {
    const args = { document: JSON.parse(tripText('05-safari')), client: { name: 'Crowd', email: 'crowd@example.com' } };
    const results = await Promise.all(Array.from({ length: 50 }, () => call('create_trip', args)));
    const ids = new Set(results.map((result) => good(result).trip_id));
    assert.equal(ids.size, 1);
    const statuses = results.map((result) => result.structuredContent.status);
    assert.equal(statuses.filter((status) => status === 'created').length, 1);
    assert.equal(statuses.filter((status) => status === 'duplicate').length, 49);
    const found = good(await call('find_trips', { query: 'crowd' }));
    assert.equal(found.trips.length, 1);
  });

  test('50 different edits on one version: one is applied, 49 are conflicts that name the version', async () => {
    const { trip_id } = good(await call('create_trip', { title: 'Contested' }));
    const results = await Promise.all(Array.from({ length: 50 }, (_, i) => call('edit_trip', {
      trip_id, expected_version: 1, operations: [{ op: 'set', path: 'meta/title', value: `Title ${i}` }],
    })));
    const applied = results.filter((result) => !result.isError);
    assert.equal(applied.length, 1);
    const conflicts = results.filter((result) => result.isError && /conflict/.test(result.content[0].text) && /version 2/.test(result.content[0].text));
    assert.equal(conflicts.length, 49);
    const history = good(await call('read_trip', { trip_id, view: 'history' })).history;
    assert.equal(history.length, 2);
  });

  test('50 edits without an expected version are all kept', async () => {
    const { trip_id } = good(await call('create_trip', { title: 'Shared' }));
    const added = await Promise.all(Array.from({ length: 50 }, (_, i) => call('edit_trip', {
      trip_id, operations: [{ op: 'add', path: 'lodging', value: { name: `Hotel ${i}` } }],
    })));
    const versions = new Set(added.map((result) => good(result).version));
    assert.equal(versions.size, 50);
    const lodging = good(await call('read_trip', { trip_id, sections: ['lodging'] })).trip.lodging;
    assert.equal(lodging.length, 50);
  });
});

describe('kills', () => {
  test('kill -9 in the middle of a conversation: everything acknowledged is there', async () => {
    const world = await startWorld({ durability: 'safe' });
    for (let round = 0; round < 5; ++round) {
      const client = await connectSdk2(`${world.server.url}/mcp`, world.token);
      const { trip_id } = good(await client.call('create_trip', { title: `Round ${round}`, client: { name: `Client ${round}` } }));
      const acknowledged = [];
      const sent = [];
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; ; ++i) {
          const name = `w${writer}-${i}`;
          sent.push(name);
          const result = await client.call('edit_trip', { trip_id, operations: [{ op: 'add', path: 'lodging', value: { name } }] });
          acknowledged.push({ name, version: good(result).version });
        }
      });
      setTimeout(() => world.server.stop('SIGKILL'), 150 + round * 37);
      await Promise.allSettled(writers);
      await world.server.ended;
      await client.close().catch(() => {});

      await world.restart();
      const again = await world.connect();
      const read = good(await again.call('read_trip', { trip_id, sections: ['lodging'] }));
      const names = (read.trip.lodging ?? []).map((stay) => stay.name);
      assert.ok(acknowledged.length > 0, 'the kill came before anything was acknowledged');
      for (const { name } of acknowledged) assert.ok(names.includes(name), `${name} was acknowledged and is gone`);
      assert.equal(new Set(names).size, names.length, 'something is there twice');
      for (const name of names) assert.ok(sent.includes(name));
      assert.equal(read.version, names.length + 1);
      // What was on its way when it died: the same request again is applied once, or was applied already.
      for (const name of sent.filter((one) => !acknowledged.some((done) => done.name === one)))
        good(await again.call('edit_trip', { trip_id, operations: [{ op: 'add', path: 'lodging', value: { name } }] }));
      const after = good(await again.call('read_trip', { trip_id, sections: ['lodging'] })).trip.lodging.map((stay) => stay.name);
      assert.deepEqual([...after].sort(), [...new Set(sent)].sort());
      await again.close();
    }
  });

  test('SIGTERM ends what is in flight and then the server', async () => {
    const world = await startWorld();
    const inFlight = Array.from({ length: 20 }, (_, i) => world.rpc(callMessage('create_trip', { title: `Draining ${i}` })));
    await inFlight[0];
    const answers = Promise.allSettled(inFlight);
    const ended = await world.server.stop('SIGTERM');
    assert.deepEqual(ended, { code: 0, signal: null });
    const answered = (await answers).filter((one) => one.status === 'fulfilled' && !one.value.body.result.isError).length;
    await world.restart();
    const found = (await world.rpc(callMessage('find_trips', { query: 'draining', limit: 50 }))).body.result.structuredContent;
    assert.ok(found.trips.length >= answered, `${answered} were acknowledged, ${found.trips.length} are there`);
  });
});
