// The same requests on the native host, in WebAssembly under Node.js and in a worker on D1 get the same bytes, and leave the same rows behind.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { nativeHost, wasmHost, workerHost } from './hosts.mjs';
import { idIn, requests } from './requests.mjs';
import { generator, nextRequest } from './sequences.mjs';

const sequences = Number(process.env.VG_PARITY_SEQUENCES ?? 60);
const steps = 12;
const start = Number(process.env.VG_PARITY_SEED ?? 1);
const firstMoment = Date.UTC(2027, 0, 10, 9);
const tables = {
  trip: 'tenant, id', event: 'tenant, subject, version', request: 'tenant, id', client: 'tenant, id', option_set: 'tenant, trip', checkpoint: 'tenant, trip, version', term: 'tenant', publication: 'tenant',
};

let folder;
const hosts = [];
before(async () => {
  const root = join(projectFolder, 'build', 'test', 'scratch');
  mkdirSync(root, { recursive: true });
  folder = mkdtempSync(join(root, 'parity-'));
  hosts.push(await nativeHost(folder), await wasmHost(), await workerHost());
});
after(async () => {
  for (const host of hosts) await host.close();
  rmSync(folder, { recursive: true, force: true });
});

let sent = 0;
const chance = generator(start);

// To every host at once; the answer of the first, when the others said the same.
async function send(request) {
  const all = { ...request, now: firstMoment + 1000 * sent, seed: chance.hex(64) };
  sent += 1;
  const answers = await Promise.all(hosts.map((host) => host.send(all)));
  for (const [i, host] of hosts.entries()) {
    const context = `${host.name} answers ${request.name} (${request.method} ${request.path}) otherwise than ${hosts[0].name}: ${String(request.body).slice(0, 500)}`;
    assert.equal(answers[i].status, answers[0].status, context);
    assert.deepEqual(answers[i].headers, answers[0].headers, context);
    assert.equal(answers[i].body, answers[0].body, context);
    assert.equal(answers[i].calls, answers[0].calls, context);
  }
  return answers[0];
}

async function compareTables() {
  let rows = 0;
  for (const [table, order] of Object.entries(tables)) {
    // As texts of SQLite's own, so that a number of another type is seen too.
    const [[columns]] = await hosts[0].rows(`SELECT group_concat(name) FROM pragma_table_info('${table}')`);
    const contents = await Promise.all(hosts.map((host) => host.rows(`SELECT json_array(${columns}) AS line FROM ${table} ORDER BY ${order}, line`)));
    assert.ok(Array.isArray(contents[0]), JSON.stringify(contents[0]));
    for (const [i, host] of hosts.entries()) assert.deepEqual(contents[i], contents[0], `${host.name} has other rows in ${table} than ${hosts[0].name}`);
    rows += contents[0].length;
  }
  return rows;
}

describe('three hosts', () => {
  test('answer every request of the list with the same bytes', async (context) => {
    const said = {};
    const statuses = {};
    for (const made of requests()) {
      const request = typeof made === 'function' ? made(said) : made;
      said[request.name] = await send(request);
      statuses[said[request.name].status] = (statuses[said[request.name].status] ?? 0) + 1;
    }
    context.diagnostic(`${Object.keys(said).length} requests, by status ${JSON.stringify(statuses)}`);
    assert.ok(statuses[200] > 80 && statuses[201] >= 9, JSON.stringify(statuses));
    assert.ok((await compareTables()) > 100);
  });

  test('end random sequences of commands with the same documents and events', async (context) => {
    let applied = 0;
    for (let i = 0; i < sequences; ++i) {
      const trips = [];
      let last;
      for (let step = 0; step < steps; ++step) {
        last = nextRequest(chance, trips, last, `sequence ${i}, step ${step}, seed ${start}`);
        const answer = await send(last);
        const result = JSON.parse(answer.body).result;
        if (result && !result.isError) applied += 1;
        if (result && !result.isError && /created|Created/.test(result.content[0].text)) trips.push(idIn(answer));
      }
    }
    const rows = await compareTables();
    context.diagnostic(`${sequences * steps} commands, ${applied} went well, ${rows} rows are the same`);
    assert.ok(applied > sequences * steps / 4, 'the commands are mostly refused: the test shows little');
  });
});
