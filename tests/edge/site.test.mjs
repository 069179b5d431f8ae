// Publishing from the edge: the worker in its engine, the queue of each site, and GitHub by its real schema over a real repository.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectSdk1, connectSdk2 } from '../../tools/local/clients.mjs';
import { bundle, startEdge } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { startGithub } from './github.mjs';

const siteToken = 'ZZPRIV-github-token';
const clientName = 'Zenobia Quillfeather';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const good = (result) => (result.isError ? assert.fail(result.content[0].text) : result.structuredContent);
const textOf = (result) => result.content[0].text;
const slugOf = (page) => new URL(page.url).pathname.split('/').at(-2);

async function until(what, holds, ms = 30_000) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(50)) if (await holds()) return;
  assert.fail(`not in time: ${what}`);
}

let bundled;
before(() => { bundled = bundle('staging'); });

// The worker with its sites, a client with all rights, and what a test asks of them.
async function startSite(variables = {}, { delay } = {}) {
  const root = join(projectFolder, 'build', 'test', 'scratch');
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, 'site-'));
  const github = await startGithub({ folder, token: siteToken, delay });
  const site = { github, repository: github.repository, logs: [] };
  const persist = join(folder, 'state');
  const all = {
    VOYGENT_SITE_STAGING: 'agency/pages', VOYGENT_SITE_STAGING_URL: 'https://staging.example/',
    VOYGENT_SITE_PRODUCTION: 'agency/pages#live', VOYGENT_SITE_PRODUCTION_URL: 'https://live.example/',
    VOYGENT_SITE_TOKEN: siteToken, VOYGENT_GITHUB_API: github.url, VOYGENT_SITE_HOURLY: '0', VOYGENT_SITE_WAIT: '60',
    ...variables,
  };
  site.start = async (more = {}) => {
    site.edge = await startEdge({ folder: bundled, persist, variables: { ...all, ...more } });
    site.token ??= await site.edge.token();
    site.client = await connectSdk1(`${site.edge.url}/mcp`, site.token);
  };
  site.stop = async () => {
    await site.client.close().catch(() => {});
    site.logs.push(site.edge.log());
    await site.edge.close();
  };
  site.call = async (tool, args) => good(await site.client.call(tool, args));
  site.create = async (title, visibility = 'public') =>
    (await site.call('create_trip', { document: { meta: { title, clientName, destination: 'Lisbon', publish: { visibility } } } })).trip_id;
  site.publish = (trip_id, more = {}) => site.client.call('publish_trip', { trip_id, ignore_blockers: true, ...more });
  site.rename = (trip_id, title) => site.call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: title }] });
  site.page = (slug, branch = 'gh-pages') => site.repository.read(`p/${slug}/index.html`, branch);
  site.log = () => site.logs.join('') + site.edge.log();
  site.close = async () => {
    await site.stop();
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  };
  await site.start();
  return site;
}

