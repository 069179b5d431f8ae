// Limits that hold for all isolates together: what a caller takes from one is missing in the other.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle, startEdge } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';

const burst = 50;
const folder = bundle('limits', join(projectFolder, 'tests', 'edge', 'worker'));
const endings = [];
after(async () => {
  for (const end of endings) await end();
});
let made = 0;
async function start(variables, more = {}) {
  const persist = more.persist ?? join(projectFolder, 'build', 'test', 'scratch', `limits-${process.pid}-${++made}`);
  const edge = await startEdge({ folder, variables, persist, beside: ['other'], ...more });
  endings.push(() => edge.close(), () => rmSync(persist, { recursive: true, force: true }));
  return { ...edge, persist };
}
const ask = (edge, name, token) => edge.send(name, '/v1/session', { headers: { authorization: `Bearer ${token}`, 'cf-connecting-ip': '192.0.2.7' } });
async function askOften(edge, name, token, times) {
  const statuses = [];
  for (let i = 0; i < times; ++i) statuses.push((await ask(edge, name, token)).status);
  return statuses;
}
const accepted = (statuses) => statuses.filter((status) => status === 200).length;

describe('two isolates', () => {
  test('share the limit of a token', async () => {
    const edge = await start({ VOYGENT_RATE_TOKEN: '1' });
    const token = await edge.token();
    const begun = Date.now();
    const first = await askOften(edge, 'voygent', token, 40);
    const second = await askOften(edge, 'other', token, 40);
    assert.equal(accepted(first), 40);
    // Each tells of two requests at a time, and a second brings one token back.
    const most = burst + 4 + Math.ceil((Date.now() - begun) / 1000);
    assert.ok(accepted(first) + accepted(second) <= most, `${accepted(second)} more were accepted`);
    assert.ok(accepted(second) >= 8);
    const refused = await ask(edge, 'other', token);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    // Another token is another bucket.
    assert.equal((await ask(edge, 'other', await edge.token())).status, 200);
  });

  test('share the wrong tokens of an address', async () => {
    const edge = await start({ VOYGENT_RATE_FAILURES: '5' });
    for (let i = 0; i < 3; ++i) assert.equal((await ask(edge, 'voygent', `vg_guess${i}`)).status, 401);
    await sleep(200);
    const guesses = [];
    for (let i = 0; i < 6; ++i) {
      guesses.push((await ask(edge, 'other', `vg_other${i}`)).status);
      await sleep(50);
    }
    assert.deepEqual(guesses.slice(0, 2), [401, 401]);
    assert.equal(guesses.at(-1), 429);
  });
});

test('a bucket outlives a restart, and is forgotten when it is full', async () => {
  const edge = await start({ VOYGENT_RATE_TOKEN: '4' }, { beside: [] });
  const token = await edge.token();
  const statuses = await askOften(edge, 'voygent', token, 100);
  assert.ok(statuses.includes(429));
  await edge.close();
  const again = await start({ VOYGENT_RATE_TOKEN: '4' }, { beside: [], persist: edge.persist });
  // The isolate is new and knows nothing until it has told of the first two.
  const afterwards = [];
  for (let i = 0; i < 45; ++i) {
    afterwards.push((await ask(again, 'voygent', token)).status);
    await sleep(20);
  }
  assert.ok(afterwards.includes(429), JSON.stringify(afterwards));
  const kept = async () => (await (await again.send('voygent', '/kept')).json()).reduce((sum, count) => sum + count, 0);
  assert.equal(await kept(), 1);
  for (let waited = 0; (await kept()) > 0 && waited < 30_000; waited += 500) await sleep(500);
  assert.equal(await kept(), 0, 'a full bucket is kept');
});
