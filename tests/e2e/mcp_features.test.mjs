// What MCP offers beside tools: resources, prompts, completion, questions to the person, progress, news; in both eras.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { before, describe, test } from 'node:test';
import { connectSdk1, connectSdk2 } from '../../tools/local/clients.mjs';
import { createToken } from '../../tools/local/voygent.mjs';
import { callMessage, good, startWorld, tripText } from './world.mjs';

const versionKey = 'io.modelcontextprotocol/protocolVersion';
const envelope = (capabilities = {}, more = {}) => ({ [versionKey]: '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': capabilities, ...more });

// One modern message with its headers.
function modern(world, method, params, { capabilities, meta, id = 1, token } = {}) {
  const name = params.name ?? params.uri;
  const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...(name ? { 'Mcp-Name': name } : {}) };
  return world.rpc({ jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope(capabilities, meta) } }, { headers, ...(token ? { token } : {}) });
}

const eventsOf = (text) => text.split('\n\n').map((event) => event.split('\n').find((line) => line.startsWith('data: '))).filter(Boolean).map((line) => JSON.parse(line.slice(6)));

// A stream of news; `next()` is the next message, `close()` hangs up. On a connection of its own: fetch opens more of them than it was asked for.
async function listen(world, notifications, token = world.token) {
  const asked = request(`${world.server.url}/mcp`, {
    method: 'POST', agent: false,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'subscriptions/listen' },
  }).end(JSON.stringify({ jsonrpc: '2.0', id: 77, method: 'subscriptions/listen', params: { notifications, _meta: envelope() } }));
  const [response] = await once(asked, 'response');
  assert.equal(response.statusCode, 200);
  const chunks = response.setEncoding('utf8').iterator({ destroyOnReturn: false });
  let text = '';
  const messages = [];
  return {
    async next() {
      while (messages.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return undefined;
        text += value;
        const end = text.lastIndexOf('\n\n');
        if (end < 0) continue;
        messages.push(...eventsOf(text.slice(0, end + 2)));
        text = text.slice(end + 2);
      }
      return messages.shift();
    },
    close: () => asked.destroy(),
  };
}

