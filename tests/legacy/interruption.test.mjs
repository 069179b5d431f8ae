// Imports that were stopped, and documents of another generation.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { command, program, projectFolder } from '../../tools/local/voygent.mjs';
import { asOf, dumpFile, fresh, importDump, scratch, sqlite, voygent } from './legacy.mjs';

// What an import brings, without the times and names that it makes itself.
const broughtBy = (settings) => ({
  trips: sqlite(settings.database, 'SELECT id, doc, version FROM trip ORDER BY id'),
  clients: sqlite(settings.database, 'SELECT id, doc FROM client ORDER BY id'),
  events: sqlite(settings.database, 'SELECT subject, version, kind, payload FROM event ORDER BY subject, version'),
  terms: sqlite(settings.database, 'SELECT count(*) AS n FROM term'),
  rows: sqlite(settings.database, 'SELECT * FROM legacy_row ORDER BY origin, row_key'),
});

// The rows of the dump some times over, with ids and addresses of their own.
function enlarged(times) {
  const [head, ...rest] = readFileSync(dumpFile, 'utf8').split(/(?<=;\n)(?=INSERT INTO |CREATE |DELETE )/);
  const copies = rest.flatMap((statement) => {
    const found = /^INSERT INTO "?(trips_v2|clients_v2|ActivityLog|llm_query_log|db_errors)"? VALUES\((\d+),/.exec(statement);
    if (!found) return [statement];
    return Array.from({ length: times }, (_, copy) => copy === 0 ? statement
      : statement.replace(`VALUES(${found[2]},`, `VALUES(${Number(found[2]) + copy * 100_000},`).replaceAll('@', `.${copy}@`).replace('no-email-yet', `no-email-${copy}`));
  });
  const file = join(scratch(), 'enlarged.sql');
  writeFileSync(file, head + copies.join(''));
  return file;
}

describe('a kill in the middle', () => {
  const whole = fresh();
  let file;
  before(() => {
    file = enlarged(30);
    importDump(whole, file);
  });

  test('at ten moments: the next run brings the rest, nothing twice', async () => {
    let stopped = 0;
    let skipped = 0;
    for (let moment = 0; moment < 10; ++moment) {
      const settings = fresh();
      const child = spawn(program, ['import', file, ...asOf], { env: { ...process.env, VOYGENT_DATABASE: settings.database, VOYGENT_DURABILITY: 'fast' }, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal)));
      const timer = setTimeout(() => child.kill('SIGKILL'), 60 + moment * 110);
      stopped += (await ended) === 'SIGKILL' ? 1 : 0;
      clearTimeout(timer);
      const { report } = importDump(settings, file);
      skipped += report.written.slices_skipped;
      assert.equal(report.written.trips + report.written.trips_there, report.importable.trips);
      assert.deepEqual(broughtBy(settings), broughtBy(whole));
      assert.deepEqual(readdirSync(dirname(settings.database)).filter((name) => name.includes('import')), [], 'no temporary file is left');
    }
    assert.ok(stopped >= 3, `${stopped} runs were stopped`);
    assert.ok(skipped > 0, 'a run went on behind the slices of another one');
  });
});

describe('cutover verify', () => {
  const settings = fresh();
  before(() => importDump(settings, dumpFile));

  test('finds nothing after an import', () => {
    const found = JSON.parse(voygent(settings, '--json', 'cutover', 'verify', dumpFile, ...asOf));
    assert.deepEqual(found.differences, []);
    assert.ok(found.facts > 1500);
    for (const { source, target } of Object.values(found.sums)) assert.equal(source, target);
  });

  test('names what was lost, changed and edited', () => {
    const [first, second] = sqlite(settings.database, 'SELECT id FROM trip ORDER BY id');
    voygent(settings, 'trip', 'edit', first.id, '[{"op":"set","path":"meta/title","value":"Edited here"}]');
    sqlite(settings.database, `DELETE FROM trip WHERE id = '${second.id}'`);
    sqlite(settings.database, "DELETE FROM legacy_row WHERE origin = 'commission_rules' AND row_key = '1'");
    sqlite(settings.database, "UPDATE legacy_row SET cells = json_set(cells, '$.content', 'changed') WHERE origin = 'instruction_sets' AND row_key = '2'");
    const done = command(settings, ['--json', 'cutover', 'verify', dumpFile, ...asOf]);
    assert.equal(done.status, 4, done.err);
    const found = JSON.parse(done.out);
    const about = (part) => found.differences.filter(({ subject }) => subject.includes(part)).map(({ fact }) => fact);
    assert.ok(about(first.id).some((fact) => fact.includes('meta')), JSON.stringify(about(first.id)));
    assert.deepEqual(about(second.id), ['missing']);
    assert.equal(about('commission_rules 1').length, 1);
    assert.equal(about('instruction_sets 2').length, 1);
    assert.equal(found.edited_here, 1);
    assert.equal(found.difference_count, found.differences.length);
  });
});

describe('trip documents of another generation', () => {
  const folder = join(projectFolder, 'tests', 'data', 'trips');
  const names = readdirSync(folder).filter((name) => /^\d\d.*\.json$/.test(name) && !name.includes('hostile'));

  test('are stored once, whole', () => {
    const settings = fresh();
    const files = names.map((name) => join(folder, name));
    voygent(settings, 'import', ...files);
    assert.equal(sqlite(settings.database, 'SELECT count(*) AS n FROM trip')[0].n, names.length);
    const stored = sqlite(settings.database, 'SELECT id, version, doc FROM trip ORDER BY id');
    assert.match(voygent(settings, 'import', ...files), /is there as/);
    assert.deepEqual(sqlite(settings.database, 'SELECT id, version, doc FROM trip ORDER BY id'), stored);
    for (const name of names) {
      const { meta } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      assert.ok(stored.some(({ doc }) => JSON.parse(doc).meta.title === meta.title), name);
    }
  });

  test('that are none are refused and change nothing', () => {
    const settings = fresh();
    for (const text of ['{', '[]', '"trip"', '']) {
      const file = join(scratch(), 'trip.json');
      writeFileSync(file, text);
      const done = command(settings, ['import', file]);
      assert.equal(done.status, 2, `${text}: ${done.out}`);
    }
  });
});
