// docs/data-protection.md names every table, every line of the log with its fields, and tests that there are.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder, serve } from '../../tools/local/voygent.mjs';
import { codeOf, projectFiles, read, tableWith } from './documents.mjs';

const document = read('docs/data-protection.md');
const always = ['at', 'level', 'event'];

function tablesOf(sql) {
  return [...sql.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map((match) => match[1]);
}

// { event: [fields] } of every call that writes a line of the log.
function linesOfTheLog() {
  const found = {};
  for (const path of [...projectFiles('.cpp')].filter((path) => /^(packages|platform|apps|services)\//.test(path) && !path.endsWith('_test.cpp')))
    for (const [, call] of read(path).matchAll(/(?:host::log|append_line)\(((?:[^;"]|"[^"]*")*)\);/g)) {
      const names = [...call.matchAll(/\{"([^"]+)",/g)].map((match) => match[1]);
      const event = [...call.replace(/\{\{[\s\S]*$/, '').matchAll(/"([^"]+)"/g)].at(-1)?.[1];
      if (event && /^[a-z]/.test(event)) found[event] = [...new Set([...(found[event] ?? []), ...names])];
    }
  for (const path of projectFiles('.js').filter((path) => path.startsWith('services/edge-api/worker/src/')))
    for (const [, event, rest] of read(path).matchAll(/event: '([^']+)',?([^}]*)\}/g)) found[event] = [...rest.matchAll(/(\w+):/g)].map((match) => match[1]);
  return found;
}

function lineTable(markdown) {
  return Object.fromEntries(tableWith(markdown, ['line (`event`)']).flatMap((row) =>
    codeOf(row['line (`event`)']).map((event) => [event, codeOf(row['fields besides `at`, `level`, `event`'])])));
}

// What the document lacks.
function findings(markdown) {
  const out = [];
  const tables = new Set(tableWith(markdown, ['table', 'personal data in it']).flatMap((row) => codeOf(row.table)));
  const folder = 'infra/cloudflare/migrations';
  for (const file of readdirSync(join(projectFolder, folder)).sort())
    for (const table of tablesOf(read(`${folder}/${file}`))) if (!tables.has(table)) out.push(`the table ${table} of ${file}`);
  for (const table of tablesOf(read('platform/sqlite/migrate.cpp'))) if (!tables.has(table)) out.push(`the table ${table}`);
  const lines = lineTable(markdown);
  for (const [event, fields] of Object.entries(linesOfTheLog())) {
    if (!lines[event]) out.push(`the line ${event}`);
    else for (const field of fields) if (!lines[event].includes(field)) out.push(`the field ${field} of the line ${event}`);
  }
  const explained = tableWith(markdown, ['field', 'what it is']).flatMap((row) => codeOf(row.field));
  for (const field of [...always, ...(lines.request ?? [])]) if (!explained.includes(field)) out.push(`what ${field} is`);
  for (const row of tableWith(markdown, ['statement', 'test']))
    for (const path of codeOf(row.test)) if (!existsSync(join(projectFolder, path))) out.push(`no test ${path}`);
  return out;
}

describe('data protection', () => {
  test('names every table, line and field, and tests that there are', () => assert.deepEqual(findings(document), []));

  test('knows the lines that the sources write', () => {
    const lines = linesOfTheLog();
    assert.ok(Object.keys(lines).length >= 10, JSON.stringify(lines));
    assert.ok(lines.operation.includes('subject') && lines['failed login'].includes('token'), JSON.stringify(lines));
  });

  test('names the fields that a server writes of a request, and the mode of its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'voygent-docs-'));
    const server = await serve({ database: join(folder, 'voygent.db') });
    try {
      for (const end of ['', '-wal', '-shm']) assert.equal(statSync(join(folder, `voygent.db${end}`)).mode & 0o777, 0o600, end);
      await fetch(`${server.url}/v1/session`, { headers: { authorization: 'Bearer of-nobody' } });
      await server.stop();
      const written = server.log().trim().split('\n').map((line) => JSON.parse(line));
      const lines = lineTable(document);
      for (const event of ['request', 'failed login']) {
        const line = written.find((one) => one.event === event);
        assert.deepEqual(Object.keys(line), [...always, ...lines[event]], event);
      }
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  });

  for (const [what, pattern, replacement, expected] of [
    ['a table that is not named', '| `legacy_row` |', '| rows |', /the table legacy_row/],
    ['a line that is not named', '| `erasure` |', '| erasing |', /the line erasure/],
    ['a field that is not named', '`database_calls`, ', '', /the field database_calls of the line request/],
    ['a test that is not there', 'tests/e2e/pages.test.mjs', 'tests/e2e/page.test.mjs', /no test tests\/e2e\/page/],
  ])
    test(`${what} is noticed`, () => {
      const bad = document.replace(pattern, replacement);
      assert.notEqual(bad, document);
      assert.match(findings(bad).join('\n'), expected);
    });
});
