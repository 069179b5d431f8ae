// Plays the tasks of tasks/*.json: the calls of a model, one after the other, through the official client against a running
// server. README.md says what a task is made of.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { capturedHotels } from '../../tools/demo/hotels.mjs';
import { createToken, projectFolder, serve } from '../../tools/local/voygent.mjs';

const folder = join(projectFolder, 'tests', 'evaluation');
const documents = join(projectFolder, 'tests', 'data', 'trips');

export const document = (name) => JSON.parse(readFileSync(join(documents, `${name}.json`), 'utf8'));

// A valid trip of 400 activities on 40 days, put together from the other documents.
export function largeDocument() {
  const names = readdirSync(documents).filter((name) => /^0\d/.test(name)).sort().map((name) => name.replace('.json', ''));
  const found = names.flatMap((name) => document(name).itinerary.flatMap((one) => one.activities));
  const dateOf = (number) => new Date(Date.UTC(2027, 4, number + 1)).toISOString().slice(0, 10);
  const itinerary = Array.from({ length: 40 }, (_, number) => ({
    day: number + 1, date: dateOf(number), title: `Day ${number + 1} of a long way round`,
    activities: Array.from({ length: 10 }, (_, i) => ({ ...found[(number * 10 + i) % found.length], id: `a-${number * 10 + i}` })),
  }));
  const base = document('03-med-cruise');
  return { ...base, dates: { start: dateOf(0), end: dateOf(39) }, itinerary };
}

export function loadTasks() {
  const files = readdirSync(join(folder, 'tasks')).filter((name) => name.endsWith('.json')).sort();
  const tasks = files.flatMap((name) => JSON.parse(readFileSync(join(folder, 'tasks', name), 'utf8')));
  for (const task of tasks)
    assert.ok(task.name && task.says && task.calls?.length > 0 && task.then?.length > 0, `${task.name}: a task has name, says, calls and then`);
  assert.equal(new Set(tasks.map((task) => task.name)).size, tasks.length, 'two tasks have one name');
  return tasks;
}

// A server on a database of its own, with a folder as each of its sites. All of it vanishes when it stops.
export async function startInstallation() {
  const root = join(projectFolder, 'build', 'test', 'scratch');
  mkdirSync(root, { recursive: true });
  const scratch = mkdtempSync(join(root, 'evaluation-'));
  const sites = Object.fromEntries(['staging', 'production'].map((name) => [name, join(scratch, name)]));
  for (const path of Object.values(sites)) mkdirSync(path, { recursive: true });
  const settings = {
    database: join(scratch, 'voygent.db'),
    durability: 'fast',
    site_staging: sites.staging, site_staging_url: 'http://staging.example/',
    site_production: sites.production, site_production_url: 'http://www.example/',
  };
  const server = await serve(settings);
  const addresses = { staging: settings.site_staging_url, production: settings.site_production_url };
  return {
    server,
    tokenOf: (tenant) => createToken({ ...settings, tenant: tenant.replaceAll(/[^a-z0-9]+/g, '-') }, 'advisor'),
    // The file of a published page, or nothing when there is none at this address.
    page(target, url) {
      assert.ok(url.startsWith(addresses[target]), `${url} is not a page of ${target}`);
      const path = join(sites[target], url.slice(addresses[target].length), 'index.html');
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    async stop() {
      await server.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

// The official client; `traffic` counts the bytes of the bodies that it sends and gets.
export async function connect(installation, tenant) {
  const traffic = { in: 0, out: 0 };
  const counting = async (target, init) => {
    const response = await fetch(target, init);
    const body = Buffer.from(await response.arrayBuffer());
    traffic.in += Buffer.byteLength(init?.body ?? '');
    traffic.out += body.length;
    return new Response(body.length > 0 ? body : null, { status: response.status, headers: response.headers });
  };
  const client = new Client({ name: 'voygent-evaluation', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const headers = { Authorization: `Bearer ${installation.tokenOf(tenant)}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${installation.server.url}/mcp`), { requestInit: { headers }, fetch: counting }));
  return {
    traffic,
    listTools: async () => (await client.listTools()).tools,
    call: (name, args) => client.callTool({ name, arguments: args }),
    close: () => client.close(),
  };
}

export function pointed(value, pointer) {
  let at = value;
  for (const step of pointer.split('/').slice(1)) at = at?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return at;
}

const day = 24 * 60 * 60 * 1000;

// What a task says in place of a value that is known only when it is played; `answers` are those so far.
const standIns = {
  $from: ([index, pointer], answers) => known(answers.calls[index], pointer, `call ${index}`),
  $setup: ([index, pointer], answers) => known(answers.setup[index], pointer, `setup ${index}`),
  $named: ([name, pointer], answers) => known(answers.named[name], pointer, name),
  $text: ([index, pattern], answers) => {
    const found = answers.calls[index].text.match(new RegExp(pattern, 'u'));
    assert.ok(found, `the text of call ${index} has no ${pattern}:\n${answers.calls[index].text}`);
    return /^\d+$/.test(found[1]) ? Number(found[1]) : found[1];
  },
  $id: ([index, pointer, member], answers) => {
    const list = known(answers.calls[index], pointer, `call ${index}`);
    const found = list.find((item) => contains(item, member));
    assert.ok(found, `call ${index} has no ${JSON.stringify(member)} at ${pointer}`);
    return found.id ?? found.trip_id;
  },
  $join: (parts) => parts.join(''),
  $days_from_now: (days) => new Date(Date.now() + days * day).toISOString().slice(0, 10),
  $document: (name) => document(name),
  // The commission is captured as a percentage of the price.
  $hotels: (stay) => capturedHotels(stay).map(({ commission, ...hotel }) => ({ ...hotel, commissionPct: Number.parseInt(commission, 10) })),
};

function known(answer, pointer, where) {
  const value = pointed(answer.data, pointer);
  assert.notEqual(value, undefined, `${where} has nothing at ${pointer}: ${JSON.stringify(answer.data)}`);
  return value;
}

export function resolve(value, answers) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, answers));
  if (value === null || typeof value !== 'object') return value;
  const [[name, given] = [], ...others] = Object.entries(value);
  if (others.length === 0 && name in standIns) return standIns[name](resolve(given, answers), answers);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, answers)]));
}

