// docs/architecture.md says of every package what CMake says, and names every part of the platform, every table, every command.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command, projectFolder } from '../../tools/local/voygent.mjs';
import { codeOf, read, tableWith } from './documents.mjs';

const document = read('docs/architecture.md');
const folders = (root) => readdirSync(join(projectFolder, root), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

// { package: [what it may include] } of a CMake file.
function dependencies() {
  const out = {};
  for (const [, name, body] of read('packages/CMakeLists.txt').matchAll(/vg_library\((\w+)([^)]*)\)/g))
    out[name === 'template_engine' ? 'templates/engine' : name] = (body.match(/DEPENDS\s+([\w\s]+)/)?.[1] ?? '').split(/\s+/).filter(Boolean).map((one) => (one === 'template_engine' ? 'engine' : one));
  return out;
}

describe('architecture', () => {
  test('says what each package may include', () => {
    const written = Object.fromEntries(tableWith(document, ['package', 'may include']).map((row) => [codeOf(row.package)[0], row['may include'].split(', ').filter((name) => name !== 'nothing of ours')]));
    assert.deepEqual(written, dependencies());
  });

  test('names every part of the platform', () =>
    assert.deepEqual(tableWith(document, ['platform', 'what it does']).flatMap((row) => codeOf(row.platform)).toSorted(), folders('platform').toSorted()));

  test('names every table', () => {
    const tables = ['platform/sqlite/migrate.cpp', ...readdirSync(join(projectFolder, 'infra/cloudflare/migrations')).map((name) => `infra/cloudflare/migrations/${name}`)]
      .flatMap((path) => [...read(path).matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map((match) => match[1]));
    assert.deepEqual(tableWith(document, ['table', 'a row is']).flatMap((row) => codeOf(row.table)).toSorted(), tables.toSorted());
  });

  test('names every command', () => {
    const help = command({}, ['--help']).out.split('Subcommands:\n')[1].split('\n\n')[0];
    const commands = help.split('\n').map((line) => line.match(/^ {2}(\w+)/)?.[1]).filter(Boolean);
    const written = tableWith(document, ['commands', 'what for']).flatMap((row) => codeOf(row.commands));
    assert.deepEqual(written.toSorted(), commands.toSorted());
  });

  test('names files and folders that there are', () => {
    const paths = [...document.matchAll(/`((?:packages|platform|services|apps|infra|tools|tests|spec|cmake)\/[\w./-]+)`/g)].map((match) => match[1].replace(/\/$/, ''));
    assert.ok(paths.length > 40);
    assert.deepEqual(paths.filter((path) => !existsSync(join(projectFolder, path)) && !existsSync(join(projectFolder, `${path}cpp`))), []);
  });
});
