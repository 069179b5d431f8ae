// LibreChat as it speaks on the wire: SDK 1.x, 2025-11-25, with the probes that it sends when nobody told it how to sign in.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { before, describe, test } from 'node:test';
import { good, startWorld } from './world.mjs';

describe('LibreChat', () => {
  let world;
  before(async () => { world = await startWorld(); });

  // One request as undici sends it, on a connection that stays: { status, headers, text }.
  const send = (method, path, { token = world.token, body, version, accept = 'application/json, text/event-stream' } = {}) => new Promise((resolve, reject) => {
    const url = new URL(world.server.url + path);
    const headers = { Accept: accept, 'Accept-Encoding': 'gzip, deflate', 'User-Agent': 'undici', Connection: 'keep-alive' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (version) headers['MCP-Protocol-Version'] = version;
    if (body) headers['Content-Type'] = 'application/json';
    const asked = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body ? JSON.stringify(body) : undefined);
  });

  test('its probes without a key do not take the server for one with OAuth', async () => {
    const head = await send('HEAD', '/mcp', { token: '' });
    assert.equal(head.status, 405);
    assert.equal(head.headers.allow, 'POST');
    const post = await send('POST', '/mcp', { token: '', body: { jsonrpc: '2.0', id: 0, method: 'initialize', params: {} } });
    assert.equal(post.status, 401);
    assert.ok(!/bearer/i.test(post.headers['www-authenticate'] ?? ''), post.headers['www-authenticate']);
    for (const path of ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'])
      assert.equal((await send('GET', path, { token: '' })).status, 404, path);
  });

  test('its sequence from the handshake to a call', async () => {
    const version = '2025-11-25';
    const hello = await send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: version, capabilities: {}, clientInfo: { name: '@librechat/api-client', version: '1.2.3' } } } });
    assert.equal(hello.status, 200);
    assert.match(hello.headers['content-type'], /^application\/json/);
    assert.equal(hello.headers['mcp-session-id'], undefined);
    const { result, id } = JSON.parse(hello.text);
    assert.equal(id, 0);
    assert.equal(result.protocolVersion, version);
    assert.ok(result.instructions.length > 0 && result.instructions.length <= 512);

    const initialized = await send('POST', '/mcp', { version, body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
    assert.deepEqual([initialized.status, initialized.text], [202, '']);
    const ping = await send('POST', '/mcp', { version, body: { jsonrpc: '2.0', id: 1, method: 'ping' } });
    assert.deepEqual(JSON.parse(ping.text), { jsonrpc: '2.0', id: 1, result: {} });
    assert.equal((await send('GET', '/mcp', { version, accept: 'text/event-stream' })).status, 405);

    const list = JSON.parse((await send('POST', '/mcp', { version, body: { jsonrpc: '2.0', id: 2, method: 'tools/list' } })).text).result;
    assert.equal(list.nextCursor, undefined);
    for (const { name } of list.tools) {
      assert.match(name, /^[A-Za-z0-9_-]{1,40}$/);
      assert.ok(`${name}_mcp_voygent-publisher`.length <= 64);
    }
    const call = await send('POST', '/mcp', { version, body: { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'start_session', arguments: {} } } });
    assert.match(call.headers['content-type'], /^application\/json/);
    assert.equal(good(JSON.parse(call.text).result).status ?? 'ok', 'ok');
  });

  test('what goes wrong is said in the text, in words that do not look like a failed sign-in', async () => {
    const { text } = await send('POST', '/mcp', { version: '2025-11-25', body: { jsonrpc: '2.0', id: 4, method: 'tools/call', params: { name: 'read_trip', arguments: { trip_id: 't_0000000000000000' } } } });
    const { result } = JSON.parse(text);
    assert.equal(result.isError, true);
    assert.match(result.content[0].text, /^Error/);
    assert.ok(!/unauthorized|invalid_token|authentication required|no authorization/i.test(result.content[0].text));
  });
});
