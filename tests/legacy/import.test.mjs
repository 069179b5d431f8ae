// The invented dump of the old system: every count, every class of dirt, every value.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { command } from '../../tools/local/voygent.mjs';
import { asOf, contentOf, dumpFile, expected, fresh, importDump, loadDump, scratch, sqlite, voygent } from './legacy.mjs';

const settings = fresh();
let report;
let page;
let source;
let edited;
before(() => {
  source = loadDump(dumpFile);
  ({ report, page } = importDump(settings, dumpFile));
});

const placeOf = ({ table, id }) => `${table} ${id}`;
const sorted = (list) => [...list].map(String).sort();

describe('the report', () => {
  test('reads the file as it is', () => {
    const { dump } = expected;
    assert.equal(report.bytes, dump.bytes);
    assert.equal(report.sha256, dump.sha256);
    assert.equal(report.lines, dump.lines);
    assert.equal(report.rows, dump.table_rows_inserted);
    assert.deepEqual(report.statements, {
      inserts: dump.table_rows_inserted + dump.sqlite_sequence_rows, sequence_rows: dump.sqlite_sequence_rows,
      indexes: dump.indexes, triggers: dump.triggers, views: dump.views,
    });
    assert.deepEqual(report.warnings, []);
  });

  test('counts rows, texts and gaps of each table', () => {
    const found = Object.fromEntries(Object.entries(report.tables).map(([name, { kind, ...rest }]) => [name, kind === 'known' ? rest : kind]));
    assert.deepEqual(found, expected.tables);
  });

  test('counts what can be imported', () => {
    const { billing, traveller_links_by_source: links, absent_clients_referenced: absent, ...counts } = expected.importable;
    const wanted = {
      ...counts, advisors: billing.advisors, tiers: billing.tiers, usage_events: billing.usage_events,
      subscriptions_with_known_tier: billing.subscriptions_with_known_tier,
      traveller_links_from_table: links.table, traveller_links_from_json: links.json, traveller_links_from_primary: links.primary,
    };
    assert.deepEqual(report.importable, wanted);
    assert.deepEqual(report.usage_by_month, billing.usage_by_month);
    assert.deepEqual(report.checksums, expected.checksums);
    const lost = report.orphans.filter(({ from, to }) => to === 'clients_v2' && /clients$|email$/.test(from)).map(({ ref }) => ref);
    assert.deepEqual(absent.filter((one) => !one.startsWith('name:') && !lost.includes(one)), []);
  });

  test('counts what was there before the rules', () => {
    const { raw } = expected;
    for (const name of ['days', 'activities', 'accommodations', 'transport_items']) assert.equal(report.raw[`raw_${name}`], raw[name], name);
    for (const [name, table] of [['clients', 'clients_v2'], ['hotels', 'hotel_cache'], ['rooms', 'rooms_cache'], ['proposals', 'proposals']])
      assert.equal(report.tables[table].rows, raw[name], name);
  });

  test('counts each trip', () => assert.deepEqual(report.per_trip, expected.per_trip));

  test('names the rows of every class of dirt', () => {
    const rows = (dirt) => Object.fromEntries(Object.entries(dirt).map(([kind, found]) => [kind, [found.count, ...sorted(found.rows.map(placeOf))]]));
    assert.deepEqual(rows(report.dirt), rows(expected.dirt));
    for (const [kind, { meaning }] of Object.entries(report.dirt)) assert.notEqual(meaning, '', kind);
  });

  test('says where in the row, as far as the list of classes does', () => {
    for (const [kind, { rows }] of Object.entries(expected.dirt)) {
      const told = report.dirt[kind].rows.map((row) => `${placeOf(row)} ${row.detail ?? ''}`);
      for (const row of rows) {
        const place = row.column ?? row.place ?? row.index ?? row.day_number;
        if (place === undefined || kind === 'rollup_mismatch') continue;
        assert.ok(told.some((one) => one.startsWith(placeOf(row)) && one.endsWith(String(place))), `${kind}: ${JSON.stringify(row)} among ${told}`);
      }
    }
  });

  test('names every reference that leads nowhere', () => {
    const key = ({ from, id, ref, to }) => `${from} ${id} ${ref} ${to}`;
    assert.deepEqual(sorted(report.orphans.map(key)), sorted(expected.orphans.map(key)));
  });

  test('names every group of duplicates', () => {
    const wanted = Object.entries(expected.duplicates).flatMap(([kind, groups]) => groups.map(({ table, ids }) => `${kind} ${table} ${sorted(ids)}`));
    assert.deepEqual(sorted(report.duplicates.map((one) => `${one.class} ${one.table} ${sorted(one.ids)}`)), sorted(wanted));
  });

  test('is a page too, without a private value', () => {
    assert.match(page, /^<!doctype html>/i);
    for (const kind of Object.keys(expected.dirt)) assert.ok(page.includes(kind), kind);
    const passports = sqlite(source, "SELECT travel_docs ->> 'passport_number' AS n FROM clients_v2 WHERE json_valid(travel_docs) AND n <> ''");
    assert.ok(passports.length > 0);
    for (const { n } of passports) assert.ok(!page.includes(n) && !JSON.stringify(report).includes(n));
  });
});

