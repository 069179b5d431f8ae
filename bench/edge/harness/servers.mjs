// The two workers in the engine of Workers, each with a D1 of its own and the same rows in it, and the check that they answer alike.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { bundle, startEdge } from '../../../tools/local/edge.mjs';
import { projectFolder } from '../../../tools/local/voygent.mjs';
import { document } from './prepare.mjs';
import { withProcess } from './process.mjs';
import { actions, headersOf } from './requests.mjs';

export const peerFolder = join(projectFolder, 'bench', 'edge', 'peer');
const copied = ['token', 'trip', 'event', 'request', 'client', 'term'];

async function copyRows(from, to) {
  for (const table of copied) {
    const { results: columns } = await to.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
    const names = columns.map(({ name }) => name);
    const { results } = await from.prepare(`SELECT ${names.join(', ')} FROM ${table}`).all();
    const insert = to.prepare(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
    if (results.length > 0) await to.batch(results.map((row) => insert.bind(...names.map((name) => row[name]))));
  }
}

// What a page shows: its text without tags, with every run of white space as one.
function shownText(html) {
  const entities = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]*>/g, ' ').replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => entities[name]).replace(/\s+/g, ' ').replace(/ ([.,:)])/g, '$1').trim();
}
const targets = (html) => [...html.matchAll(/ (?:href|id)="([^"]*)"/g)].map(([, value]) => value);

// [{ name, url, pid, db, ask(request) }] and the trips; some are kept for the comparison.
const kept = 3;
export async function startBoth({ trips: count }) {
  const [ours, oursPid] = await withProcess(() => startEdge({ folder: bundle('staging') }));
  const [theirs, theirsPid] = await withProcess(() => startEdge({ folder: bundle('peer', peerFolder), objects: false }));
  const token = await ours.token();
  const ask = (url) => (request) => fetch(url + request.path, { method: request.method, body: request.body, headers: headersOf(token, request) });
  const trips = [];
  for (let i = 0; i < count + kept; ++i) {
    const made = await (await ask(ours.url)({ method: 'POST', path: '/v1/trips', body: JSON.stringify({ document, idempotency_key: `trip ${i}` }) })).json();
    const shown = await (await ask(ours.url)({ method: 'GET', path: `/v1/trips/${made.trip_id}/render` })).json();
    trips.push({ id: made.trip_id, preview: new URL(shown.preview_url).pathname });
  }
  await copyRows(ours.db, theirs.db);
  const servers = [
    { name: 'voygent', url: ours.url, pid: oursPid, db: ours.db, ask: ask(ours.url), stop: ours.close },
    { name: 'javascript', url: theirs.url, pid: theirsPid, db: theirs.db, ask: ask(theirs.url), stop: theirs.close },
  ];
  return { servers, compared: trips.slice(0, kept), trips: trips.slice(kept), token };
}

const withoutIds = ({ nonce, at, ...row }) => row;

async function rowsOf({ db }, trip) {
  const all = async (sql) => (await db.prepare(sql).bind(trip.id).all()).results.map(withoutIds);
  return {
    trip: (await all('SELECT version, search, terms, doc, phase, end_date FROM trip WHERE id = ?')),
    event: await all('SELECT * FROM event WHERE subject = ?'),
    request: await all('SELECT * FROM request WHERE subject = ? ORDER BY id'),
  };
}

// The same question to both: the same status; the same data, text or rows.
export async function compare({ servers, compared: trips }) {
  const [ours, theirs] = servers;
  let number = Date.now();
  for (const trip of trips)
    for (const [name, make] of Object.entries(actions)) {
      const request = make(trip, ++number);
      const answers = await Promise.all(servers.map((server) => server.ask(request)));
      const [mine, other] = await Promise.all(answers.map((answer) => answer.text()));
      assert.deepEqual(answers.map(({ status }) => status), [200, 200], `${name}: ${mine} ${other}`);
      if (name === 'page') {
        assert.equal(shownText(other), shownText(mine));
        assert.deepEqual(targets(other), targets(mine));
      } else if (name === 'tools/list' || name === 'read summary') {
        assert.ok(other === mine, `${name}: ${other} is not ${mine}`);
      } else if (name === 'read full') {
        assert.deepEqual(JSON.parse(other), JSON.parse(mine));
      } else if (name === 'edit') {
        const { findings, ...data } = JSON.parse(mine);
        assert.deepEqual(JSON.parse(other), data);
        assert.deepEqual(await rowsOf(theirs, trip), await rowsOf(ours, trip));
        const again = await Promise.all(servers.map(async (server) => (await server.ask(request)).json()));
        assert.deepEqual(again.map(({ status, applied_as: version }) => [status, version]), [['duplicate', data.version], ['duplicate', data.version]]);
      }
    }
  const strangers = [{ authorization: 'Bearer vg_wrong' }, { origin: 'https://evil.example' }];
  for (const headers of strangers) {
    const statuses = await Promise.all(servers.map(async ({ url }) => (await fetch(`${url}/trip/${trips[0].id}`, { headers })).status));
    assert.equal(statuses[0], statuses[1]);
    assert.ok(statuses[0] === 401 || statuses[0] === 403);
  }
}
