// docs/api.md is what the contract makes, and names all of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { reference } from '../../tools/api_reference/reference.mjs';
import { linesOf, read } from './documents.mjs';

const openapi = JSON.parse(read('spec/openapi.json'));
const tools = Object.fromEntries(['trips', 'templates', 'publisher'].map((server) => [server, JSON.parse(read(`spec/mcp/${server}.json`))]));
const document = read('docs/api.md');

describe('the reference of the interface', () => {
  test('is what the contract makes', () => {
    const done = spawnSync(process.execPath, [join(projectFolder, 'tools/api_reference/main.mjs'), '--check'], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  });

  test('has a section for each route and tool, and a link to it', () => {
    const headings = linesOf(document).filter(({ kind, text }) => kind === 'text' && text.startsWith('### ')).map(({ text }) => text.slice(4));
    const wanted = [...Object.entries(openapi.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)), ...Object.values(tools).flat().map(({ name }) => name)];
    assert.deepEqual(headings.toSorted(), wanted.toSorted());
    for (const name of wanted) assert.ok(document.includes(`[${name}](#`), name);
  });

  test('names every argument, also those inside of others', () => {
    for (const tool of Object.values(tools).flat()) {
      const section = document.split(`### ${tool.name}\n`)[1].split(/^##/m)[0];
      for (const name of Object.keys(tool.inputSchema.properties ?? {})) assert.ok(section.includes(`| \`${name}\` |`), `${tool.name} ${name}`);
    }
    assert.match(document, /`operations\[\]\.op`/);
    assert.match(document, /`client\.documents`/);
  });

  test('changes with the contract', () => {
    const other = structuredClone(openapi);
    other.paths['/v1/guide'].get.summary = 'Something else';
    assert.notEqual(reference(other, tools), document);
    const others = structuredClone(tools);
    others.trips[0].description = 'Something else';
    assert.notEqual(reference(openapi, others), document);
  });

  test('lets no text of the contract break a table or begin a tag', () => {
    const other = structuredClone(openapi);
    other.paths['/v1/guide'].get.summary = 'a | b <script>';
    assert.match(reference(other, tools), /a \\\| b \\<script>/);
  });
});