// ---- every value

// All that a value says: texts, and numbers as they are written; JSON in a text is opened.
function leavesOf(value, out = []) {
  if (value === null || value === undefined || value === '') return out;
  if (typeof value === 'object') {
    for (const inner of Object.values(value)) leavesOf(inner, out);
    return out;
  }
  if (typeof value === 'string' && /^\s*[[{"]/.test(value)) {
    const inner = parsed(value);
    if (inner !== undefined) return leavesOf(inner, out);
  }
  out.push(value);
  return out;
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const documentOf = (table, id) => {
  const rows = sqlite(settings.database, `SELECT doc FROM ${table} WHERE id = '${id}'`);
  assert.equal(rows.length, 1, `${table} ${id}`);
  return JSON.parse(rows[0].doc);
};

// Prices in words that have been read.
const prices = new Map(expected.normalised.money.filter((one) => one.minor_units !== null).map((one) => [one.raw, one.minor_units]));

// Whether a document says it, in the form that its place asks for.
function sayer(document) {
  const leaves = leavesOf(document);
  const texts = leaves.map(String);
  const known = new Set(texts);
  const minor = new Set();
  const amounts = new Set();
  const clock = (text) => /^\d\d:\d\d:00$/.test(text) && known.has(text.slice(0, 5));
  (function collect(value) {
    if (value === null || typeof value !== 'object') return;
    if (typeof value.minor === 'number') minor.add(value.minor);
    if (typeof value.amount === 'string') amounts.add(Math.round(Number(value.amount) * 100));
    for (const inner of Object.values(value)) collect(inner);
  })(document);
  return (value) => {
    const text = String(value);
    if (known.has(text) || known.has(text.trim()) || clock(text)) return true;
    if (typeof value === 'number' && minor.has(Math.round(value * 100))) return true;
    const price = prices.get(value);
    if (price && (minor.has(price) || amounts.has(price))) return true;
    const words = text.trim().replace(/\s+/g, ' ');
    return words !== '' && texts.some((one) => one.includes(words));
  };
}

describe('every value of the dump', () => {
  const kept = new Map();
  before(() => {
    for (const { origin, row_key: key, cells } of sqlite(settings.database, 'SELECT origin, row_key, cells FROM legacy_row'))
      kept.set(`${origin} ${key}`, JSON.parse(cells));
  });
  const tables = Object.entries(expected.tables).filter(([, { rows }]) => rows > 0).map(([name]) => name);

  for (const name of tables.filter((one) => !['trips_v2', 'clients_v2'].includes(one))) {
    test(`of ${name} is kept, cell by cell`, () => {
      const key = sqlite(source, `SELECT name FROM pragma_table_info('${name}') WHERE pk > 0 ORDER BY pk`).map((row) => row.name);
      const rows = sqlite(source, `SELECT rowid AS "#", * FROM "${name}"`);
      assert.equal(rows.length, expected.tables[name].rows);
      for (const { '#': number, ...cells } of rows) {
        const place = `${name} ${key.length > 0 ? key.map((column) => cells[column]).join('/') : `row ${number}`}`;
        const found = kept.get(place);
        assert.ok(found, place);
        for (const [column, value] of Object.entries(cells))
          if (value !== null) assert.deepEqual(found[column], value, `${place} ${column}`);
      }
    });
  }

  test('of trips_v2 is in its trip', () => {
    const rows = sqlite(source, 'SELECT * FROM trips_v2');
    const here = sqlite(settings.database, "SELECT id, doc -> '$._private.legacy.key' AS key FROM trip");
    assert.equal(here.length, rows.length);
    let values = 0;
    for (const row of rows) {
      const { id } = here.find(({ key }) => JSON.parse(key) === String(row.trip_id));
      const document = documentOf('trip', id);
      const legacy = document._private.legacy;
      const says = sayer(document);
      for (const [column, value] of Object.entries(row)) {
        if (value === null || value === '' || value === '[]' || value === '{}') continue;
        if (legacy.columns && column in legacy.columns) {
          assert.deepEqual(legacy.columns[column], value, `trip ${row.trip_id} ${column}`);
          continue;
        }
        for (const leaf of leavesOf(value)) {
          ++values;
          assert.ok(says(leaf), `trip ${row.trip_id} ${column}: ${leaf}`);
        }
      }
    }
    assert.ok(values > 4000, `${values} values`);
  });

  test('of clients_v2 is in its client, of every row', () => {
    const rows = sqlite(source, 'SELECT * FROM clients_v2');
    const documents = sqlite(settings.database, 'SELECT id, doc FROM client').map(({ doc }) => JSON.parse(doc));
    assert.equal(documents.length, expected.importable.clients);
    for (const row of rows) {
      const holders = documents.filter((document) => JSON.stringify(document).includes(`"client_id":${row.client_id},`));
      assert.equal(holders.length, 1, `client ${row.client_id}`);
      const leaves = JSON.stringify(holders[0]);
      for (const [column, value] of Object.entries(row)) {
        if (value === null || value === '') continue;
        assert.ok(leaves.includes(JSON.stringify(value)) || leaves.includes(`"${column}":${value}`), `client ${row.client_id} ${column}: ${value}`);
      }
    }
  });

  test('awkward cells keep their bytes', () => {
    for (const { table, id, column, bytes, sha256 } of expected.value_digests) {
      const key = sqlite(source, `SELECT name FROM pragma_table_info('${table}') WHERE pk > 0`)[0].name;
      const [{ hex }] = sqlite(source, `SELECT hex("${column}") AS hex FROM "${table}" WHERE "${key}" = '${id}'`);
      const value = Buffer.from(hex, 'hex');
      assert.equal(value.length, bytes);
      assert.equal(createHash('sha256').update(value).digest('hex'), sha256);
      if (table === 'trips_v2' || table === 'clients_v2') continue;  // walked above
      assert.equal(kept.get(`${table} ${id}`)[column], value.toString('utf8'), `${table} ${id} ${column}`);
    }
  });
});

describe('what was repaired', () => {
  const trip = (key) => {
    const [{ id }] = sqlite(settings.database, `SELECT id FROM trip WHERE doc ->> '$._private.legacy.key' = '${key}'`);
    return documentOf('trip', id);
  };
  const moneyOf = (document) => {
    const out = [];
    (function walk(value) {
      if (value === null || typeof value !== 'object') return;
      if (typeof value.minor === 'number') out.push(`${value.minor} ${value.currency}`);
      if (typeof value.amount === 'string') out.push(`${Math.round(Number(value.amount) * 100)} without a currency`);
      for (const inner of Object.values(value)) walk(inner);
    })(document);
    return out;
  };

  test('prices in words are amounts', () => {
    for (const { table, id, raw, minor_units: minor, currency } of expected.normalised.money) {
      if (table !== 'trips_v2' || minor === null) continue;
      const found = moneyOf(trip(id));
      assert.ok(found.some((one) => one.startsWith(`${minor} `) && (!currency || one.endsWith(currency))), `${id} ${raw}: ${found}`);
    }
  });

  test('texts that were spread over keys are whole', () => {
    for (const { id, text } of expected.normalised.recovered_text) assert.ok(Object.values(trip(id).notes ?? {}).some((note) => JSON.stringify(note).includes(text)), text);
  });
});

describe('again', () => {
  test('a second run changes no byte', () => {
    const before = contentOf(settings);
    const { report: second } = importDump(settings, dumpFile);
    assert.deepEqual([second.written.trips, second.written.clients, second.written.rows], [0, 0, 0]);
    assert.equal(contentOf(settings), before);
  });

  test('a dry run finds the same and opens no database', () => {
    const other = fresh();
    const { report: dry } = importDump(other, dumpFile, '--dry-run');
    assert.deepEqual({ ...dry, written: 0, at: 0, dry_run: 0 }, { ...report, written: 0, at: 0, dry_run: 0 });
    assert.throws(() => readFileSync(other.database));
  });

  test('what was edited here stays edited', () => {
    const [{ id, key }] = sqlite(settings.database, "SELECT id, doc ->> '$._private.legacy.key' AS key FROM trip ORDER BY id LIMIT 1");
    edited = key;
    voygent(settings, 'trip', 'edit', id, '[{"op":"set","path":"meta/title","value":"Edited here"}]');
    const { report: third } = importDump(settings, dumpFile);
    assert.equal(third.written.trips, 0);
    assert.equal(documentOf('trip', id).meta.title, 'Edited here');
    assert.match(voygent(settings, 'trip', 'history', id), /import legacy/);
  });

  test('trips stand in the order in which the old system changed them', () => {
    const here = sqlite(settings.database, "SELECT doc ->> '$._private.legacy.key' AS key, updated_at FROM trip WHERE version < 3");
    const there = new Map(sqlite(source, 'SELECT trip_id, updated_at FROM trips_v2').map((row) => [String(row.trip_id), Date.parse(`${row.updated_at.replace(' ', 'T').replace(/Z?$/, 'Z')}`)]));
    assert.ok(here.length > 50);
    for (const { key, updated_at: at } of here.filter(({ key: one }) => one !== edited)) assert.equal(at, there.get(key), key);
  });

  test('of a newer dump what says something else is counted, and what is there stays', () => {
    const [{ trip_id: trip, trip_name: name }] = sqlite(source, "SELECT trip_id, trip_name FROM trips_v2 WHERE trip_name NOT LIKE '%''%' LIMIT 1");
    const [{ client_id: client, full_name: person, email }] = sqlite(source, "SELECT client_id, full_name, email FROM clients_v2 WHERE full_name NOT LIKE '%''%' LIMIT 1");
    const changed = (text, [from, to]) => {
      assert.equal(text.split(from).length, 2, from);
      return text.replace(from, to);
    };
    const newer = join(scratch(), 'newer.sql');
    writeFileSync(newer, [[`INSERT INTO trips_v2 VALUES(${trip},'${name}'`, `INSERT INTO trips_v2 VALUES(${trip},'Changed there'`], [`INSERT INTO clients_v2 VALUES(${client},'${email}','${person}'`, `INSERT INTO clients_v2 VALUES(${client},'${email}','Changed There'`]].reduce(changed, readFileSync(dumpFile, 'utf8')));
    const before = sqlite(settings.database, 'SELECT id, doc FROM trip UNION ALL SELECT id, doc FROM client');
    const { out, report: newest, page: newestPage } = importDump(settings, newer);
    assert.deepEqual([newest.written.trips, newest.written.clients, newest.written.clients_differ], [0, 0, 1]);
    assert.ok(newest.written.trips_differ >= 1, 'the trip, and each that names the client');
    assert.ok(newest.written.trips_differ < 10);
    for (const text of [out, newestPage]) assert.match(text, /says something else than when they came; they stay as they are\. `voygent cutover verify` names/);
    assert.deepEqual(sqlite(settings.database, 'SELECT id, doc FROM trip UNION ALL SELECT id, doc FROM client'), before);
    const found = command(settings, ['cutover', 'verify', newer, ...asOf]);
    assert.equal(found.status, 4);
    const again = importDump(settings, dumpFile);
    assert.deepEqual([again.report.written.trips_differ, again.report.written.clients_differ], [0, 0], 'an edit made here is no difference of the dump');
    assert.doesNotMatch(again.out, /something else/);
  });

  test('every trip can be read, rendered and found', () => {
    const trips = JSON.parse(voygent(settings, '--json', 'trip', 'list')).trips;
    assert.ok(trips.length > 0);
    const doctor = voygent(settings, 'doctor');
    assert.match(doctor, /59 trips are what their/);
    for (const { id } of sqlite(settings.database, 'SELECT id FROM trip')) voygent(settings, 'render', id);
  });

  test('of the same trips under another name of the source there are two', () => {
    const both = fresh();
    importDump(both, dumpFile);
    importDump(both, dumpFile, '--source', 'older');
    assert.equal(sqlite(both.database, 'SELECT count(*) AS n FROM trip')[0].n, 2 * expected.importable.trips);
    assert.equal(sqlite(both.database, 'SELECT count(*) AS n FROM client')[0].n, expected.importable.clients + 2, 'clients without an address cannot be told to be the same');
    voygent(both, 'cutover', 'verify', dumpFile, ...asOf);
    voygent(both, 'cutover', 'verify', dumpFile, ...asOf, '--source', 'older');
  });
});