// Ends the engine at once, as a crash does.
function killEngine() {
  const engines = readdirSync('/proc').filter((pid) => {
    try {
      const [, name, parent] = /\((.+)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      return name?.startsWith('workerd') && Number(parent) === process.pid;
    } catch {
      return false;
    }
  });
  assert.ok(engines.length > 0, 'an engine runs');
  for (const pid of engines) process.kill(Number(pid), 'SIGKILL');
}

describe('a site on GitHub', () => {
  let site, trip_id, first, slug;
  before(async () => { site = await startSite(); });
  after(() => site?.close());

  test('a publication is one commit of two calls, and the page is in the repository', async () => {
    trip_id = await site.create('Eleven days in Lisbon');
    first = good(await site.publish(trip_id));
    slug = slugOf(first);
    assert.equal(first.changed, true);
    assert.equal(first.revision, site.repository.head('gh-pages'));
    assert.deepEqual(site.github.calls.map(({ kind }) => kind), ['read', 'write']);
    assert.match(site.page(slug), /Eleven days in Lisbon/);
    assert.match(site.repository.read('index.html', 'gh-pages'), new RegExp(`p/${slug}/`));
    assert.equal(site.repository.read('README.md', 'gh-pages'), 'A site.\n');
    assert.equal(site.repository.read('.nojekyll', 'gh-pages'), '');
    assert.equal(site.repository.messages('gh-pages')[0], `Publish page ${slug.slice(0, 6)}, version 1`);
    assert.deepEqual(site.repository.messages('live'), ['Start']);
  });

  test('what is there already makes no commit, and one call finds that', async () => {
    const calls = site.github.calls.length;
    const again = good(await site.publish(trip_id));
    assert.equal(again.changed, false);
    assert.equal(again.revision, first.revision);
    assert.equal(site.github.calls.length, calls + 1);
  });

  test('rollback brings the page before back, byte for byte', async () => {
    const before_ = site.page(slug);
    await site.rename(trip_id, 'Twelve days');
    assert.equal(good(await site.publish(trip_id)).changed, true);
    assert.match(site.page(slug), /Twelve days/);
    const back = await site.call('manage_publication', { trip_id, action: 'rollback' });
    assert.equal(back.revision, site.repository.head('gh-pages'));
    assert.equal(site.page(slug), before_);
    const commits = site.repository.commits('gh-pages').length;
    await site.call('manage_publication', { trip_id, action: 'rollback' });
    assert.equal(site.repository.commits('gh-pages').length, commits);
  });

  test('unpublish removes the page and its entry', async () => {
    await site.call('manage_publication', { trip_id, action: 'unpublish' });
    assert.equal(site.page(slug), null);
    assert.doesNotMatch(site.repository.read('index.html', 'gh-pages'), new RegExp(slug));
    const { publications } = await site.call('manage_publication', { trip_id, action: 'status' });
    assert.deepEqual(publications.map(({ action }) => action), ['unpublished', 'rolled_back', 'published', 'published']);
  });

  test('production asks the person first, where the client can', async () => {
    const answers = [{ action: 'decline' }, { action: 'accept', content: { confirm: true } }];
    const asked = [];
    const own = await connectSdk2(`${site.edge.url}/mcp`, site.token, '2026-07-28', (params) => { asked.push(params.message); return answers.shift(); });
    const args = { trip_id, target: 'production', ignore_blockers: true };
    const refused = await own.call('publish_trip', args);
    assert.ok(refused.isError);
    assert.match(textOf(refused), /nothing was changed/);
    assert.deepEqual(site.repository.messages('live'), ['Start']);
    const done = good(await own.call('publish_trip', args));
    assert.equal(done.revision, site.repository.head('live'));
    assert.match(site.page(slug, 'live'), /Twelve days/);
    assert.match(asked[0], /^Publish version 2 of ".+" to the production site/);
    await own.close();
  });

  test('another commit in between stays, and so does ours', async () => {
    let others = 0;
    site.github.before = (kind) => { if (kind === 'write' && others++ < 2) site.repository.outside('gh-pages', 'CNAME', `trips${others}.example\n`); };
    const calls = site.github.calls.length;
    const page = good(await site.publish(trip_id));
    site.github.before = () => {};
    assert.equal(page.changed, true);
    assert.match(site.page(slug), /Twelve days/);
    assert.equal(site.repository.read('CNAME', 'gh-pages'), 'trips2.example\n');
    assert.equal(site.github.calls.length, calls + 6);
    assert.deepEqual(site.repository.messages('gh-pages').slice(1, 3), ['Change CNAME', 'Change CNAME']);
  });

  test('a branch that keeps moving is tried five times and then later again', async () => {
    let moves = 0;
    site.github.before = (kind) => { if (kind === 'write' && moves < 6) site.repository.outside('gh-pages', 'CNAME', `m${++moves}\n`); };
    await site.rename(trip_id, 'Thirteen days');
    const calls = site.github.calls.length;
    assert.equal(good(await site.publish(trip_id)).changed, true);
    site.github.before = () => {};
    assert.equal(site.github.calls.length, calls + 10 + 4);
    assert.match(site.page(slug), /Thirteen days/);
  });

  test('a token that GitHub refuses is told at once, and nothing is kept of it', async () => {
    site.github.fail({ status: 401, body: { message: 'Bad credentials' } });
    await site.rename(trip_id, 'Fourteen days');
    const refused = await site.publish(trip_id);
    assert.ok(refused.isError);
    assert.match(textOf(refused), /VOYGENT_SITE_TOKEN/);
    assert.equal(good(await site.publish(trip_id)).changed, true);
  });

  test('GitHub down for a moment: the alarm tries again while the caller waits', async () => {
    await site.rename(trip_id, 'Fifteen days');
    site.github.fail({ status: 502, body: '<html>' }, { status: 200, body: { errors: [{ message: 'Something went wrong while executing your query.' }] } });
    assert.equal(good(await site.publish(trip_id)).changed, true);
    assert.match(site.page(slug), /Fifteen days/);
  });

  test('a rate limit is obeyed to the second, by every job of the site', async () => {
    await site.rename(trip_id, 'Sixteen days');
    const other = await site.create('Beside it');
    site.github.fail({ status: 403, headers: { 'Retry-After': '4' }, body: { message: 'You have exceeded a secondary rate limit.' } });
    const calls = site.github.calls.length;
    const begun = Date.now();
    const one = site.publish(trip_id);
    await until('the refusal', () => site.github.calls.length > calls);
    const two = site.publish(other);
    await pause(2_000);
    assert.equal(site.github.calls.length, calls + 1);
    assert.equal(good(await one).changed, true);
    assert.equal(good(await two).changed, true);
    assert.ok(Date.now() - begun >= 4_000);
  });

  test('REST publishes too', async () => {
    await site.rename(trip_id, 'Seventeen days');
    const response = await fetch(`${site.edge.url}/v1/trips/${trip_id}/publications`, {
      method: 'POST', headers: { Authorization: `Bearer ${site.token}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ ignore_blockers: true }),
    });
    assert.ok(response.ok, await response.clone().text());
    assert.match(site.page(slug), /Seventeen days/);
  });

  test('nothing private is in the repository, in what GitHub was sent, or in the log', async () => {
    await until('the log', () => site.log().includes('"event":"publication"'));
    const sent = site.github.calls.map(({ body }) => body).join('\n');
    for (const [where, text] of Object.entries({ repository: site.repository.everything(), sent, log: site.log() })) {
      for (const secret of [clientName, 'Quillfeather', siteToken, site.token, 'ZZPRIV']) assert.ok(!text.includes(secret), `${secret} in ${where}`);
    }
    assert.ok(!site.log().includes('days in Lisbon'));
  });
});

describe('the queue of a site', () => {
  let site;
  before(async () => { site = await startSite({}, { delay: 40 }); });
  after(() => site?.close());

  test('twenty trips at once: every page is there, one commit after the other', async () => {
    const trips = await Promise.all(Array.from({ length: 20 }, (_, i) => site.create(`Trip number ${i}`)));
    const pages = (await Promise.all(trips.map((trip) => site.publish(trip)))).map(good);
    assert.equal(site.github.mostAtOnce, 1);
    assert.equal(site.github.writes(), 20);
    assert.equal(new Set(pages.map(({ revision }) => revision)).size, 20);
    assert.equal(site.repository.commits('gh-pages').length, 21);
    const { pages: listed } = JSON.parse(site.repository.read('pages.json', 'gh-pages'));
    assert.equal(listed.length, 20);
    pages.forEach((page, i) => assert.match(site.page(slugOf(page)), new RegExp(`Trip number ${i}<`)));
  });

  test('the same publication ten times at once is one job and one commit', async () => {
    const trip_id = await site.create('Asked for ten times');
    const [calls, commits] = [site.github.calls.length, site.repository.commits('gh-pages').length];
    const pages = (await Promise.all(Array.from({ length: 10 }, () => site.publish(trip_id)))).map(good);
    assert.equal(new Set(pages.map(({ revision }) => revision)).size, 1);
    assert.equal(site.repository.commits('gh-pages').length, commits + 1);
    assert.ok(site.github.calls.length - calls < 20);
  });

  test('two versions of one page do not overtake each other', async () => {
    const trip_id = await site.create('Version one');
    const calls = site.github.calls.length;
    site.github.fail({ status: 502 });
    const one = site.publish(trip_id);
    await until('the first try', () => site.github.calls.length > calls);
    await site.rename(trip_id, 'Version two');
    const two = site.publish(trip_id);
    const slug = slugOf(good(await one));
    assert.equal(good(await two).changed, true);
    assert.match(site.page(slug), /Version two/);
  });
});

describe('a queue that is full or interrupted', () => {
  let site;
  after(() => site?.close());

  let published;

  test('a caller does not wait for ever, and the same request finds what came of it', async () => {
    site = await startSite({ VOYGENT_SITE_WAIT: '2' });
    const trip_id = published = await site.create('A slow day');
    site.github.fail({ status: 502 }, { status: 502 });
    const queued = await site.publish(trip_id);
    assert.ok(queued.isError);
    assert.match(textOf(queued), /queue.*may be sent again/s);
    await until('the commit', () => site.repository.commits('gh-pages').length === 2);
    const page = good(await site.publish(trip_id));
    assert.equal(page.changed, false);
    assert.equal(page.revision, site.repository.head('gh-pages'));
    const { publications } = await site.call('manage_publication', { trip_id, action: 'status' });
    assert.equal(publications.length, 1);
    assert.equal(site.github.writes(), 1);
  });

  test('a failure that nobody heard is told to the same request, once', async () => {
    const trip_id = await site.create('Nobody listens');
    site.github.fail({ status: 502 }, { status: 502 }, { status: 401, body: { message: 'Bad credentials' } });
    assert.match(textOf(await site.publish(trip_id)), /queue/);
    await until('the third try', () => site.log().includes('"state":"failed"'));
    const told = await site.publish(trip_id);
    assert.ok(told.isError);
    assert.match(textOf(told), /VOYGENT_SITE_TOKEN/);
    assert.equal(good(await site.publish(trip_id)).changed, true);
  });

  for (const [how, end] of Object.entries({ 'is stopped': () => {}, 'is killed': killEngine })) {
    test(`the engine ${how} with jobs in the queue: they are done afterwards, once`, async () => {
      const trips = [await site.create(`Before the end 1, ${how}`), await site.create(`Before the end 2, ${how}`)];
      const commits = site.repository.commits('gh-pages').length;
      site.github.isDown = true;
      for (const result of await Promise.all(trips.map((trip_id) => site.publish(trip_id)))) assert.ok(result.isError);
      end();
      await site.stop();
      assert.equal(site.repository.commits('gh-pages').length, commits);
      site.github.isDown = false;
      await site.start();
      // Nobody asks: the alarm alone wakes the queue.
      await until('both commits', () => site.repository.commits('gh-pages').length === commits + 2);
      await pause(1_500);
      for (const trip_id of trips) assert.equal(good(await site.publish(trip_id)).changed, false);
      assert.equal(site.repository.commits('gh-pages').length, commits + 2);
    });
  }

  test('the engine dies after the commit and before its answer: there is one commit', async () => {
    const trip_id = await site.create('In the middle');
    const commits = site.repository.commits('gh-pages').length;
    site.github.delay = 500;
    const lost = site.publish(trip_id).catch((error) => ({ isError: true, error }));
    let gone = false;
    site.github.before = (kind) => { if (kind === 'write' && !gone) { gone = true; setTimeout(killEngine, 100); } };
    assert.ok((await lost).isError);
    await until('the commit', () => site.repository.commits('gh-pages').length === commits + 1);
    site.github.before = () => {};
    site.github.delay = 0;
    await site.stop();
    const calls = site.github.calls.length;
    await site.start();
    await until('the queue to look', () => site.github.calls.length > calls);
    const page = good(await site.publish(trip_id));
    assert.equal(page.revision, site.repository.head('gh-pages'));
    assert.equal(site.repository.commits('gh-pages').length, commits + 1);
  });

  test('more commits than the settings allow wait, and what needs none does not', async () => {
    await site.stop();
    await site.start({ VOYGENT_SITE_HOURLY: '1' });
    const trip_id = await site.create('One too many in this hour');
    const commits = site.repository.commits('gh-pages').length;
    const result = await site.publish(trip_id);
    assert.ok(result.isError);
    assert.match(textOf(result), /1 change an hour.*follows at \d{4}-\d\d-\d\dT.*may be sent again/s);
    assert.equal(good(await site.publish(published)).changed, false);
    assert.equal(site.repository.commits('gh-pages').length, commits);
  });
});

describe('settings of a site', () => {
  test('a worker with half of them does not start, and says which one is missing', async () => {
    const edge = await startEdge({ folder: bundled, variables: { VOYGENT_SITE_STAGING: 'agency/pages', VOYGENT_SITE_STAGING_URL: 'https://s.example/' } }).catch((error) => error);
    const said = edge instanceof Error ? String(edge) : edge.log() + (await (await fetch(`${edge.url}/health`)).text());
    await edge.close?.();
    assert.match(said, /VOYGENT_SITE_TOKEN/);
  });

  test('a site without a repository, and a repository without the branch, are told with what to do', async () => {
    const site = await startSite({ VOYGENT_SITE_STAGING: 'agency/pages#nowhere', VOYGENT_SITE_PRODUCTION: '' });
    try {
      const trip_id = await site.create('Nowhere');
      assert.match(textOf(await site.publish(trip_id)), /no branch nowhere.*git push origin nowhere/s);
      assert.match(textOf(await site.publish(trip_id, { target: 'production' })), /VOYGENT_SITE_PRODUCTION/);
    } finally {
      await site.close();
    }
  });
});
