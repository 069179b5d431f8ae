// The demonstration: what `./run` plays after it has built the program, from the first call to the published page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { scratchFolder } from './world.mjs';

test('one command installs, builds and plays', () => {
  const commands = readFileSync(join(projectFolder, 'run'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const order = [/^tools\/setup run$/, /^cmake --preset release/, /^cmake --build --preset release --target voygent$/, /^exec node tools\/demo\/main\.mjs "\$@"$/].map((step) => commands.findIndex((line) => step.test(line)));
  assert.ok(order.every((at, i) => at > (order[i - 1] ?? -1)), String(order));
  assert.equal(order.at(-1), commands.length - 1);
});

test('a conversation ends with a page, twice in the same folder, and the demonstration ends by itself', () => {
  const folder = scratchFolder();
  for (const time of ['first', 'second']) {
    const begun = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectFolder, 'tools', 'demo', 'main.mjs'), '--once', '--folder', folder], { encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, `${time}: ${stderr}`);
    assert.ok(performance.now() - begun < 30_000, time);
    assert.match(stdout, /One planning conversation over MCP 2026-07-28/);
    for (const tool of ['start_session', 'create_trip', 'add_options', 'recommend_options', 'render_trip', 'publish_trip']) assert.match(stdout, new RegExp(` ${tool} `), time);
    for (const what of ['Page', 'Preview', 'Server']) assert.match(stdout, new RegExp(`${what} +http://`), time);
    assert.match(stdout, /claude mcp add/);
  }
});
