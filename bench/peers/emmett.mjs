// Emmett's event store on SQLite: an event is appended to the stream of a trip, and an inline projection changes the read model
// in the same transaction. What it has no counterpart of is left out: no token, no recognised repetition, no checks of the
// document, and its read model is read with SQL. The file is Emmett's own; it is made from a file of bench_data the first time.
//
// --connection=documented  as its documentation shows it: a file name, and a connection for each operation
// --connection=kept        one connection that stays open, with the driver that it comes with
// --connection=fastest     one that stays open on better-sqlite3, with statements that stay prepared
import { existsSync } from 'node:fs';
import { getSQLiteEventStore, sqliteConnection, sqliteProjection } from '@event-driven-io/emmett-sqlite';
import { measure, measureCrowd, options, print } from './measure.mjs';
import { openDatabase } from './open.mjs';
import { evolve, hundredOffers, oneChange, sixChanges, tripsOf } from './work.mjs';

console.log = () => {};
const wanted = options({ from: { type: 'string' }, connection: { type: 'string', default: 'documented' }, 'seed-only': { type: 'boolean' } });
const pragma = wanted.durability === 'fast' ? 'PRAGMA synchronous = NORMAL' : 'PRAGMA synchronous = FULL';

const projection = sqliteProjection({
  canHandle: ['TripCreated', 'TripEdited', 'OptionsAdded'],
  async handle(events, { connection }) {
    for (const { type, data, metadata } of events) {
      const id = metadata.streamName;
      if (type === 'TripCreated') await connection.command('INSERT INTO trip_model (id, version, doc) VALUES (?, 1, ?)', [id, JSON.stringify(data)]);
      if (type === 'TripEdited') await connection.command('UPDATE trip_model SET version = version + 1, doc = json_patch(doc, ?) WHERE id = ?', [JSON.stringify(data), id]);
      if (type === 'OptionsAdded') await connection.command('INSERT INTO option_model (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = json_patch(doc, excluded.doc)', [id, JSON.stringify(data)]);
    }
  },
  async init({ context }) {
    await context.connection.command('CREATE TABLE IF NOT EXISTS trip_model (id TEXT PRIMARY KEY, version INTEGER NOT NULL, doc TEXT NOT NULL)');
    await context.connection.command('CREATE TABLE IF NOT EXISTS option_model (id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
  },
});

// Emmett's connection on better-sqlite3. The driver that it comes with binds an object as its text and a boolean as a number.
async function fastestConnection(path) {
  const db = await openDatabase(path, wanted.durability);
  const statements = new Map();
  const prepared = (sql) => {
    if (!statements.has(sql)) statements.set(sql, db.prepare(sql));
    return statements.get(sql);
  };
  const bound = (values = []) => values.map((value) => (typeof value === 'boolean' ? Number(value) : value !== null && typeof value === 'object' ? String(value) : value));
  let nesting = 0;
  return {
    close: () => db.close(),
    command: async (sql, values) => prepared(sql).run(...bound(values)),
    batchCommand: async (sqls) => { for (const sql of sqls) db.exec(sql); },
    query: async (sql, values) => prepared(sql).all(...bound(values)),
    querySingle: async (sql, values) => prepared(sql).get(...bound(values)) ?? null,
    async withTransaction(work) {
      if (nesting++ === 0) prepared('BEGIN IMMEDIATE').run();
      try {
        const result = await work();
        if (nesting === 1) prepared('COMMIT').run();
        return result;
      } catch (error) {
        if (nesting === 1) prepared('ROLLBACK').run();
        throw error;
      } finally {
        --nesting;
      }
    },
  };
}

async function openStore(path) {
  const base = { fileName: path, projections: [{ type: 'inline', projection }] };
  if (wanted.connection === 'documented') return { store: getSQLiteEventStore(base) };
  const connection = wanted.connection === 'kept' ? sqliteConnection({ fileName: path }) : await fastestConnection(path);
  if (wanted.connection === 'kept') await connection.command(pragma);
  return { store: getSQLiteEventStore({ ...base, connectionOptions: { singleton: true, connection } }), connection };
}

// Copies trips and events in SQL; one stream that Emmett made itself shows what it writes into its other columns.
async function seed() {
  const store = getSQLiteEventStore({ fileName: wanted.database, projections: [{ type: 'inline', projection }] });
  await store.appendToStream('seed', [{ type: 'TripCreated', data: {} }]);
  const db = await openDatabase(wanted.database, 'fast');
  db.prepare('ATTACH ? AS product').run(wanted.from);
  db.exec(`BEGIN;
    INSERT INTO trip_model SELECT id, version, doc FROM product.trip;
    INSERT INTO emt_streams (stream_id, stream_position, partition, stream_type, stream_metadata)
      SELECT t.id, t.version, s.partition, s.stream_type, s.stream_metadata FROM product.trip t, emt_streams s WHERE s.stream_id = 'seed';
    INSERT INTO emt_messages (stream_id, stream_position, partition, message_kind, message_data, message_metadata, message_schema_version, message_type, message_id)
      SELECT e.subject, e.version, m.partition, 'E', e.payload, '{"streamName":"' || e.subject || '","messageId":"' || e.request || '","streamPosition":"' || e.version || '"}',
        m.message_schema_version, iif(e.kind = 'created', 'TripCreated', 'TripEdited'), e.subject || e.version
      FROM product.event e, emt_messages m WHERE m.stream_id = 'seed' AND e.kind IN ('created', 'edited') ORDER BY e.at;
    COMMIT; DETACH product; PRAGMA wal_checkpoint(TRUNCATE)`);
  db.close();
}

if (!existsSync(wanted.database)) await seed();
if (wanted['seed-only']) process.exit(0);
const reader = await openDatabase(wanted.database, wanted.durability);
const trips = tripsOf((sql) => reader.prepare(sql.replace('FROM trip', 'FROM trip_model')).all());
const { store } = await openStore(wanted.database);

const append = (id, type, data) => store.appendToStream(id, [{ type, data }]);
const kinds = { TripCreated: 'created', TripEdited: 'edited' };
const replay = (id, version) => store.aggregateStream(id, {
  initialState: () => null,
  evolve: (document, event) => evolve(document, kinds[event.type], event.data),
  read: { to: BigInt(version) },
});

const some = JSON.parse(reader.prepare('SELECT doc FROM trip_model WHERE id = ?').get(trips.any()).doc);
const forTrips = [
  ['edit_1', () => [trips.any(), 'TripEdited', oneChange(trips)], append],
  ['edit_6', () => [trips.any(), 'TripEdited', sixChanges(trips)], append],
  ['create', () => [`t_z${trips.unique()}`, 'TripCreated', { ...some, meta: { ...some.meta, title: `Days of ${trips.unique()}` } }], append],
  ['add_first_options_100', () => [trips.any(), 'OptionsAdded', hundredOffers(trips)], append],
];
const forHistories = trips.historyLengths.map((events) => [`replay/events:${events}`, () => [trips.withEvents(events), events], replay]);

const out = [];
for (const [name, prepare, operation] of wanted.kind === 'histories' ? forHistories : forTrips)
  if (wanted.filter.test(name)) out.push(await measure(name, wanted.seconds, prepare, (args) => operation(...args)));
// Two operations at once on one connection would be in one transaction: Emmett counts nesting, not operations.
if (wanted.connection === 'documented' && wanted.kind === 'trips')
  for (const atOnce of [8, 32])
    if (wanted.filter.test(`writers/${atOnce}`))
      out.push(await measureCrowd(`writers/${atOnce}`, wanted.seconds, atOnce, () => [trips.any(), 'TripEdited', oneChange(trips)], (args) => append(...args)));
print(out);
process.exit(0);