function contains(whole, part) {
  if (part === null || typeof part !== 'object') return whole === part;
  return whole !== null && typeof whole === 'object' && Object.entries(part).every(([key, member]) => contains(whole[key], member));
}

const shown = (value) => JSON.stringify(value)?.slice(0, 800);

// The words that an expectation may use beside `at`, each with its check.
const checks = {
  is: (found, wanted) => assert.deepEqual(found, wanted),
  not: (found, wanted) => assert.notDeepEqual(found, wanted),
  has: (found, part) => assert.ok(contains(found, part), `${shown(found)} has no ${shown(part)}`),
  some: (found, part) => assert.ok(found.some((item) => contains(item, part)), `no item of ${shown(found)} has ${shown(part)}`),
  none: (found, part) => assert.ok(!found.some((item) => contains(item, part)), `an item of ${shown(found)} has ${shown(part)}`),
  count: (found, number) => assert.equal(found?.length, number, shown(found)),
  at_least: (found, number) => assert.ok(found >= number, `${found} is less than ${number}`),
  matches: (found, pattern) => assert.match(String(found), new RegExp(pattern, 'u')),
  absent: (found) => assert.equal(found, undefined),
};

function judge(answer, expectations, answers, where) {
  for (const raw of expectations) {
    const { at, text, no_text, ...wanted } = resolve(raw, answers);
    try {
      if (text !== undefined) assert.match(answer.text, new RegExp(text, 'u'));
      if (no_text !== undefined) assert.doesNotMatch(answer.text, new RegExp(no_text, 'u'));
      assert.ok(text !== undefined || no_text !== undefined || Object.keys(wanted).length > 0, 'an expectation expects something');
      for (const [word, value] of Object.entries(wanted)) checks[word](pointed(answer.data, at), value);
    } catch (error) {
      error.message = `${where}, ${JSON.stringify(raw)}: ${error.message}`;
      throw error;
    }
  }
}

// What the model gets of a result: text, data, the price in database calls; and what it wrote to get it.
function read(result, sent) {
  return {
    sent,
    text: result.content.map((block) => block.text ?? '').join('\n'),
    data: result.structuredContent,
    isError: result.isError === true,
    dbCalls: result._meta?.['voygent/db_calls'],
  };
}

async function callOnce(client, call, answers, where) {
  const sent = resolve(call.arguments ?? {}, answers);
  const answer = read(await client.call(call.tool, sent), sent);
  assert.equal(answer.isError, call.fails === true, `${where}, ${call.tool}: ${answer.text}`);
  judge(answer, call.expect ?? [], answers, where);
  return answer;
}

async function checkPage(installation, check, answers, where) {
  const url = resolve(check.url, answers);
  let html;
  if (check.page === 'preview') {
    const response = await fetch(url);
    assert.equal(response.status, 200, `${where}: the preview answers ${response.status}`);
    html = await response.text();
  } else {
    html = installation.page(check.page, url);
  }
  assert.equal(html !== undefined, check.there !== false, `${where}: the page ${url} on ${check.page}`);
  judge({ text: html ?? '' }, check.expect ?? [], answers, where);
}

// Plays one task for a tenant of its own. Returns one row for each call of the model: tool, database calls, bytes.
export async function play(installation, task) {
  const client = await connect(installation, task.name);
  const answers = { setup: [], calls: [], named: {} };
  const rows = [];
  try {
    for (const [i, call] of (task.setup ?? []).entries())
      answers.setup.push(await callOnce(client, call, answers, `${task.name}, setup ${i}`));
    for (const [i, call] of task.calls.entries()) {
      const before = { ...client.traffic };
      const answer = await callOnce(client, call, answers, `${task.name}, call ${i}`);
      answers.calls.push(answer);
      rows.push({
        tool: call.tool,
        // An answer with whole sections or the whole document is as long as they are.
        whole: 'trip' in (answer.data ?? {}),
        db_calls: answer.dbCalls,
        expected_db_calls: call.db_calls ?? 1,
        bytes_in: client.traffic.in - before.in,
        bytes_out: client.traffic.out - before.out,
        argument_bytes: Buffer.byteLength(JSON.stringify(answer.sent)),
        text_bytes: Buffer.byteLength(answer.text),
        data_bytes: Buffer.byteLength(JSON.stringify(answer.data ?? '')),
        text_characters: [...answer.text].length,
      });
    }
    for (const [i, check] of task.then.entries()) {
      const where = `${task.name}, then ${i}`;
      if (check.page) await checkPage(installation, check, answers, where);
      else answers.named[check.as ?? ''] = await callOnce(client, check, answers, where);
    }
  } finally {
    await client.close();
  }
  return rows;
}
