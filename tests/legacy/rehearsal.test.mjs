// The whole way over and back on this machine, with a kill in every step: the old worker on D1, wrangler, the importer, both servers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createToken, program, serve } from '../../tools/local/voygent.mjs';
import { connectSdk2 } from '../../tools/local/clients.mjs';
import { scratch, sqlite } from './legacy.mjs';
import { startOldSystem } from './old_system/world.mjs';

const folder = scratch();
const settings = { database: join(folder, 'voygent.db'), durability: 'fast' };
let old;
let server;
let token;
let frozenContent;
const servers = [];

async function startNew(database) {
  settings.database = database;
  server = await serve(settings);
  servers.push(server);
  token = createToken(settings, 'cutover');
}

const toml = (value) => JSON.stringify(value);
function writePlan() {
  const { query, execute, dump, own } = old.commands;
  const note = (word) => own(word, 'node', '-e', `require('fs').appendFileSync('traffic.log', ${JSON.stringify(`${word}\n`)})`);
  const side = (name) => `
[${name}]
requests = "requests.jsonl"
[${name}.old]
url = ${toml(old.url)}
folder = "."
query = ${toml(query)}
execute = ${toml(execute)}
dump = ${toml(dump)}
[${name}.new]
url = ${toml(`${server.url}/mcp`)}
token_env = "VOYGENT_CUTOVER_TOKEN"
[${name}.switch]
apply = [${toml(note('apply'))}]
undo = [${toml(note('undo'))}]
[[${name}.switch.changes]]
what = "address of the tools"
name = "VOYGENT_URL"
from = ${toml(old.url)}
to = ${toml(`${server.url}/mcp`)}
`;
  writeFileSync(join(folder, 'cutover.toml'), side('staging') + side('production'));
}

const requests = ['3', '8', '24', '50', '60'].map((key) => ({
  name: `trip ${key}`,
  old: { tool: 'get_anything', arguments: { query: key } },
  new: { tool: 'read_trip', arguments: { trip_id: `{trip:${key}}`, view: 'full' } },
  facts: ['/trip/meta/title', '/trip/meta/status', '/trip/dates/start', '/trip/dates/end'],
}));

