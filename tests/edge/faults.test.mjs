// The worker when D1 fails, answers late or not at all, and when many write at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createEdgeToken, openD1 } from '../../tools/local/edge.mjs';
import { around, count, isolate } from './isolate.mjs';

let d1, db, token, calm;
before(async () => {
  d1 = await openD1();
  ({ db } = d1);
  token = await createEdgeToken(db);
  calm = isolate(db, token);
});
after(() => d1.close());

let made = 0;
async function newTrip() {
  const trip = await calm.tool('create_trip', { title: `Trip ${++made}`, destination: 'Rome' });
  assert.equal(trip.status, 'created', JSON.stringify(trip));
  return trip.trip_id;
}
const title = (value) => [{ op: 'set', path: 'meta/title', value }];
const titleOf = async (trip_id) => (await calm.tool('read_trip', { trip_id, view: 'full' })).trip.meta.title;
const eventsOf = async (trip_id) => (await db.batch([db.prepare('SELECT count(*) AS n FROM event WHERE subject = ?').bind(trip_id)]))[0].results[0].n;

describe('a batch', () => {
  test('that fails in one statement writes nothing of the others', async () => {
    const trip_id = await newTrip();
    const [events, requests] = [await count(db, 'event'), await count(db, 'request')];
    await db.batch([db.prepare("CREATE TRIGGER broken BEFORE INSERT ON request BEGIN SELECT RAISE(ABORT, 'disk on fire'); END")]);
    const answer = await calm.tool('edit_trip', { trip_id, operations: title('Lost') });
    await db.batch([db.prepare('DROP TRIGGER broken')]);
    assert.match(answer.error, /^Error \((conflict|unavailable|internal)\)/);
    assert.equal(await titleOf(trip_id), `Trip ${made}`);
    assert.deepEqual([await count(db, 'event'), await count(db, 'request')], [events, requests]);
    assert.equal((await calm.tool('edit_trip', { trip_id, operations: title('Found') })).status, 'applied');
  });

  test('whose answer is lost has no second effect when it is sent again', async () => {
    const trip_id = await newTrip();
    let lost = 0;
    const unlucky = isolate(around(db, async (run, statements) => {
      const answer = await run();
      if (statements.length > 1 && lost++ === 0) throw new Error('D1_ERROR: Network connection lost.');
      return answer;
    }), token);
    const edit = { trip_id, operations: title('Once') };
    const first = await unlucky.tool('edit_trip', edit);
    assert.match(first.error, /unavailable.*may be sent again/s);
    const second = await unlucky.tool('edit_trip', edit);
    assert.equal(second.status, 'duplicate');
    assert.equal(second.version, 2);
    assert.equal(await eventsOf(trip_id), 2);
    assert.equal(await titleOf(trip_id), 'Once');
  });

  test('that D1 never saw is applied when it is sent again', async () => {
    const trip_id = await newTrip();
    let failed = 0;
    const overloaded = isolate(around(db, async (run) => {
      if (failed++ === 0) throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.');
      return run();
    }), token);
    const edit = { trip_id, operations: title('Later') };
    assert.match((await overloaded.tool('edit_trip', edit)).error, /overloaded.*may be sent again/s);
    assert.equal((await overloaded.tool('edit_trip', edit)).status, 'applied');
    assert.equal(await eventsOf(trip_id), 2);
  });
});

describe('many at once', () => {
  test('of 50 edits against one version one is applied, and 49 are told the version', async () => {
    const trip_id = await newTrip();
    const isolates = Array.from({ length: 5 }, () => isolate(db, token));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => isolates[i % 5].tool('edit_trip', { trip_id, operations: title(`Writer ${i}`), expected_version: 1 })));
    const applied = answers.filter((answer) => answer.status === 'applied');
    const conflicts = answers.filter((answer) => /^Error \(conflict\).*version 2/s.test(answer.error ?? ''));
    assert.deepEqual([applied.length, conflicts.length], [1, 49]);
    assert.equal(await eventsOf(trip_id), 2);
  });

  test('of 50 identical requests one makes an event', async () => {
    const trip_id = await newTrip();
    const isolates = Array.from({ length: 5 }, () => isolate(db, token));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => isolates[i % 5].tool('edit_trip', { trip_id, operations: title('The same') })));
    const by = (status) => answers.filter((answer) => answer.status === status).length;
    assert.deepEqual([by('applied'), by('duplicate')], [1, 49]);
    assert.ok(answers.every((answer) => answer.version === 2));
    assert.equal(await eventsOf(trip_id), 2);
  });

  test('of 50 edits of different fields without a version none is lost', async () => {
    const trip_id = await newTrip();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) =>
      calm.tool('edit_trip', { trip_id, operations: [{ op: 'add', path: 'lodging', value: { name: `Hotel ${i}` } }] })));
    assert.ok(answers.every((answer) => answer.status === 'applied'), JSON.stringify(answers.find((answer) => answer.status !== 'applied')));
    const { trip } = await calm.tool('read_trip', { trip_id, view: 'full' });
    assert.deepEqual(trip.lodging.map((stay) => stay.name).sort(), Array.from({ length: 50 }, (_, i) => `Hotel ${i}`).sort());
    assert.equal(await eventsOf(trip_id), 51);
  });

  test('an isolate that acts on what another has changed since is told so', async () => {
    const trip_id = await newTrip();
    const [one, other] = [isolate(db, token), isolate(db, token)];
    const { version } = await one.tool('read_trip', { trip_id });
    assert.equal((await other.tool('edit_trip', { trip_id, operations: title('Other'), expected_version: version })).status, 'applied');
    assert.match((await one.tool('edit_trip', { trip_id, operations: title('One'), expected_version: version })).error, /^Error \(conflict\)/);
    assert.equal(await titleOf(trip_id), 'Other');
    // A revoked token is over at once, everywhere.
    const guest = await createEdgeToken(db, 'read');
    const visitors = [isolate(db, guest), isolate(db, guest)];
    for (const visitor of visitors) assert.equal((await visitor.tool('read_trip', { trip_id })).version, 2);
    await db.batch([db.prepare("UPDATE token SET revoked_at = 1 WHERE scopes = 'read'")]);
    for (const visitor of visitors) assert.equal((await visitor.tool('read_trip', { trip_id })).status, 401);
  });
});

