// How often somebody may ask: a burst passes, a flood is told when to come back, guessers of tokens are not heard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createToken } from '../../tools/local/voygent.mjs';
import { callMessage, startWorld } from './world.mjs';

const ask = (world, options = {}) => world.rpc(callMessage('find_trips', {}), options);
const statuses = async (count, send) => {
  const answers = await Promise.all(Array.from({ length: count }, (_, at) => send(at)));
  const out = {};
  for (const { status } of answers) out[status] = (out[status] ?? 0) + 1;
  return { counts: out, answers };
};

describe('rate limits', () => {
  test('as installed: a burst of 500 calls with one token passes', async () => {
    const world = await startWorld({ rate_token: undefined });
    assert.deepEqual((await statuses(500, () => ask(world))).counts, { 200: 500 });
  });

  test('per token: a burst of 50 passes, then 429 with the time to wait, for this token only', async () => {
    const world = await startWorld({ rate_token: 1 });
    const other = createToken(world.settings, 'other');
    const { counts, answers } = await statuses(80, () => ask(world));
    assert.ok(counts[200] >= 50 && counts[200] <= 60, JSON.stringify(counts));
    assert.equal(counts[200] + counts[429], 80);
    const refused = answers.find((answer) => answer.status === 429);
    assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
    assert.match(refused.headers.get('content-type'), /problem\+json/);
    assert.match(refused.body.detail, /may be sent again/);
    assert.equal((await ask(world, { token: other })).status, 200);
    assert.equal((await world.rest('GET', '/v1/session')).status, 429, 'REST counts with MCP');
    await new Promise((resolve) => { setTimeout(resolve, Number(refused.headers.get('retry-after')) * 1000 + 100); });
    assert.equal((await ask(world)).status, 200);
    assert.match(world.server.log(), /"operation":"too often","status":429,"failure":"limited"/);
  });

  test('a message with a hundred calls pays for all of them', async () => {
    const world = await startWorld({ rate_token: 1 });
    const batch = Array.from({ length: 100 }, (_, id) => callMessage('find_trips', {}, id));
    assert.equal((await world.rpc(batch)).body.length, 100);
    assert.equal((await ask(world)).status, 429);
  });

  test('per address, with or without a token', async () => {
    const world = await startWorld({ rate_address: 1 });
    const { counts } = await statuses(80, () => world.rest('GET', '/health', { token: '' }));
    assert.ok(counts[200] >= 50 && counts[200] <= 60, JSON.stringify(counts));
    assert.equal((await ask(world)).status, 429);
  });

  test('guessed tokens: ten are heard, then none from there, but for a token that was good before', async () => {
    const world = await startWorld({ rate_failures: 10 });
    const late = createToken(world.settings, 'late');
    assert.equal((await ask(world)).status, 200);
    const { counts } = await statuses(60, (at) => ask(world, { token: `vg_guess${at}` }));
    // Those that were on their way together with the tenth are answered too.
    assert.ok(counts[401] >= 10 && counts[429] > 0, JSON.stringify(counts));
    assert.equal((await ask(world, { token: 'vg_one-more' })).status, 429);
    assert.equal((await ask(world, { token: late })).status, 429);
    assert.equal((await ask(world)).status, 200);
    assert.equal((await ask(world, { token: '' })).status, 401, 'who sends none guesses none');
  });

  test('X-Forwarded-For is believed when it comes from a proxy that is named, and else not', async () => {
    const from = (address) => ({ headers: { 'X-Forwarded-For': address }, token: '' });
    const health = (world, address) => world.rest('GET', '/health', from(address));
    const open = await startWorld({ rate_address: 1 });
    const spoofed = await statuses(80, (at) => health(open, `192.0.2.${at}`));
    assert.ok(spoofed.counts[429] >= 20, JSON.stringify(spoofed.counts));
    const proxied = await startWorld({ rate_address: 1, trusted_proxies: '127.0.0.0/8, ::1' });
    assert.deepEqual((await statuses(80, (at) => health(proxied, `192.0.2.${at}`))).counts, { 200: 80 });
    // What the caller of the proxy claims stands before what the proxy adds.
    const claimed = await statuses(80, (at) => health(proxied, `192.0.2.${at}, 198.51.100.1`));
    assert.ok(claimed.counts[429] >= 20, JSON.stringify(claimed.counts));
  });

  test('0 switches a limit off', async () => {
    const world = await startWorld({ rate_token: 0, rate_address: 0, rate_failures: 0 });
    assert.deepEqual((await statuses(300, (at) => ask(world, { token: `vg_guess${at}` }))).counts, { 401: 300 });
  });
});
