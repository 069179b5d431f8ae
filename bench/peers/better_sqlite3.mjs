// What one would write by hand in Node.js: better-sqlite3 on a file of the product, one transaction for each edit that looks
// for the request, reads the trip, changes it in JavaScript, and writes trip, event and request.
import { createHash } from 'node:crypto';
import { measure, options, print } from './measure.mjs';
import { openDatabase } from './open.mjs';
import { evolve, hundredOffers, mergePatch, oneChange, sixChanges, summaryOf, tenant, token, tripsOf } from './work.mjs';

const wanted = options();
const db = await openDatabase(wanted.database, wanted.durability);
const trips = tripsOf((sql) => db.prepare(sql).all());
const prepared = {
  token: db.prepare('SELECT tenant, scopes FROM token WHERE hash = ? AND revoked_at IS NULL'),
  trip: db.prepare('SELECT version, doc FROM trip WHERE tenant = ? AND id = ?'),
  request: db.prepare('SELECT version FROM request WHERE tenant = ? AND id = ? AND at > ?'),
  update: db.prepare('UPDATE trip SET doc = ?, version = version + 1, updated_at = ?, touched_day = ? WHERE tenant = ? AND id = ? AND version = ?'),
  insert: db.prepare("INSERT INTO trip (tenant, id, version, slug, created_at, updated_at, touched_day, search, terms, doc) VALUES (?, ?, 1, ?, ?, ?, ?, '{}', '{}', ?)"),
  event: db.prepare('INSERT INTO event (tenant, subject, version, kind, at, actor, request, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
  remember: db.prepare('INSERT OR REPLACE INTO request (tenant, id, digest, tool, subject, version, nonce, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
  offers: db.prepare('SELECT doc FROM option_set WHERE tenant = ? AND trip = ?'),
  upsert: db.prepare('INSERT INTO option_set (tenant, trip, version, doc) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, trip) DO UPDATE SET doc = excluded.doc, version = excluded.version'),
  events: db.prepare("SELECT kind, payload FROM event WHERE tenant = :tenant AND subject = :id AND version <= :version AND version >= (SELECT max(f.version) FROM event f WHERE f.tenant = :tenant AND f.subject = :id AND f.kind IN ('created', 'restored') AND f.version <= :version) ORDER BY version"),
};

const day = () => Math.floor(Date.now() / 86_400_000);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function caller() {
  const row = prepared.token.get(sha256(token));
  if (!row || !row.scopes.includes('write')) throw new Error('forbidden');
  return row.tenant;
}

const read = (id, full) => {
  const row = prepared.trip.get(caller(), id);
  const document = JSON.parse(row.doc);
  return full ? JSON.stringify({ trip_id: id, version: row.version, trip: document }) : summaryOf(id, row.version, document);
};

// Records what was done; the row of the request is what makes a repetition harmless.
function record(id, version, kind, payload, tool) {
  const content = sha256(payload);
  const at = Date.now();
  prepared.event.run(tenant, id, version, kind, at, 'bench', content, payload);
  prepared.remember.run(tenant, content.slice(0, 22), content, tool, id, version, 'n', at);
}

const edit = db.transaction((id, patch) => {
  const who = caller();
  const payload = JSON.stringify(patch);
  if (prepared.request.get(who, sha256(payload).slice(0, 22), Date.now() - 86_400_000)) throw new Error('duplicate');
  const row = prepared.trip.get(who, id);
  const document = mergePatch(JSON.parse(row.doc), patch);
  const done = prepared.update.run(JSON.stringify(document), Date.now(), day(), who, id, row.version);
  if (done.changes !== 1) throw new Error('conflict');
  record(id, row.version + 1, 'edited', payload, 'edit_trip');
  return summaryOf(id, row.version + 1, document);
});

const create = db.transaction((id, document) => {
  const payload = JSON.stringify(document);
  prepared.insert.run(caller(), id, 'slug-' + id, Date.now(), Date.now(), day(), payload);
  record(id, 1, 'created', payload, 'create_trip');
  return summaryOf(id, 1, document);
});

const addOffers = db.transaction((id, offers) => {
  const who = caller();
  const row = prepared.trip.get(who, id);
  const known = prepared.offers.get(who, id);
  const payload = JSON.stringify(offers);
  prepared.update.run(row.doc, Date.now(), day(), who, id, row.version);
  prepared.upsert.run(who, id, row.version + 1, known ? JSON.stringify(mergePatch(JSON.parse(known.doc), offers)) : payload);
  record(id, row.version + 1, 'options_added', payload, 'add_options');
  return JSON.stringify({ status: 'stored', trip_id: id, version: row.version + 1 });
});

function replay(id, version) {
  let document = null;
  for (const event of prepared.events.all({ tenant: caller(), id, version })) document = evolve(document, event.kind, JSON.parse(event.payload));
  return summaryOf(id, version, document);
}

const some = JSON.parse(prepared.trip.get(tenant, trips.any()).doc);
const newTrip = () => {
  const u = trips.unique();
  return [`t_z${u}`, { ...some, meta: { ...some.meta, title: `Days of ${u}` } }];
};
const forTrips = [
  ['read_summary', () => [trips.any(), false], read],
  ['read_full', () => [trips.any(), true], read],
  ['edit_1', () => [trips.any(), oneChange(trips)], edit.immediate],
  ['edit_6', () => [trips.any(), sixChanges(trips)], edit.immediate],
  ['create', newTrip, create.immediate],
  ['add_first_options_100', () => [trips.any(), hundredOffers(trips)], addOffers.immediate],
];
const forHistories = trips.historyLengths.map((events) => [`replay/events:${events}`, () => [trips.withEvents(events), events], replay]);

const out = [];
for (const [name, prepare, operation] of wanted.kind === 'histories' ? forHistories : forTrips)
  if (wanted.filter.test(name)) out.push(await measure(name, wanted.seconds, prepare, (args) => operation(...args)));
db.close();
print(out);
