// One planning conversation, as a chat has it with the tools. Every step says what must be true of its answer, so that the
// demonstration fails when the product does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../local/voygent.mjs';
import { capturedHotels } from './hotels.mjs';

const stay = { city: 'Lisbon', checkIn: '2027-03-11', checkOut: '2027-03-14', nights: 3 };

function tripDocument() {
  return JSON.parse(readFileSync(join(projectFolder, 'tests', 'data', 'trips', '01-city-break-3n.json'), 'utf8'));
}

// Plays it with a connected client; `run` makes the requests of this conversation different from those of another day.
// Returns the rows of the table and what came out.
export async function play(client, run) {
  const rows = [];
  let step = 0;
  const call = async (what, tool, args = {}) => {
    const started = performance.now();
    const result = await client.call(tool, args);
    const ms = performance.now() - started;
    rows.push({
      step: ++step,
      what,
      tool,
      calls: result._meta?.['voygent/db_calls'],
      ms,
      sent: JSON.stringify(args).length,
      received: Buffer.byteLength(JSON.stringify(result)),
    });
    return result;
  };
  const good = (result) => {
    assert.ok(!result.isError, result.content?.[0]?.text);
    return result.structuredContent;
  };

  good(await call('Who am I, what is open', 'start_session'));

  const created = good(await call('A new trip with its client', 'create_trip', {
    document: tripDocument(),
    client: { name: 'Iris Marlowe', email: 'iris.marlowe@example.com', preferences: { diet: 'vegetarian' } },
    idempotency_key: `${run} create`,
  }));
  const trip_id = created.trip_id;
  assert.equal(created.version, 1);

  const stored = good(await call('100 hotels in one call', 'add_options', {
    trip_id, site: 'hotels.example.com', options: capturedHotels(stay), idempotency_key: `${run} hotels`,
  }));

  const picks = good(await call('Three picks, added to the trip', 'recommend_options', {
    trip_id, city: stay.city, check_in: stay.checkIn, check_out: stay.checkOut, refundable: true, attach: true,
  }));
  assert.equal(picks.picks.length, 3);

  const before = good(await call('What it looks like now', 'read_trip', { trip_id })).version;

  const change = {
    trip_id,
    expected_version: before,
    operations: [
      { op: 'set', path: 'meta/title', value: 'Three bright nights in Lisbon, with a river view' },
      { op: 'add', path: 'itinerary/d-1/activities', value: { name: 'Sunset sail on the Tejo', time: '18:30', price: '55 EUR' } },
    ],
  };
  const firstDay = good(await call('Which days there are', 'read_trip', { trip_id, sections: ['itinerary'] })).trip.itinerary[0].id;
  change.operations[1].path = `itinerary/${firstDay}/activities`;
  const edited = good(await call('Two changes at once', 'edit_trip', change));
  assert.equal(edited.status, 'applied');
  assert.equal(edited.version, before + 1);

  const stale = await call('An edit of an old version', 'edit_trip', {
    trip_id, expected_version: before, operations: [{ op: 'set', path: 'meta/title', value: 'Overwritten' }],
  });
  assert.ok(stale.isError && stale.content[0].text.includes('conflict'), 'a stale edit must be a conflict');

  const repeated = good(await call('The same edit again', 'edit_trip', change));
  assert.equal(repeated.status, 'duplicate');
  assert.equal(repeated.version, edited.version);

  const read = await call('Read it back', 'read_trip', { trip_id });
  assert.match(read.content[0].text, /with a river view/);

  good(await call('Is it ready', 'check_trip', { trip_id }));
  const rendered = good(await call('A preview', 'render_trip', { trip_id }));
  const published = good(await call('Publish to staging', 'publish_trip', { trip_id, target: 'staging' }));
  assert.equal(published.changed, true);
  const again = good(await call('Publish again: no commit', 'publish_trip', { trip_id, target: 'staging' }));
  assert.equal(again.changed, false);

  return { rows, trip_id, stored, preview: rendered.preview_url, page: published.url };
}