describe('MCP beside tools', () => {
  let world, client, trip_id;
  before(async () => {
    world = await startWorld();
    client = await world.connect();
    ({ trip_id } = good(await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep' })));
  });

  for (const [name, connect] of Object.entries({
    'sdk 1.x': () => connectSdk1(`${world.server.url}/mcp`, world.token),
    'sdk 2.x, 2026-07-28': () => connectSdk2(`${world.server.url}/mcp`, world.token, '2026-07-28'),
  })) {
    test(`${name}: trips are resources`, async () => {
      const { client: own, close } = await connect();
      const { resources } = await own.listResources();
      assert.ok(resources.some(({ uri, title }) => uri === `trip://${trip_id}` && title.length > 3));
      const { resourceTemplates } = await own.listResourceTemplates();
      assert.deepEqual(resourceTemplates.map(({ uriTemplate }) => uriTemplate), ['trip://{trip_id}', 'trip://{trip_id}/page']);
      const { contents: [document] } = await own.readResource({ uri: `trip://${trip_id}` });
      assert.equal(document.mimeType, 'application/json');
      const shown = JSON.parse(document.text);
      assert.equal(shown.version, 1);
      assert.ok(shown.trip.itinerary.length > 0 && !('_private' in shown.trip));
      const { contents: [page] } = await own.readResource({ uri: `trip://${trip_id}/page` });
      assert.equal(page.mimeType, 'text/html');
      assert.match(page.text, /^<!doctype html>/i);
      await assert.rejects(own.readResource({ uri: 'trip://t_0000000000000000' }), (error) => error.code === (name === 'sdk 1.x' ? -32002 : -32602));
      await assert.rejects(own.readResource({ uri: 'file:///etc/passwd' }));
      await close.call({ client: own }).catch(() => own.close());
    });

    test(`${name}: prompts are the phases of the work`, async () => {
      const { client: own } = await connect();
      const { prompts } = await own.listPrompts();
      assert.deepEqual(prompts.map((prompt) => prompt.name), ['new_trip', 'plan_days', 'make_proposal', 'publish_page', 'confirm_booking']);
      const { messages } = await own.getPrompt({ name: 'new_trip', arguments: { wish: 'Two weeks in "Japan" {client}', client: 'Ada' } });
      assert.match(messages[0].content.text, /Two weeks in "Japan" \{client\}\nClient: Ada/);
      await assert.rejects(own.getPrompt({ name: 'plan_days', arguments: {} }), /trip_id/);
      const { completion } = await own.complete({ ref: { type: 'ref/prompt', name: 'plan_days' }, argument: { name: 'trip_id', value: 'lisb' } });
      assert.ok(completion.values.includes(trip_id));
      const nothing = await own.complete({ ref: { type: 'ref/resource', uri: 'trip://{trip_id}' }, argument: { name: 'trip_id', value: 'qqqq' } });
      assert.deepEqual(nothing.completion.values, []);
      await own.close();
    });
  }

  test('a list of more resources than one page has a cursor', async () => {
    for (let i = 0; i < 12; ++i) good(await client.call('create_trip', { title: `Page ${i}`, idempotency_key: `page ${i}` }));
    const seen = new Set();
    for (let cursor, pages = 0; ; ++pages) {
      assert.ok(pages < 10);
      const { resources, nextCursor } = await client.client.request({ method: 'resources/list', params: cursor ? { cursor } : {} });
      for (const { uri } of resources) seen.add(uri);
      if (!(cursor = nextCursor)) break;
    }
    assert.ok(seen.size >= 13);
    const { body } = await modern(world, 'resources/list', { cursor: 'not a cursor' });
    assert.equal(body.error.code, -32602);
  });

  test('publishing to production asks the person first', async () => {
    const asked = [];
    const answers = [{ action: 'decline' }, { action: 'accept', content: { confirm: false } }, { action: 'accept', content: { confirm: true } }];
    const own = await connectSdk2(`${world.server.url}/mcp`, world.token, '2026-07-28', (params) => { asked.push(params); return answers.shift(); });
    const args = { trip_id, target: 'production', ignore_blockers: true };
    for (const refused of ['declined', 'answered no']) {
      const result = await own.call('publish_trip', args);
      assert.ok(result.isError, refused);
      assert.match(result.content[0].text, /nothing was changed/);
    }
    const status = good(await own.call('manage_publication', { trip_id, action: 'status' }));
    assert.deepEqual(status.publications.filter(({ target }) => target === 'production'), []);
    const done = good(await own.call('publish_trip', args));
    assert.equal(done.target, 'production');
    assert.equal(asked.length, 3);
    assert.match(asked[0].message, /^Publish version 1 of ".+" to the production site/);
    // Staging is asked about nobody, and so is a client who cannot ask.
    good(await own.call('publish_trip', { ...args, target: 'staging' }));
    good(await client.call('publish_trip', args));
    assert.equal(asked.length, 3);
    await own.close();
  });

  test('two clients of one name: the person chooses', async () => {
    const ids = [];
    for (const email of ['kim.one@example.com', 'kim.two@example.com'])
      ids.push(good(await client.call('save_client', { client: { name: 'Kim Doe', email } })).client_id);
    let offered;
    const own = await connectSdk2(`${world.server.url}/mcp`, world.token, '2026-07-28', (params) => {
      offered = params.requestedSchema.properties.client_id.oneOf;
      return { action: 'accept', content: { client_id: offered.find(({ title }) => title.includes('kim.two')).const } };
    });
    const made = good(await own.call('create_trip', { title: 'For Kim', client: { name: 'Kim Doe' } }));
    assert.deepEqual(offered.map((choice) => choice.const).sort(), [...ids].sort());
    assert.equal(made.client_id, ids[1]);
    await own.close();
    const unasked = await client.call('create_trip', { title: 'For Kim again', client: { name: 'Kim Doe' } });
    assert.match(unasked.content[0].text, /several clients have this name/);
  });

  test('a question is bound to who asked, to what was asked, and cannot be forged', async () => {
    const args = { trip_id, target: 'production', ignore_blockers: true };
    const capabilities = { elicitation: {} };
    const call = (more, options = {}) => modern(world, 'tools/call', { name: 'publish_trip', arguments: args, ...more }, { capabilities, ...options });
    const { body: { result: first } } = await call({});
    assert.equal(first.resultType, 'input_required');
    assert.deepEqual(Object.keys(first.inputRequests), ['answer']);
    const inputResponses = { answer: { action: 'accept', content: { confirm: true } } };
    const state = first.requestState;
    const other = createToken(world.settings, 'other', 'read,write,publish');
    for (const [what, attempt] of Object.entries({
      'a changed state': call({ inputResponses, requestState: `${state}x` }),
      'no state': call({ inputResponses }),
      'other arguments': call({ inputResponses, requestState: state, arguments: { ...args, ignore_blockers: false } }),
      'another caller': call({ inputResponses, requestState: state }, { token: other }),
    })) {
      const { body } = await attempt;
      assert.equal(body.error?.code, -32602, what);
    }
    const { body: { result: again } } = await call({ inputResponses: { wrong: {} }, requestState: state });
    assert.equal(again.resultType, 'input_required');
    const { body: { result: done } } = await call({ inputResponses, requestState: state });
    assert.equal(done.resultType, 'complete');
    assert.equal(done.structuredContent.target, 'production');
  });

  test('publishing tells how far it is, to whoever wants to know', async () => {
    const { trip_id: other } = good(await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep', idempotency_key: 'progress' }));
    const message = callMessage('publish_trip', { trip_id: other, target: 'staging', ignore_blockers: true }, 9);
    message.params._meta = { progressToken: 'p1' };
    const answer = await world.rpc(message, { headers: { 'MCP-Protocol-Version': '2025-11-25' } });
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    const [first, second, last, ...rest] = eventsOf(answer.text);
    assert.deepEqual([first, second].map(({ method, params }) => [method, params.progressToken, params.progress, params.total]), [['notifications/progress', 'p1', 1, 3], ['notifications/progress', 'p1', 2, 3]]);
    assert.equal(last.id, 9);
    assert.equal(last.result.structuredContent.trip_id, other);
    assert.deepEqual(rest, []);
  });

  test('whoever follows a trip hears of its changes, by whichever way they come', async () => {
    const stream = await listen(world, { resourceSubscriptions: [`trip://${trip_id}`, 'trip://nonsense'], resourcesListChanged: true, toolsListChanged: true });
    const acknowledged = await stream.next();
    assert.equal(acknowledged.method, 'notifications/subscriptions/acknowledged');
    assert.deepEqual(acknowledged.params.notifications, { resourcesListChanged: true, resourceSubscriptions: [`trip://${trip_id}`] });
    const heard = async (method, uri) => {
      const message = await stream.next();
      assert.equal(message.method, method);
      assert.equal(message.params.uri, uri);
      assert.equal(message.params._meta['io.modelcontextprotocol/subscriptionId'], 77);
    };
    good(await client.call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/status', value: 'by MCP' }] }));
    await heard('notifications/resources/updated', `trip://${trip_id}`);
    const edited = await world.rest('POST', `/v1/trips/${trip_id}/edits`, { body: { operations: [{ op: 'set', path: 'meta/status', value: 'by REST' }] } });
    assert.equal(edited.status, 200, edited.text);
    await heard('notifications/resources/updated', `trip://${trip_id}`);
    // What changes nothing, and another trip, is no news; a new trip is.
    good(await client.call('read_trip', { trip_id }));
    good(await client.call('create_trip', { title: 'News', idempotency_key: 'news' }));
    await heard('notifications/resources/list_changed', undefined);
    stream.close();
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    good(await client.call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/status', value: 'unheard' }] }));
  });

  test('a call whose client has gone or has hung up is ended, and its connection is free', async () => {
    const small = await startWorld({ connections_per_address: 4 });
    for (let round = 0; round < 8; ++round) {
      const streams = [];
      for (let attempt = 0; streams.length < 3; ++attempt) {
        assert.ok(attempt < 100, `round ${round}: the streams of the rounds before are still there`);
        const stream = await listen(small, { resourcesListChanged: true }).catch(() => undefined);
        if (stream) streams.push(stream);
        else await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
      for (const stream of streams) assert.equal((await stream.next()).method, 'notifications/subscriptions/acknowledged');
      for (const stream of streams) stream.close();
    }
  });

  test('a stream ends with the server, and with its last message', async () => {
    const stream = await listen(world, { resourcesListChanged: true });
    await stream.next();
    const stopped = world.server.stop();
    const last = await stream.next();
    assert.equal(last.id, 77);
    assert.equal(last.result.resultType, 'complete');
    assert.equal(await stream.next(), undefined);
    await stopped;
    await world.restart();
    client = await world.connect();
  });
});
