// Traps of reading a dump, one file each: what is loaded arrives byte for byte, what is refused changes nothing.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command } from '../../tools/local/voygent.mjs';
import { asOf, contentOf, dataFolder, dumpFile, fresh, importDump, scratch, sqlite } from './legacy.mjs';

const folder = join(dataFolder, 'pitfalls');
// Whole numbers as text wherever JavaScript would round them.
const exact = (text) => JSON.parse(text.replace(/([:,[]\s*)(-?\d{16,})(?=\s*[,}\]])/g, '$1"$2"'));
const pitfalls = Object.entries(exact(readFileSync(join(folder, 'expected.json'), 'utf8')));

function cellsOf(settings, table, key) {
  const rows = sqlite(settings.database, `SELECT cells FROM legacy_row WHERE source = 'pitfall' AND origin = '${table}' AND row_key IN ('${key}', 'row ${key}')`);
  assert.equal(rows.length, 1, `${table} ${key}`);
  return exact(rows[0].cells);
}

function sameValue(settings, { table, column, key, value }) {
  if (table === 'trips_v2') {
    const [{ doc }] = sqlite(settings.database, `SELECT doc FROM trip WHERE doc ->> '$._private.legacy.source' = 'pitfall' AND doc ->> '$._private.legacy.key' = '${key}'`);
    return sameOfTrip(JSON.parse(doc), column, value);
  }
  const found = cellsOf(settings, table, key)[column];
  if (typeof value !== 'object') return assert.equal(found, value);
  const digits = typeof found === 'object' ? found.real : found;
  return assert.equal(Number(digits), Number(String(value.real).replace('inf', 'Infinity')));
}

function sameOfTrip(document, column, value) {
  const raw = document._private.legacy.columns?.[column];
  if (raw !== undefined && typeof value === 'string') return assert.equal(raw, value);
  const said = JSON.stringify(document);
  if (typeof value === 'object') return assert.ok(said.length > value.bytes, `${said.length} bytes of ${value.bytes}`);
  const fields = { trip_name: document.meta.title, created_at: document.meta.createdAt };
  if (column in fields) return assert.equal(fields[column], value.replace(/\s+/g, ' '));
  assert.equal(column, 'notes');
  const notes = Object.values(document.notes ?? {});
  const wanted = value === '' ? [] : Object.entries(JSON.parse(value)).map(([name, text]) => `${name}: ${text}`);
  return assert.deepEqual(notes, wanted);
}

describe('a dump with', () => {
  for (const [file, wanted] of pitfalls) {
    test(`${wanted.about} is ${wanted.outcome}`, () => {
      const settings = fresh();
      importDump(settings, dumpFile);
      const before = contentOf(settings);
      const bytes = readFileSync(settings.database);
      const report = join(scratch(), 'report.json');
      const done = command(settings, ['import', join(folder, file), ...asOf, '--source', 'pitfall', '--report', report]);
      const told = JSON.parse(readFileSync(report, 'utf8'));
      if (wanted.outcome === 'refused') {
        assert.equal(done.status, 2, done.err);
        assert.match(done.err, new RegExp(`refused \\(${wanted.error}\\)`));
        assert.match(done.err, /Nothing was changed/);
        assert.equal(told.refused.error, wanted.error);
        assert.equal(told.refused.line ?? null, wanted.line);
        assert.equal(contentOf(settings), before);
        assert.deepEqual(readFileSync(settings.database), bytes);
        return;
      }
      assert.equal(done.status, 0, done.err);
      const rows = Object.fromEntries(Object.entries(told.tables).filter(([name]) => name in wanted.rows).map(([name, table]) => [name, table.rows]));
      assert.deepEqual(rows, wanted.rows);
      assert.deepEqual([...told.warnings].sort(), [...wanted.warnings].sort());
      for (const value of wanted.values) sameValue(settings, value);
    });
  }
});

describe('other traps', () => {
  const head = "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE trips_v2 (trip_id INTEGER PRIMARY KEY AUTOINCREMENT, trip_name TEXT, notes JSON);\n";
  const tail = "DELETE FROM sqlite_sequence;\nINSERT INTO sqlite_sequence VALUES('trips_v2',1);\n";
  const made = (text) => {
    const file = join(scratch(), 'made.sql');
    writeFileSync(file, text);
    return file;
  };
  const refusals = {
    'an update': ['UPDATE trips_v2 SET trip_name = 1;', 'forbidden_statement'],
    'a query': ['SELECT 1;', 'forbidden_statement'],
    'an insert from a query': ['INSERT INTO trips_v2 SELECT 1, 2, 3;', 'forbidden_statement'],
    'an insert that does something else on a conflict': ["INSERT INTO trips_v2 VALUES(1,'a','{}') ON CONFLICT DO NOTHING;", 'forbidden_statement'],
    'a function of its own choice': ["INSERT INTO trips_v2 VALUES(1,load_extension('x'),'{}');", 'forbidden_expression'],
    'too few values': ["INSERT INTO trips_v2 VALUES(1,'a');", 'column_count'],
    'a column that is not there': ["INSERT INTO trips_v2 (trip_id, colour) VALUES(1,'a');", 'column_count'],
    'another pragma': ['PRAGMA writable_schema=ON;', 'forbidden_statement'],
    'an index of another database': ["INSERT INTO main.trips_v2 VALUES(1,'a','{}');", 'forbidden_statement'],
    'the table twice': ['CREATE TABLE trips_v2 (trip_id INTEGER);', 'duplicate_table'],
    'no end of a comment': ['/* and so on', 'incomplete'],
    'a bracket too many': ["INSERT INTO trips_v2 VALUES((1,'a','{}');", 'incomplete'],
    'a word that is no statement': ['HELLO;', 'forbidden_statement'],
  };
  for (const [what, [statement, error]] of Object.entries(refusals)) {
    test(`${what} is refused as ${error}`, () => {
      const settings = fresh();
      const done = command(settings, ['import', made(head + statement + '\n' + tail)]);
      assert.equal(done.status, 2, done.out);
      assert.match(done.err, /Nothing was changed/);
      assert.match(done.err, new RegExp(`refused \\((${error}|syntax)\\), line ${what.includes('comment') ? 6 : 3}`));
    });
  }

  test('a file that is not there, and a folder, are refused', () => {
    for (const path of ['/nowhere/dump.sql', scratch()]) {
      const done = command(fresh(), ['import', path]);
      assert.ok([2, 6].includes(done.status), done.err);
      assert.match(done.err, /cannot be read/);
    }
  });

  test('a dump without the end that AUTOINCREMENT asks for is loaded with a warning', () => {
    const settings = fresh();
    const { report } = importDump(settings, made(`${head}INSERT INTO trips_v2 VALUES(1,'a','{}');\n`));
    assert.deepEqual(report.warnings, ['possibly_truncated']);
    assert.equal(report.written.trips, 1);
  });
});
