// What Cloudflare D1 counts, and bills, for every call: rows read and rows written.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { migrationStatements } from '../../tools/local/edge.mjs';
import { openD1, plans, play, populate } from './d1.mjs';

const maxGrowth = 1.3;
const here = fileURLToPath(new URL('.', import.meta.url));

// Compares with a file of this folder, or writes it: see README.md.
function expectGolden(name, text) {
  const path = join(here, name);
  if (process.env.VG_WRITE_GOLDEN) writeFileSync(path, text);
  else assert.deepEqual(text.split('\n'), readFileSync(path, 'utf8').split('\n'), `${name} differs; if that is meant, see tests/plans/README.md`);
}

// One line per statement, as it is read in a review: name, rows read, rows written.
function golden(counted) {
  const calls = counted.map(({ name, read, written, statements }) => {
    const lines = statements.map((statement) => `      ${JSON.stringify([statement.name, statement.read, statement.written])}`);
    return `  ${JSON.stringify(name)}: {\n    "read": ${read}, "written": ${written},\n    "statements": [\n${lines.join(',\n')}\n    ]\n  }`;
  });
  return `{\n${calls.join(',\n')}\n}\n`;
}

// Tables and indexes of the product as one would write them, without those of the two hosts.
async function schema(db) {
  const { results } = await db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  const own = results.filter(({ name }) => !name.startsWith('_cf_') && name !== 'schema_migration');
  return own.map(({ sql }) => sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' '));
}

describe('D1 with a thousand trips', () => {
  let native, d1, counted;
  before(async () => {
    native = populate(1_000);
    d1 = await openD1(native.file);
  });
  after(async () => {
    await d1?.close();
    native?.remove();
  });
  const of = (name) => counted.find((call) => call.name === name) ?? assert.fail(name);

  test('the migrations make the schema of the native host', async () => {
    const empty = await openD1();
    try {
      for (const sql of migrationStatements()) await empty.db.prepare(sql).run();
      assert.deepEqual(await schema(empty.db), await schema(d1.db));
    } finally {
      await empty.close();
    }
  });

  test('every statement is planned as committed', async () => {
    expectGolden('plans_d1.txt', await plans(d1.db, native.statements));
  });

  test('every call reads and writes the committed number of rows, and answers as the native host does', async () => {
    counted = await play(d1.db, native);
    expectGolden('d1_rows_1000.json', golden(counted));
    for (const [i, call] of counted.entries()) {
      const answers = native.calls[i].batches.flat().map(({ statement, rows }) => [statement, rows]);
      assert.deepEqual(call.statements.map(({ name, rows }) => [name, rows]), answers, call.name);
    }
  });

  test('the bars hold', () => {
    assert.ok(of('read_trip: summary').read <= 2);
    assert.ok(of('edit_trip: a field').written <= 3);
    assert.ok(of('edit_trip: a field of 60 KB').written <= 3);
    // The first edit of a day moves the trip in the index of what was touched last: its row and an entry.
    assert.ok(of('edit_trip: a field, first of the day').written <= 5);
    assert.ok(of('add_options: 100 offers, the first ones').written <= 5);
    for (const refused of ['edit_trip: sent again', 'edit_trip: on an old version']) assert.equal(of(refused).written, 0);
  });
});

describe('D1 with a hundred thousand trips', () => {
  test('what finds its rows by key reads and writes as many as among a thousand', async () => {
    const native = populate(100_000);
    const d1 = await openD1(native.file);
    try {
      const counted = await play(d1.db, native);
      expectGolden('d1_rows_100000.json', golden(counted));
      const few = JSON.parse(readFileSync(join(here, 'd1_rows_1000.json'), 'utf8'));
      for (const { name, grows, read, written } of counted) {
        if (grows) continue;
        assert.ok(read <= maxGrowth * few[name].read, `${name} reads ${read} rows, not ${few[name].read}`);
        assert.ok(written <= maxGrowth * few[name].written, `${name} writes ${written} rows, not ${few[name].written}`);
      }
    } finally {
      await d1.close();
      native.remove();
    }
  });
});
