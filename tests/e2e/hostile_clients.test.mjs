// Clients that mean harm, or have gone wrong: requests within requests, endless and huge ones, slow ones, too many connections.
// Each is refused, and a good client beside them notices nothing.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { command, createToken } from '../../tools/local/voygent.mjs';
import { corpus, exchange, httpRequest, open } from './wire.mjs';
import { callMessage, good, startWorld } from './world.mjs';

const titlesOf = async (world) => good((await world.rpc(callMessage('find_trips', {}))).body.result).trips.map((trip) => trip.title);

describe('requests that could be read in two ways', () => {
  let world;
  before(async () => { world = await startWorld(); });
  // What an attacker wants to be taken for a request of its own.
  const hidden = () => httpRequest('POST', '/v1/trips', { token: world.token, body: '{"title":"SMUGGLED"}' });

  test('each of the corpus is answered once with its refusal, and what follows is not executed', async () => {
    assert.ok(corpus.length > 90);
    for (const { name, bytes, status } of corpus) {
      const answers = await exchange(world.server.port, bytes.replaceAll('TOKEN', world.token) + hidden());
      assert.deepEqual(answers.map((answer) => answer.status), [status], name);
      assert.equal(answers[0].headers.connection, 'close', name);
      assert.match(answers[0].headers['content-type'], /problem\+json/, name);
    }
    assert.deepEqual((await titlesOf(world)).filter((title) => title === 'SMUGGLED'), []);
  });

  test('the same bytes, one at a time, are refused in the same way', async () => {
    for (const { name, bytes, status } of corpus.filter((row, at) => row.layer === 'head' && at % 6 === 0 && row.bytes.length < 300)) {
      const connection = await open(world.server.port);
      connection.socket.setNoDelay(true);
      for (const byte of bytes) await connection.send(byte);
      await connection.ended;
      assert.deepEqual(connection.answers().map((answer) => answer.status), [status], name);
    }
  });

  test('a good chunked request passes, in pieces of any size', async () => {
    const body = '{"title":"In chunks"}';
    const chunked = [...body].map((letter) => `1\r\n${letter}\r\n`).join('') + '0\r\n\r\n';
    const connection = await open(world.server.port);
    await connection.send(`POST /v1/trips HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${world.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}${httpRequest('GET', '/health')}`);
    assert.deepEqual((await connection.until(2)).map((answer) => answer.status), [201, 200]);
    connection.close();
  });
});

