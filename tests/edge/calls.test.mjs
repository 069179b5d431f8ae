// What every tool costs: the calls that D1 gets and the rows that it counts, both taken at the database and not from the worker's word.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createEdgeToken, openD1 } from '../../tools/local/edge.mjs';
import { around, isolate } from './isolate.mjs';

let d1, worker, counted;
before(async () => {
  d1 = await openD1();
  const token = await createEdgeToken(d1.db);
  worker = isolate(around(d1.db, async (run) => {
    const results = await run();
    counted.calls += 1;
    for (const { meta } of results) {
      counted.written += meta.rows_written;
      counted.read += meta.rows_read;
    }
    return results;
  }), token);
});
after(() => d1.close());

async function cost(tool, args) {
  counted = { calls: 0, written: 0, read: 0 };
  const answer = await worker.tool(tool, args);
  assert.equal(answer.error, undefined, `${tool}: ${answer.error}`);
  assert.equal(answer.calls, counted.calls, `${tool} tells another number of calls than D1 got`);
  return { ...counted, answer };
}

test('every tool makes one call, going back two, and an edit writes three rows', async (context) => {
  const table = {};
  const costs = async (tool, args, most) => {
    const { answer, ...spent } = await cost(tool, args);
    table[tool] = spent;
    assert.ok(spent.calls <= most, `${tool} makes ${spent.calls} calls`);
    return answer;
  };
  const { trip_id } = await costs('create_trip', { title: 'Rome', destination: 'Rome', start: '2027-05-01', end: '2027-05-06' }, 1);
  const edit = (path, value, op = 'set') => ({ trip_id, operations: [{ op, path, value }] });
  // A word that the search did not know is a row of its own. (The first edit of a day writes five: tests/plans.)
  assert.equal((await cost('edit_trip', edit('meta/currency', 'EUR'))).written, 3);
  for (const [path, value, op] of [['travelers/count', 3], ['lodging', { checkIn: '2027-05-01', checkOut: '2027-05-06', total: '400 EUR' }, 'add'], ['dates/flexible', null]])
    assert.ok((await cost('edit_trip', edit(path, value, op))).written <= 3, `an edit of ${path} writes more`);
  assert.equal((await cost('edit_trip', edit('meta/title', 'Rome, slowly'))).written, 4);
  await costs('edit_trip', edit('meta/title', 'Slowly Rome'), 1);
  assert.equal(table.edit_trip.written, 3);
  const options = Array.from({ length: 100 }, (_, i) => ({ name: `Hotel ${i}`, city: 'Rome', price: `${100 + i}.00`, currency: 'EUR', checkIn: '2027-05-01', checkOut: '2027-05-06' }));
  await costs('add_options', { trip_id, options }, 1);
  await costs('recommend_options', { trip_id }, 1);
  for (const tool of ['start_session', 'list_templates', 'guide']) await costs(tool, {}, 1);
  await costs('find_trips', { query: 'rome' }, 1);
  for (const tool of ['read_trip', 'check_trip', 'render_trip']) await costs(tool, { trip_id }, 1);
  await costs('save_client', { client: { name: 'Ana', email: 'ana@example.com' } }, 1);
  await costs('restore_trip', { trip_id, version: 1 }, 2);
  await costs('manage_publication', { trip_id, action: 'status' }, 2);
  for (const [tool, spent] of Object.entries(table)) context.diagnostic(`${tool}: ${spent.calls} calls, ${spent.read} rows read, ${spent.written} written`);
  assert.equal(Object.keys(table).length, 14);
});