describe('limits', () => {
  test('of D1 are kept by every statement, also of the largest requests', async () => {
    let most = { params: 0, sql: 0, cell: 0, statements: 0 };
    const watched = isolate(around(db, (run, statements) => {
      most = {
        params: Math.max(most.params, ...statements.map(({ params }) => params.length)),
        sql: Math.max(most.sql, ...statements.map(({ sql }) => Buffer.byteLength(sql))),
        cell: Math.max(most.cell, ...statements.flatMap(({ params }) => params.map((param) => Buffer.byteLength(String(param))))),
        statements: Math.max(most.statements, statements.length),
      };
      return run();
    }), token);
    const { trip_id } = await watched.tool('create_trip', { title: 'Large' });
    const options = Array.from({ length: 500 }, (_, i) => ({ name: `Hotel ${i} `.padEnd(80, 'x'), city: 'Rome', price: '100.00', currency: 'EUR', checkIn: '2027-05-01', checkOut: '2027-05-06', commission: 10 }));
    assert.equal((await watched.tool('add_options', { trip_id, options })).stored, 500);
    const operations = Array.from({ length: 100 }, (_, i) => ({ op: 'add', path: 'lodging', value: { name: `Stay ${i}`, cancellationPolicy: 'y'.repeat(1900) } }));
    assert.equal((await watched.tool('edit_trip', { trip_id, operations })).status, 'applied');
    await watched.tool('restore_trip', { trip_id });
    await watched.tool('find_trips', { query: 'large stay hotel one two three four five six' });
    assert.ok(most.params <= 100 && most.sql <= 100_000 && most.cell <= 2_000_000, JSON.stringify(most));
    assert.ok(most.cell > 100_000, 'nothing large was sent');
  });

  test('of the document hold: what would make it larger than 1 MB changes nothing', async () => {
    const trip_id = await newTrip();
    const large = (from, stays) => Array.from({ length: stays }, (_, i) => ({ op: 'add', path: 'lodging', value: { name: `Stay ${from + i}`, cancellationPolicy: 'z'.repeat(1900), priceNote: 'z'.repeat(400) } }));
    let answer, version = 1;
    for (let i = 0; i < 15; ++i) {
      answer = await calm.tool('edit_trip', { trip_id, operations: large(i * 40, 40) });
      if (answer.status !== 'applied') break;
      ({ version } = answer);
    }
    assert.match(answer.error ?? '', /^Error \(too_large\)/, JSON.stringify(answer).slice(0, 300));
    const { trip } = await calm.tool('read_trip', { trip_id, view: 'full' });
    assert.equal(trip.lodging.length, (version - 1) * 40);
    assert.equal(await eventsOf(trip_id), version);
    assert.equal((await calm.tool('edit_trip', { trip_id, operations: title('Still alive') })).status, 'applied');
  });

  test('of a request are those of the native server', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { text: 'x'.repeat(1 << 20) } });
    const refused = await calm.send('POST', '/mcp', { body });
    assert.equal(refused.status, 413);
    assert.match((await refused.json()).detail, /at most 1 MiB/);
    // Without a length it is not read to its end.
    let sent = 0;
    const endless = new ReadableStream({ pull: (controller) => { sent += 65536; controller.enqueue(new Uint8Array(65536)); } });
    assert.equal((await calm.send('POST', '/mcp', { body: endless })).status, 413);
    assert.ok(sent < 3 << 20, `${sent} bytes were read`);
    assert.equal((await calm.send('GET', '/health', { headers: { 'x-long': 'x'.repeat(20_000) } })).status, 431);
  });
});

test('a core that fails is replaced, and the next request is well', async () => {
  const trip_id = await newTrip();
  let break_it = true;
  // Rows that are none: the first says how many cells the others have.
  const torn = isolate(around(db, async (run) => {
    const answer = await run();
    if (!break_it) return answer;
    break_it = false;
    return answer.map((set) => ({ ...set, results: [{ a: 1, b: 2, c: 3 }, {}] }));
  }), token);
  const waiting = torn.tool('read_trip', { trip_id });
  assert.equal((await waiting).status, 503);
  assert.match(torn.log.join('\n'), /core failed/);
  assert.equal((await torn.tool('read_trip', { trip_id })).version, 1);
});

test('a worker with wrong settings says which', () => {
  assert.throws(() => isolate(db, token, { VOYGENT_SECRET: 'short' }), /VOYGENT_SECRET/);
  assert.throws(() => isolate(db, token, { VOYGENT_PUBLIC_URL: 'trips.example.com' }), /VOYGENT_PUBLIC_URL/);
});

test('nothing private is in the log', async () => {
  await calm.tool('save_client', { client: { name: 'ZZPRIV Person', email: 'zzpriv@example.com', notes: 'ZZPRIV note' } });
  const log = calm.log.join('\n');
  assert.match(log, /"operation":"save_client"/);
  assert.doesNotMatch(log, /ZZPRIV|zzpriv|vg_/);
});
