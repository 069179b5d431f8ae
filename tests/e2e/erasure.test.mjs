// All that is stored about a client, and taking it away for good.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { answer, codes, fresh, json, run } from './cli.mjs';
import { scratchFolder, startWorld } from './world.mjs';

let world;
let client;
let trips;
const canary = 'Ottilie Zzcanary';
const call = async (name, args) => {
  const result = await client.call(name, args);
  assert.ok(!result.isError, JSON.stringify(result.content));
  return result.structuredContent;
};
const bytesOf = () => ['', '-wal'].map((end) => { try { return readFileSync(world.settings.database + end, 'latin1'); } catch { return ''; } }).join('');

before(async () => {
  world = await startWorld();
  client = await world.connect();
  await call('save_client', { client: { name: canary, email: 'ottilie@zzcanary.example', phone: '555 0100' } });
  trips = [];
  for (const title of ['Harbour zzcanary', 'Mountain zzcanary'])
    trips.push((await call('create_trip', { title, client: { name: canary, email: 'ottilie@zzcanary.example' } })).trip_id);
  const { trip_id: other } = await call('create_trip', { document: { meta: { title: 'Of somebody else' }, travelers: { details: [{ name: 'A friend' }] } } });
  await call('edit_trip', { trip_id: other, operations: [{ op: 'set', path: '_private/note', value: 'came through ottilie@zzcanary.example' }] });
  trips.push(other);
  await call('edit_trip', { trip_id: trips[0], operations: [{ op: 'set', path: 'meta/tagline', value: 'first zzcanary line' }] });
  await call('edit_trip', { trip_id: trips[0], operations: [{ op: 'set', path: 'meta/tagline', value: 'second line' }] });
  await call('add_options', { trip_id: trips[0], options: [{ name: 'Zzcanary Hotel', kind: 'hotel', city: 'Rome' }] });
});

describe('a client', () => {
  test('is exported whole, by id and by address, for its owner alone to read', async () => {
    const out = join(scratchFolder(), 'ottilie.json');
    const said = await answer(world.settings, ['client', 'export', ' OTTILIE@zzcanary.example', '--out', out]);
    assert.match(said, /2 trips/);
    assert.match(said, new RegExp(`Named in trips of others, which are not changed:\n  ${trips[2]}`));
    assert.equal(statSync(out).mode & 0o777, 0o600);
    const data = JSON.parse(readFileSync(out, 'utf8'));
    assert.equal(data.client.document.phone, '555 0100');
    assert.deepEqual(data.trips.map(({ id }) => id).sort(), trips.slice(0, 2).sort());
    const harbour = data.trips.find(({ id }) => id === trips[0]);
    assert.ok(JSON.stringify(harbour.events).includes('first zzcanary line'), 'older versions too');
    assert.ok(JSON.stringify(harbour.offers).includes('Zzcanary Hotel'));
    assert.deepEqual(await json(world.settings, ['client', 'export', data.client.id]), data);
  });

  test('that is not there is said to be so', async () => {
    const done = await run(world.settings, ['client', 'export', 'nobody@example.com']);
    assert.equal(done.status, codes.not_found);
    assert.match(done.err, /there is no client nobody@example\.com; give an id or an e-mail address/);
  });

  test('with a page on a site is not erased', async () => {
    await call('publish_trip', { trip_id: trips[0] });
    const before = bytesOf().length;
    const done = await run(world.settings, ['client', 'erase', 'ottilie@zzcanary.example', '--confirm']);
    assert.equal(done.status, codes.conflict);
    assert.match(done.err, /a page is still there: t_\w+ on staging; take it down first/);
    assert.equal(bytesOf().length, before);
    await answer(world.settings, ['publish', trips[0], '--takedown']);
  });

  test('is erased when that is confirmed, to the last byte, and nothing else is', async () => {
    assert.match(await answer(world.settings, ['client', 'erase', 'ottilie@zzcanary.example']), /Nothing was erased\. Repeat the command with --confirm/);
    assert.ok(bytesOf().includes('zzcanary'));
    await client.close();
    await world.server.stop();
    const done = await run(world.settings, ['client', 'erase', 'ottilie@zzcanary.example', '--confirm']);
    assert.equal(done.status, 0, done.err);
    assert.match(done.out, /Erased\. Snapshots and backups still hold it/);
    assert.match(done.err, /"level":"audit","event":"erasure","subject":"c_\w+","actor":"local"/);
    assert.ok(!done.err.toLowerCase().includes('zzcanary'));
    const left = bytesOf();
    for (const text of ['Zzcanary', 'zzcanary line', '555 0100', trips[0], trips[1]]) {
      if (text === 'Zzcanary') assert.equal(left.split('ottilie@zzcanary.example').length - 1, left.split('came through ottilie').length - 1, 'only what somebody else wrote is left');
      else assert.ok(!left.includes(text), text);
    }
    assert.match(await answer(world.settings, ['doctor']), /1 trips are what their \d+ events make/);
    assert.equal((await json(world.settings, ['trip', 'show', trips[2]])).title, 'Of somebody else');
    assert.equal((await run(world.settings, ['client', 'export', 'ottilie@zzcanary.example'])).status, codes.not_found);
  });
});

// An old system left rows without a place of their own; they are of a person all the same.
describe('a client of an older system', () => {
  test('is exported and erased with the rows that were kept', async () => {
    const settings = fresh();
    await answer(settings, ['import', join(projectFolder, 'tests', 'data', 'legacy', 'voygent-legacy.sql')]);
    const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', settings.database, sql], { encoding: 'utf8' }) || '[]');
    const kept = 'SELECT count(*) FROM legacy_row WHERE subject = c.id OR subject IN (SELECT id FROM trip WHERE client_id = c.id)';
    const [{ id, email_key: email, rows }] = ask(`SELECT id, email_key, (${kept}) AS rows FROM client AS c WHERE email_key IS NOT NULL ORDER BY rows DESC LIMIT 1`);
    assert.ok(rows > 0);
    const count = () => ask('SELECT count(*) AS n FROM legacy_row')[0].n;
    const before = count();
    const data = await json(settings, ['client', 'export', email]);
    assert.ok(data.rows_of_the_older_system.length >= rows);
    for (const row of data.rows_of_the_older_system) assert.deepEqual(Object.keys(row), ['table', 'key', 'cells']);
    await answer(settings, ['client', 'erase', id]);
    assert.equal(count(), before, 'without a confirmation nothing is erased');
    assert.equal((await run(settings, ['client', 'erase', id, '--confirm'])).status, 0);
    assert.equal(count(), before - data.rows_of_the_older_system.length);
    assert.equal(ask(`SELECT count(*) AS n FROM legacy_row WHERE cells LIKE '%${email}%'`)[0].n, 0);
    assert.match(await answer(settings, ['doctor']), /trips are what their \d+ events make/);
  });
});
