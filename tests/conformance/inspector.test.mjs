// The command line of the official Inspector against the product: another client, written by others, in both eras.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { good, startWorld, tripText } from '../e2e/world.mjs';
import { install, node, packages } from './install.mjs';

describe('the Inspector', () => {
  let world, config, trip_id;
  before(async () => {
    install();
    world = await startWorld();
    const client = await world.connect();
    ({ trip_id } = good(await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep' })));
    const server = (era) => ({ type: 'streamable-http', url: `${world.server.url}/mcp`, protocolEra: era, headers: { Authorization: `Bearer ${world.token}` } });
    mkdirSync(world.folder, { recursive: true });
    config = join(world.folder, 'inspector.json');
    writeFileSync(config, JSON.stringify({ mcpServers: { legacy: server('legacy'), modern: server('modern') } }));
  });

  // Not spawnSync: the pages of the world are served by this process.
  const inspect = (era, ...args) => new Promise((resolve) => {
    const call = [join(packages, '@modelcontextprotocol', 'inspector', 'clients', 'launcher', 'build', 'index.js'), '--cli', '--config', config, '--server', era, '--format', 'json', ...args];
    execFile(node, call, { env: { ...process.env, MCP_INSPECTOR_SECRET_STORE: 'memory', HOME: world.folder }, encoding: 'utf8', maxBuffer: 1 << 26 }, (error, out, err) => resolve({ status: error?.code ?? 0, out, err }));
  });
  const answer = async (...args) => {
    const { status, out, err } = await inspect(...args);
    assert.equal(status, 0, err);
    return JSON.parse(out).result ?? JSON.parse(out);
  };

  for (const era of ['legacy', 'modern']) {
    test(`${era}: lists, with schemas that every client can take`, async () => {
      const { tools } = await answer(era, '--method', 'tools/list', '--strict');
      assert.equal(tools.length, 15);
      assert.equal((await answer(era, '--method', 'prompts/list')).prompts.length, 5);
      assert.ok((await answer(era, '--method', 'resources/list')).resources.some(({ uri }) => uri === `trip://${trip_id}`));
    });

    test(`${era}: calls a tool, reads a resource, gets a prompt`, async () => {
      const result = await answer(era, '--method', 'tools/call', '--tool-name', 'read_trip', '--tool-arg', `trip_id=${trip_id}`);
      assert.equal(result.structuredContent.trip_id, trip_id);
      assert.match(result.content[0].text, /Lisbon/);
      const { contents } = await answer(era, '--method', 'resources/read', '--uri', `trip://${trip_id}`);
      assert.equal(JSON.parse(contents[0].text).trip_id, trip_id);
      const { messages } = await answer(era, '--method', 'prompts/get', '--prompt-name', 'plan_days', '--prompt-args', `trip_id=${trip_id}`);
      assert.match(messages[0].content.text, new RegExp(trip_id));
    });

    test(`${era}: a tool that refuses is told apart from one that answers`, async () => {
      const { status, out } = await inspect(era, '--method', 'tools/call', '--tool-name', 'read_trip', '--tool-arg', 'trip_id=t_0000000000000000');
      assert.equal(status, 5);
      assert.match(out, /there is no trip/i);
    });
  }
});
