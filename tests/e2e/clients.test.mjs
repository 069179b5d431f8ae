// The official clients of both eras connect, list and call, over HTTP and stdio, and get the same.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { connectSdk1, connectSdk2, connectStdio1, connectStdio2 } from '../../tools/local/clients.mjs';
import { stdioParameters } from '../../tools/local/voygent.mjs';
import { play } from '../../tools/demo/conversation.mjs';
import { good, startWorld } from './world.mjs';

const toolNames = [
  'start_session', 'find_trips', 'read_trip', 'create_trip', 'edit_trip', 'restore_trip', 'save_client', 'add_options',
  'recommend_options', 'check_trip', 'guide', 'list_templates', 'render_trip', 'publish_trip', 'manage_publication',
];

// Database calls of the conversation's steps, in order. recommend_options attaches its picks, which is a second call.
const callsOfConversation = [1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1];

describe('official clients', () => {
  let world;
  before(async () => { world = await startWorld(); });

  const ways = {
    'sdk 1.x over HTTP': () => connectSdk1(`${world.server.url}/mcp`, world.token),
    'sdk 2.x legacy over HTTP': () => connectSdk2(`${world.server.url}/mcp`, world.token, 'legacy'),
    'sdk 2.x auto over HTTP': () => connectSdk2(`${world.server.url}/mcp`, world.token, 'auto'),
    'sdk 2.x pinned to 2026-07-28': () => connectSdk2(`${world.server.url}/mcp`, world.token, '2026-07-28'),
    'sdk 1.x over stdio': () => connectStdio1(stdioParameters(world.settings)),
    'sdk 2.x over stdio': () => connectStdio2(stdioParameters(world.settings)),
  };
  for (const [name, connect] of Object.entries(ways)) {
    test(`${name}: lists the tools and plays the whole conversation`, async () => {
      const client = await connect();
      try {
        const tools = await client.listTools();
        assert.deepEqual(tools.map((tool) => tool.name), toolNames);
        for (const tool of tools) {
          assert.ok(tool.title && tool.description, tool.name);
          assert.equal(tool.outputSchema.type, 'object');
          assert.equal(typeof tool.annotations.readOnlyHint, 'boolean');
        }
        const story = await play(client, name);
        assert.deepEqual(story.rows.map((row) => row.calls), callsOfConversation);
        if (story.page.startsWith(world.site.pages))
          assert.match(await (await fetch(story.page)).text(), /Sunset sail on the Tejo/);
      } finally {
        await client.close();
      }
    });
  }

  test('the era is what the client asked for', async () => {
    for (const [mode, revision] of [['legacy', '2025-11-25'], ['auto', '2026-07-28'], ['2026-07-28', '2026-07-28']]) {
      const client = await connectSdk2(`${world.server.url}/mcp`, world.token, mode);
      assert.equal(client.revision(), revision);
      await client.close();
    }
  });

  test('each server has its own tools, together those of /mcp, within 10 KB', async () => {
    const names = [];
    let bytes = 0;
    for (const path of ['/mcp/trips', '/mcp/templates', '/mcp/publisher']) {
      const answer = await world.rpc({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, { path });
      bytes += Buffer.byteLength(answer.text);
      names.push(...answer.body.result.tools.map((tool) => tool.name));
    }
    assert.deepEqual(names, toolNames);
    assert.ok(bytes <= 10_240, `${bytes} bytes`);
  });

  test('default answers are short texts that stand alone', async () => {
    const client = await world.connect();
    const { trip_id } = good(await client.call('create_trip', { title: 'Short answers', idempotency_key: 'short' }));
    for (const [tool, args] of [['start_session', {}], ['find_trips', {}], ['read_trip', { trip_id }], ['check_trip', { trip_id }],
      ['guide', {}], ['list_templates', {}], ['render_trip', { trip_id }], ['manage_publication', { trip_id, action: 'status' }]]) {
      const result = await client.call(tool, args);
      good(result);
      const [{ type, text }] = result.content;
      assert.equal(type, 'text');
      assert.ok(text.length > 20 && text.length <= 1500, `${tool}: ${text.length} characters`);
    }
    await client.close();
  });
});
