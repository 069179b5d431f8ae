// Snapshots while the server works, going back to one, and what may not be gone back to.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { answer, fresh, json, refused } from './cli.mjs';
import { good, startWorld } from './world.mjs';

describe('backup', () => {
  let world;
  let client;
  let file;
  const trips = [];  // acknowledged before the snapshot
  const titles = async (settings) => (await json(settings, ['trip', 'list', '--limit', '50'])).trips.map((trip) => trip.title).sort();

  before(async () => {
    world = await startWorld();
    client = await world.connect();
    file = join(world.folder, 'snapshot.db');
  });

  test('a snapshot of a server at work holds all that was acknowledged before', async () => {
    for (let i = 0; i < 10; ++i) trips.push(good(await client.call('create_trip', { title: `Trip ${i}` })).trip_id);
    let working = true;
    const writer = (async () => {
      for (let i = 0; working; ++i) good(await client.call('edit_trip', { trip_id: trips[i % 10], operations: [{ op: 'set', path: 'meta/tagline', value: `Line ${i}` }] }));
    })();
    const made = await json(world.settings, ['snapshot', file]);
    working = false;
    await writer;
    assert.deepEqual(made, { file, schema: 2 });
    assert.equal(statSync(file).mode & 0o777, 0o600, 'others may read it');
    assert.ok(!readdirSync(world.folder).some((name) => name.includes('unfinished')));
    const elsewhere = fresh();
    assert.match(await answer(elsewhere, ['restore', file]), /^10 trips and \d+ events, checked\.\n$/);
    assert.deepEqual(await titles(elsewhere), trips.map((_, i) => `Trip ${i}`));
    assert.match(await answer(elsewhere, ['doctor']), /ok {4}trips {13}10 trips are what/);
  });

  test('a snapshot overwrites nothing', () => refused(world.settings, ['snapshot', file], 'conflict', [/exists already/]));

  test('going back needs --replace, and a server that is stopped; what was there is kept', async () => {
    good(await client.call('create_trip', { title: 'After the snapshot' }));
    await refused(world.settings, ['restore', file], 'conflict', [/--replace/]);
    await refused(world.settings, ['restore', file, '--replace'], 'conflict', [/in use/]);
    assert.equal(good(await client.call('find_trips', { query: 'after' })).trips.length, 1, 'the server lost something');
    await client.close();
    await world.server.stop();
    const done = await json(world.settings, ['restore', file, '--replace']);
    assert.equal(done.trips, 10);
    assert.deepEqual(await titles(world.settings), trips.map((_, i) => `Trip ${i}`));
    assert.ok((await titles({ ...world.settings, database: done.kept })).includes('After the snapshot'));
    await world.restart();
    client = await world.connect();
    assert.equal(good(await client.call('find_trips', { query: 'after' })).trips.length, 0);
  });

  const damaged = {
    'a part of one': [(path) => truncateSync(path, 20_000), [/no database that can be used|cannot be read/]],
    'no database': [(path) => writeFileSync(path, 'something else\n'.repeat(900)), [/no database that can be used: file is not a database/]],
    'bytes that changed': [(path) => {
      const bytes = readFileSync(path);
      bytes[9000] ^= 1;
      writeFileSync(path, bytes);
      copyFileSync(`${file}.sha256`, `${path}.sha256`);
    }, [/its bytes are not those of/]],
    'values that changed, and no digest': [(path) => {
      const bytes = readFileSync(path);
      for (let at = bytes.indexOf('Trip 3'); at >= 0; at = bytes.indexOf('Trip 3', at + 1)) bytes.write('Trop', at);
      writeFileSync(path, bytes);
    }, [/no database that can be used|contradicts itself/]],
  };
  for (const [name, [damage, parts]] of Object.entries(damaged)) {
    test(`going back to ${name} is refused and changes nothing`, async () => {
      const here = fresh();
      await answer(here, ['trip', 'create', '--title', 'Stays']);
      const bad = join(dirname(here.database), 'bad.db');
      copyFileSync(file, bad);
      damage(bad);
      await refused(here, ['restore', bad, '--replace'], 'invalid', parts);
      assert.deepEqual(await titles(here), ['Stays']);
      assert.ok(!readdirSync(dirname(here.database)).some((one) => /trial|before|next/.test(one)));
    });
  }

  test('a file that is not there', () => refused(fresh(), ['restore', '/nowhere/x.db'], 'not_found', [/no file/]));

  test('compaction beside a server changes no answer', async () => {
    const [trip_id] = trips;
    for (let i = 0; i < 220; ++i) good(await client.call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: `T${i}` }] }));
    const read = (version) => client.call('read_trip', { trip_id, view: 'private', version }).then(good);
    const earlier = await Promise.all([1, 5, 100, 221].map(read));
    const done = await json(world.settings, ['compact']);
    assert.equal(done.checkpoints, 1);
    assert.equal(done.events_forgotten, 0);
    assert.deepEqual(await Promise.all([1, 5, 100, 221].map(read)), earlier);
    assert.match(await answer(world.settings, ['doctor']), /ok {4}trips/);
    assert.equal(existsSync(world.settings.database), true);
  });
});