function cutover(step, ...args) {
  const child = spawn(program, ['cutover', step, '--plan', join(folder, 'cutover.toml'), ...args], {
    env: { ...process.env, VOYGENT_DATABASE: settings.database, VOYGENT_DURABILITY: 'fast', VOYGENT_CUTOVER_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'], cwd: folder,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => { said.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { said.err += text; });
  const ended = new Promise((resolve) => child.once('close', (status, signal) => resolve({ status, signal, ...said })));
  return { child, ended };
}
async function done(step, ...args) {
  const result = await cutover(step, ...args).ended;
  assert.equal(result.status, 0, `${step}: ${result.out}${result.err}`);
  return result.out;
}
async function refused(step, code, part, ...args) {
  const result = await cutover(step, ...args).ended;
  assert.equal(result.status, code, `${step}: ${result.out}${result.err}`);
  assert.match(result.err, part);
}
const stateOf = (environment = 'staging') => JSON.parse(readFileSync(join(folder, 'cutover.state.json'), 'utf8')).environments[environment];

// Killed by the command that it runs: with its effect made or not, and the state knowing nothing of it.
async function killedAt(moment, step, ...args) {
  writeFileSync(join(folder, 'kill'), moment);
  const result = await cutover(step, ...args).ended;
  assert.equal(result.signal, 'SIGKILL', `${step} at ${moment}: ${result.out}${result.err}`);
  assert.ok(!existsSync(join(folder, 'kill')));
}

// Killed as soon as the state says that the step was begun.
async function killedWhenBegun(step) {
  const { child, ended } = cutover(step);
  const file = join(folder, 'cutover.state.json');
  const timer = setInterval(() => {
    try {
      if (JSON.parse(readFileSync(file, 'utf8')).environments.staging.steps[step]?.state === 'begun') child.kill('SIGKILL');
    } catch { /* it is being replaced */ }
  }, 1);
  const result = await ended;
  clearInterval(timer);
  assert.equal(result.signal, 'SIGKILL', `${step}: ${result.out}${result.err}`);
  assert.notEqual(stateOf().steps[step].state, 'done');
}

const tool = async (name, args) => {
  const client = await connectSdk2(`${server.url}/mcp`, token);
  const result = await client.call(name, args);
  await client.close();
  assert.ok(!result.isError, JSON.stringify(result.content));
  return result.structuredContent;
};
const tripOf = (key) => sqlite(settings.database, `SELECT id, version FROM trip WHERE doc ->> '$._private.legacy.key' = '${key}'`)[0];

before(async () => {
  old = await startOldSystem(folder);
  await startNew(settings.database);
  writePlan();
  writeFileSync(join(folder, 'requests.jsonl'), requests.map((one) => JSON.stringify(one)).join('\n') + '\n');
});
after(async () => {
  for (const one of servers) await one.stop();
  await old.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the way over', { concurrency: false }, () => {
  test('no step is made before the one that it relies on', async () => {
    await refused('freeze', 4, /run `voygent cutover\nplan`|run `voygent cutover plan`/);
    await killedAt('query after', 'plan');
    assert.match(await done('plan'), /9 tables, \d+ rows/);
    for (const step of ['export', 'import', 'verify', 'shadow', 'switch', 'rollback']) {
      if (step === 'rollback') assert.match(await done(step), /Nothing was frozen/);
      else await refused(step, 4, /is not done; it comes before/);
    }
    await done('plan', '--environment', 'production');
    await refused('freeze', 4, /staging comes first/, '--environment', 'production');
  });

  test('freeze: the old side reads and takes no write, killed before and after', async () => {
    const { text } = await old.call('create_trip_v2', { trip_name: 'The last one over there', start_date: '2026-05-01', end_date: '2026-05-03' });
    assert.match(text, /Created trip/);
    frozenContent = await old.content();
    await killedAt('execute before', 'freeze');
    assert.match((await old.call('create_trip_v2', { trip_name: 'Still taken', start_date: '2026-05-01', end_date: '2026-05-03' })).text, /Created trip/);
    frozenContent = await old.content();
    await killedAt('execute after', 'freeze');
    assert.match(await done('freeze'), /read only/);
    assert.match(await done('freeze'), /read only/);
    const refusedThere = await old.call('create_trip_v2', { trip_name: 'Too late', start_date: '2026-05-01', end_date: '2026-05-03' });
    assert.ok(refusedThere.failed);
    assert.match(refusedThere.text, /read only: the work goes on in Voygent/);
    for (const table of Object.keys(frozenContent)) await assert.rejects(old.rows(`DELETE FROM "${table}"`), /read only/, table);
    assert.match((await old.call('get_anything', { query: '8' })).text, /Candlewood/);
    assert.deepEqual(await old.content(), frozenContent);
  });

  test('export: as many rows as there are, killed with the file half trusted', async () => {
    await killedAt('dump after', 'export');
    assert.equal(stateOf().steps.export.state, 'begun');
    assert.match(await done('export'), /as many as the old database holds/);
    assert.match(await done('export'), /is done since/);
  });

  test('import and verify: killed when begun, every fact the same afterwards', async () => {
    await killedWhenBegun('import');
    await done('import');
    assert.equal(sqlite(settings.database, 'SELECT count(*) AS n FROM trip')[0].n, frozenContent.trips_v2.length);
    // Killed after its last row and before its end was written down.
    const file = join(folder, 'cutover.state.json');
    const state = JSON.parse(readFileSync(file, 'utf8'));
    state.environments.staging.steps.import.state = 'begun';
    writeFileSync(file, JSON.stringify(state));
    await done('import');
    assert.equal(sqlite(settings.database, 'SELECT count(*) AS n FROM trip')[0].n, frozenContent.trips_v2.length);
    await killedWhenBegun('verify');
    assert.match(await done('verify'), /are the same on both sides/);
  });

  test('shadow: recorded reads say the same, and a difference is named', async () => {
    await killedWhenBegun('shadow');
    assert.match(await done('shadow'), /5 recorded reads, 20 facts: both sides say the same/);
    const good = readFileSync(join(folder, 'requests.jsonl'), 'utf8');
    writeFileSync(join(folder, 'requests.jsonl'), JSON.stringify({ ...requests[0], new: { tool: 'read_trip', arguments: { trip_id: '{trip:8}', view: 'full' } } }));
    await refused('shadow', 4, /\/trip\/meta\/title: the old side does not say/);
    writeFileSync(join(folder, 'requests.jsonl'), '{"old":{}}\n');
    await refused('shadow', 2, /line 1: has to name/);
    writeFileSync(join(folder, 'requests.jsonl'), good);
    await refused('switch', 4, /shadow of staging is not done/);
    await done('shadow');
  });

  test('switch: waits for the review, killed before and after, and counts writes from its beginning', async () => {
    const waiting = await done('switch');
    const confirmation = /--confirm (\w+)/.exec(waiting)[1];
    const review = readFileSync(join(folder, 'cutover', 'staging', 'round-1', 'switch', 'review.md'), 'utf8');
    assert.match(review, /VOYGENT_URL/);
    assert.ok(!existsSync(join(folder, 'traffic.log')), 'nothing was changed by a review');
    await refused('switch', 4, /does not confirm/, '--confirm', '000000000000');
    await killedAt('apply before', 'switch', '--confirm', confirmation);
    const { id, version } = tripOf('8');
    await tool('edit_trip', { trip_id: id, operations: [{ op: 'set', path: 'meta/title', value: 'Edited between two tries' }], expected_version: version });
    await killedAt('apply after', 'switch', '--confirm', confirmation);
    assert.match(await done('switch', '--confirm', confirmation), /is switched over/);
    assert.match(await done('switch'), /is done since/);
    await refused('freeze', 4, /is switched over/);
    assert.ok(existsSync(join(folder, 'cutover', 'staging', 'round-1', 'before-switch.db')));
  });

  test('rollback: what was written since is in files, the old side takes writes again, killed twice', async () => {
    const { id } = tripOf('24');
    await tool('edit_trip', { trip_id: id, operations: [{ op: 'set', path: 'meta/title', value: 'Edited after the switch' }] });
    const made = await tool('create_trip', { document: { meta: { title: 'Made after the switch' } } });
    const saved = await tool('save_client', { client: { name: 'Ottoline Afterwards', email: 'ottoline@example.org' } });
    const content = () => sqlite(settings.database, 'SELECT id, version, doc FROM trip ORDER BY id');
    const here = content();

    await killedAt('undo after', 'rollback');
    await refused('freeze', 4, /rollback was begun|is switched over/);
    await killedAt('execute after', 'rollback');
    assert.match(await done('rollback'), /3 trips and 1 clients that were changed since the switch/);
    assert.match(await done('rollback'), /is done since/);
    assert.deepEqual(readFileSync(join(folder, 'traffic.log'), 'utf8').split('\n').filter(Boolean).filter((word, i, all) => word !== all[i - 1]), ['apply', 'undo']);

    const lines = readFileSync(join(folder, 'cutover', 'staging', 'round-1', 'writes-since-switch.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const titles = lines.filter(({ what }) => what === 'trip').map(({ document }) => document.meta.title).sort();
    assert.deepEqual(titles, ['Edited after the switch', 'Edited between two tries', 'Made after the switch']);
    assert.ok(lines.some((line) => line.what === 'trip' && line.id === made.trip_id));
    assert.ok(lines.some((line) => line.what === 'client' && line.id === saved.client_id && line.document.name === 'Ottoline Afterwards'));
    assert.equal(lines.filter(({ what }) => what === 'event').length, 4);
    assert.match(readFileSync(join(folder, 'cutover', 'staging', 'round-1', 'writes-since-switch.md'), 'utf8'), /row 24 of the old system/);
    assert.deepEqual(content(), here, 'the new side keeps what it has');

    assert.deepEqual(await old.content(), frozenContent, 'the old side is as it was frozen');
    assert.match((await old.call('create_trip_v2', { trip_name: 'Goes on', start_date: '2026-06-01', end_date: '2026-06-02' })).text, /Created trip/);
  });

  test('another round goes on with what the old side got meanwhile, in an empty database', async () => {
    await done('freeze');
    await done('export');
    await refused('import', 4, /holds another export of legacy; give an empty database/);
    await server.stop();
    await startNew(join(folder, 'second.db'));
    writePlan();
    await refused('import', 4, /is not the one that was planned with/);
    await done('plan');
    await done('import');
    await done('verify');
    await done('shadow');
    assert.ok(sqlite(settings.database, "SELECT 1 AS one FROM trip WHERE doc ->> '$.meta.title' = 'Goes on'").length === 1);
    assert.equal(stateOf().round, 2);
    const status = JSON.parse((await cutover('status', '--json').ended).out);
    assert.deepEqual(Object.entries(status.steps).filter(([, { state }]) => state === 'done').map(([name]) => name), ['plan', 'freeze', 'export', 'import', 'verify', 'shadow', 'rollback']);
  });

  test('production can begin once staging has shown it', async () => {
    await done('plan', '--environment', 'production');
    assert.match(await done('freeze', '--environment', 'production'), /read only/);
    assert.match(await done('rollback', '--environment', 'production'), /takes writes again/);
  });
});

describe('without credentials', () => {
  test('commands are shown instead of run, and what a person did is believed', async () => {
    const other = scratch();
    const { out: example } = await cutover('plan', '--example').ended;
    writeFileSync(join(other, 'cutover.toml'), example);
    const run = (step, ...args) => new Promise((resolve) => {
      const child = spawn(program, ['cutover', step, ...args], { env: { PATH: process.env.PATH, VOYGENT_DATABASE: join(other, 'v.db') }, cwd: other });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => { text += part; });
      child.on('close', (status) => resolve({ status, text }));
    });
    assert.match((await run('plan')).text, /CLOUDFLARE_API_TOKEN is not set/);
    const freeze = await run('freeze');
    assert.equal(freeze.status, 6);
    assert.match(freeze.text, /npx wrangler d1 execute voygent-staging --remote/);
    assert.equal((await run('freeze', '--done')).status, 0);
    const dump = await run('export');
    assert.match(dump.text, /npx wrangler d1 export voygent-staging --remote --output \S+dump\.sql/);
    assert.equal((await run('export', '--done')).status, 6, 'there is no dump');
  });
});
