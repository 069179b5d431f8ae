import type { Env } from './index-simple-streamable';

async function refreshOne(env: Env, tripId: number) {
  const trip = await env.DB.prepare('SELECT * FROM trips_v2 WHERE trip_id = ?').bind(tripId).first();
  await env.DB.prepare('DELETE FROM trip_search_surface WHERE trip_id = ?').bind(tripId).run();
  await env.DB.prepare('INSERT OR REPLACE INTO trip_search_surface (trip_id, words) VALUES (?, ?)').bind(tripId, trip.search_text).run();
}

export async function refreshSearchSurface(env: Env, args: { refresh_all?: boolean }) {
  const trips = await env.DB.prepare('SELECT trip_id FROM trips_v2').all();
  for (const row of trips.results) {
    await refreshOne(env, row.trip_id);
  }
  return trips.results.length;
}

export async function refreshAllTripFacts(env: Env) {
  const dirty = (await env.DB.prepare('SELECT trip_id FROM facts_dirty').all()).results;
  const countNights = env.DB.prepare('SELECT SUM(nights) AS n FROM trip_legs WHERE trip_id = ?');
  await Promise.all(dirty.map(async (row) => {
    const nights = await countNights.bind(row.trip_id).first();
    await env.DB.prepare('UPDATE trip_facts SET nights = ? WHERE trip_id = ?').bind(nights.n, row.trip_id).run();
  }));
  // One batch: prepared in a loop, sent once.
  const done = [];
  for (const row of dirty) done.push(env.DB.prepare('DELETE FROM facts_dirty WHERE trip_id = ?').bind(row.trip_id));
  await env.DB.batch(done);
  let next = 0;
  while (next < dirty.length) {
    await env.LEGACY_DB.prepare("UPDATE Trips SET synced = 1 WHERE id = ?").bind(dirty[next++].trip_id).run();
  }
}
