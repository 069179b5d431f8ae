// The inventory of source trees as a person and a script ask for it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { program, projectFolder } from '../../tools/local/voygent.mjs';
import { answer, refused, run } from './cli.mjs';
import { scratchFolder } from './world.mjs';

const samples = join(projectFolder, 'tests', 'data', 'inventory');
const ask = (...args) => answer({}, ['inventory', ...args], { cwd: samples });

describe('voygent inventory', () => {
  test('--json says exactly what the sample trees have', async () => {
    for (const tree of ['v1', 'ce', 'hosted']) assert.equal(await ask(tree, '--json'), readFileSync(join(samples, `${tree}.expected.json`), 'utf8'), tree);
  });

  test('several trees are one inventory, in which chats find their Workers', async () => {
    const found = JSON.parse(await ask('v1', 'ce', 'hosted', '--json'));
    assert.deepEqual(found.roots, ['v1', 'ce', 'hosted']);
    const linked = Object.fromEntries(found.chat_servers.filter((one) => one.file.startsWith('ce/')).map((one) => [one.name, one.worker]));
    assert.deepEqual(linked, { d1_database: 'd1-database-improved', prompt_instructions: 'prompt-instructions-d1-mcp', chrome: '', github: 'github-mcp-cta' });
    assert.equal(found.mcp_tools.length, 13);
    assert.equal(found.query_loops.length, 10);
    assert.deepEqual(found.secrets.map((one) => one.name), ['CREDS_KEY', 'MCP_AUTH_KEY']);
  });

  test('the table is for people and names every place', async () => {
    const table = await ask('v1');
    for (const part of [/^14 files read/, /^Workers \(5\)$/m, /^Queries in loops \(N\+1\) \(8\)$/m, /d1-database-improved\/src\/refresh\.ts:11$/m]) assert.match(table, part);
  });

  test('Markdown has a table of each kind and the graph', async () => {
    const text = await ask('v1', 'ce', '--markdown');
    for (const part of [/^# Inventory$/m, /^## MCP tools$/m, /^```mermaid\nflowchart LR$/m]) assert.match(text, part);
    for (const line of text.split('\n').filter((line) => line.startsWith('|---'))) assert.match(line, /^\|(---\|)+$/);
    assert.ok(text.includes(await ask('v1', 'ce', '--mermaid')));
  });

  test('the drawing is XML by itself, with a title and a description', async () => {
    const svg = await ask('v1', 'ce', 'hosted', '--svg');
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" aria-labelledby="title desc"/);
    assert.match(svg, /<title id="title">What depends on what<\/title>\n<desc id="desc">Chats: 2, Deployments: 8, Services: 7/);
    const open = [];
    for (const [, closing, name, empty] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (closing) assert.equal(open.pop(), name);
      else if (!empty) open.push(name);
    }
    assert.deepEqual(open, []);
    assert.ok(!/href|<script|<image|&(?!amp;|lt;|gt;|quot;)/.test(svg));
    const boxes = [...svg.matchAll(/<rect class="\w+" rx="\d+" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map((one) => one.slice(1).map(Number));
    const width = Number(/ width="(\d+)"/.exec(svg)[1]), height = Number(/ height="(\d+)"/.exec(svg)[1]);
    assert.equal(boxes.length, 28);
    for (const [i, [x, y, w, h]] of boxes.entries()) {
      assert.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= height);
      for (const [a, b, c, d] of boxes.slice(i + 1)) assert.ok(x + w <= a || a + c <= x || y + h <= b || b + d <= y, 'two boxes overlap');
    }
  });

  test('--output writes the answer to a file', async () => {
    const file = join(scratchFolder(), 'deep', 'inventory.svg');
    assert.match(await ask('v1', '--svg', '--output', file), /14 files read.*\nWritten: /);
    assert.equal(readFileSync(file, 'utf8'), await ask('v1', '--svg'));
  });

  test('what cannot be done is refused', async () => {
    await refused({}, ['inventory', '/no/such/folder'], 'invalid', [/\/no\/such\/folder is no folder/]);
    await refused({}, ['inventory', program], 'invalid', [/is no folder/]);
    await refused({}, ['inventory'], 'invalid', [/folder/]);
    const two = await run({}, ['inventory', samples, '--svg', '--mermaid']);
    assert.equal(two.status, 2);
    assert.match(two.err, /give one of them/);
    assert.equal((await run({}, ['inventory', samples, '--output', '/proc/no/file'])).status, 6);
  });

  test('a tree of links, pipes and broken files ends, and says what is wrong', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'a'));
    symlinkSync('..', join(folder, 'a', 'loop'));
    writeFileSync(join(folder, 'wrangler.json'), '{"name": ');
    writeFileSync(join(folder, 'a', 'bad.js'), Buffer.from([0x66, 0xff, 0xfe, 0x28, 0x60]));
    await new Promise((resolve) => spawn('mkfifo', [join(folder, 'pipe.yaml')]).on('close', resolve));
    const found = JSON.parse(await answer({}, ['inventory', folder, '--json']));
    assert.deepEqual(found.problems.map((one) => [one.file, one.line, one.name]), [['a/bad.js', 1, 'encoding'], ['wrangler.json', 1, 'broken file']]);
    assert.equal(found.counts.links, 1);
    assert.equal(found.counts.special, 1);
  });
});