describe('too much', () => {
  let world;
  before(async () => { world = await startWorld(); });
  const status = async (text) => (await exchange(world.server.port, text)).map((answer) => answer.status);

  test('a header of 64 KB, one without end, and 10,000 headers: 431', async () => {
    const head = 'GET /health HTTP/1.1\r\nHost: localhost\r\n';
    assert.deepEqual(await status(`${head}X-Large: ${'x'.repeat(65_536)}\r\n\r\n`), [431]);
    assert.deepEqual(await status(`${head}X-Endless: ${'x'.repeat(200_000)}`), [431]);
    assert.deepEqual(await status(`${head}${'a:b\r\n'.repeat(10_000)}\r\n`), [431]);
    assert.deepEqual(await status(`${head}${'a:b\r\n'.repeat(101)}\r\n`), [431]);
    assert.deepEqual(await status(`GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`), [431]);
  });

  test('a body of endless chunks is cut off at the limit', async () => {
    const connection = await open(world.server.port);
    await connection.send(`POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${world.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    let sent = 0;
    for (; !connection.isOver() && connection.answers().length === 0 && sent < 4_000; ++sent) {
      await connection.send(chunk);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    assert.equal((await connection.until(1))[0].status, 413);
    assert.ok(sent < 4_000);
    connection.close();
  });

  test('a length that lies: too long waits and ends without effect, too short leaves no request behind', async () => {
    assert.deepEqual(await status(httpRequest('POST', '/mcp', { token: world.token }).replace('\r\n\r\n', '\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{}')), [413]);
    const short = await open(world.server.port);
    await short.send(httpRequest('POST', '/v1/trips', { token: world.token, body: '{"title":"Cut"}' }).replace('Content-Length: 15', 'Content-Length: 500'));
    short.socket.end();
    await short.ended;
    assert.deepEqual(short.answers(), []);
    const long = await exchange(world.server.port, httpRequest('POST', '/v1/trips', { token: world.token, body: '{"title":"Whole"}{"title":"Rest"}' }).replace(/Content-Length: \d+/, 'Content-Length: 17') + '\r\n\r\n');
    assert.deepEqual(long.map((answer) => answer.status), [201, 400]);
    assert.deepEqual(await titlesOf(world), ['Whole']);
  });
});

describe('one caller never gets the answer of another', () => {
  test('1,000 requests of 100 tenants in turns over 20 kept connections, pipelined', { timeout: 120_000 }, async () => {
    const world = await startWorld();
    const identities = 100;
    const callers = Array.from({ length: identities }, (_, at) => ({ tenant: `tenant-${at}`, token: createToken({ ...world.settings, tenant: `tenant-${at}` }, `of-${at}`) }));
    await Promise.all(callers.map(async (caller) => {
      caller.trip = good((await world.rpc(callMessage('create_trip', { title: `Trip of ${caller.tenant}` }), { token: caller.token })).body.result).trip_id;
    }));
    const connections = await Promise.all(Array.from({ length: 20 }, () => open(world.server.port)));
    // Every connection carries requests of everybody, ten at a time without waiting.
    let checked = 0;
    await Promise.all(connections.map(async (connection, number) => {
      const asked = [];
      for (let round = 0; round < 50; round += 10) {
        let bytes = '';
        for (let i = round; i < round + 10; ++i) {
          const caller = callers[(number * 7 + i) % identities];
          const wrong = i % 9 === 5;
          const id = `${number}-${i}`;
          asked.push({ caller, id, wrong });
          bytes += httpRequest('POST', '/mcp', { token: wrong ? `vg_${id}` : caller.token, body: JSON.stringify(callMessage('read_trip', { trip_id: caller.trip }, id)) });
        }
        await connection.send(bytes);
        await connection.until(round + 10);
      }
      connection.answers().forEach(({ status, body }, at) => {
        const { caller, id, wrong } = asked[at];
        ++checked;
        assert.equal(status, wrong ? 401 : 200);
        if (wrong) return assert.ok(!body.includes('Trip of'));
        const answer = JSON.parse(body);
        assert.equal(answer.id, id);
        assert.equal(answer.result.structuredContent.trip_id, caller.trip);
        assert.match(answer.result.content[0].text, new RegExp(`Trip of ${caller.tenant}\\b`));
      });
      connection.close();
    }));
    assert.equal(checked, 1_000);
  });

  test('a token that is revoked between two requests of one connection', async () => {
    const world = await startWorld();
    const token = createToken(world.settings, 'leaver');
    const connection = await open(world.server.port);
    await connection.send(httpRequest('GET', '/v1/session', { token }));
    assert.equal((await connection.until(1))[0].status, 200);
    assert.equal(command(world.settings, ['token', 'revoke', 'leaver']).status, 0);
    await connection.send(httpRequest('GET', '/v1/session', { token }));
    assert.equal((await connection.until(2))[1].status, 401);
    connection.close();
  });
});

describe('slow clients', () => {
  test('1,000 dripping connections: every request of a good client is answered, and each of them ends after ten seconds', { timeout: 120_000 }, async () => {
    const world = await startWorld();
    const drips = 1_000;
    const slow = [];
    for (let i = 0; i < drips; i += 100) slow.push(...await Promise.all(Array.from({ length: 100 }, () => open(world.server.port))));
    assert.equal(slow.filter((one) => one.isOver()).length, 0);
    const began = Date.now();
    const head = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Drip: ';
    await Promise.all(slow.map((one) => one.send(head[0])));
    let at = 1;
    const dripping = setInterval(() => {
      for (const one of slow) if (!one.isOver()) one.send(head[at] ?? 'x');
      ++at;
    }, 400);
    const good_ = await open(world.server.port);
    let answered = 0;
    while (Date.now() - began < 6_000) {
      await good_.send(httpRequest('POST', '/mcp', { token: world.token, body: JSON.stringify(callMessage('find_trips', {}, answered)) }));
      const answers = await good_.until(answered + 1);
      assert.equal(JSON.parse(answers[answered].body).id, answered);
      ++answered;
      if (answered % 50 === 0) await new Promise((resolve) => { setTimeout(resolve, 50); });
      if (answered >= 500) break;
    }
    assert.equal(slow.filter((one) => one.isOver()).length, 0, 'the drips are there all the time');
    assert.ok(answered >= 100, `${answered} answers`);
    await Promise.all(slow.map((one) => one.ended));
    clearInterval(dripping);
    assert.ok(Date.now() - began < 40_000);
    assert.equal((await world.rpc(callMessage('find_trips', {}))).status, 200);
    good_.close();
  });

  test('one address has so many connections and no more; those that end make room', async () => {
    const world = await startWorld({ connections_per_address: 8 });
    const opened = [];
    for (let i = 0; i < 8; ++i) {
      const one = await open(world.server.port);
      await one.send(httpRequest('GET', '/health'));
      assert.equal((await one.until(1))[0]?.status, 200, `connection ${i}`);
      opened.push(one);
    }
    const ninth = await open(world.server.port);
    await ninth.send(httpRequest('GET', '/health'));
    await ninth.ended;
    assert.deepEqual(ninth.answers(), []);
    opened.pop().close();
    let again;
    for (let attempt = 0; attempt < 50 && again === undefined; ++attempt) {
      const one = await open(world.server.port);
      await one.send(httpRequest('GET', '/health'));
      if ((await one.until(1)).length === 1) again = one;
      else await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    assert.ok(again);
    for (const one of [...opened, again]) one.close();
  });
});
