// What is there before the first command of a document: a folder, an installation in it, sites, servers, an older system. `later` takes what ends
// it, also when the rest cannot be made.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { seal } from '../../tools/backup/sealed.mjs';
import { readTrips } from '../../tools/backup/trips.mjs';
import { serveGitSite } from '../../tools/local/git_site.mjs';
import { program, projectFolder, serve } from '../../tools/local/voygent.mjs';
import { makeKey, startAuthorizationServer, writeKeys } from '../e2e/authorization_server.mjs';
import { dumpFile } from '../legacy/legacy.mjs';
import { startOldSystem } from '../legacy/old_system/world.mjs';

const tripFile = (name) => join(projectFolder, 'tests', 'data', 'trips', `${name}.json`);

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// A reader's folder and what the shell knows: `voygent`, nothing of the caller's settings, a port that is free.
async function reader(folder, env = {}) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(program, join(bin, 'voygent'));
  const own = join(folder, 'own');
  mkdirSync(own);
  const port = await freePort();
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VOYGENT_|NODE_TEST|NODE_OPTIONS|GIT_)/.test(name)));
  return {
    folder: own, port,
    env: { ...inherited, PATH: `${bin}:${process.env.PATH}`, HOME: folder, TZ: 'UTC', LC_ALL: 'C.UTF-8', VOYGENT_PORT: String(port), ...env },
  };
}

// Where a document only shows a request, curl has to fail when the answer is a refusal.
const noticesFailures = (home) => writeFileSync(join(home, '.curlrc'), 'fail-with-body\nsilent\n');

// A command before the reader comes.
function voygent(world, ...args) {
  const done = spawnSync(program, args, { cwd: world.folder, env: world.env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

// The plan of a reader whose old system is `old`, with one new server for each environment.
function planOf(old, urls) {
  const { query, execute, dump, own } = old.commands;
  const note = (word) => JSON.stringify([own(word, 'node', '-e', `require('fs').appendFileSync('traffic.log', ${JSON.stringify(`${word}\n`)})`)]);
  return Object.entries(urls).map(([name, url]) => `[${name}]
requests = "requests.jsonl"
[${name}.old]
url = ${JSON.stringify(old.url)}
folder = "old"
query = ${JSON.stringify(query)}
execute = ${JSON.stringify(execute)}
dump = ${JSON.stringify(dump)}
[${name}.new]
url = "${url}/mcp"
token_env = "CUTOVER_TOKEN"
[${name}.switch]
apply = ${note(`apply ${name}`)}
undo = ${note(`undo ${name}`)}
[[${name}.switch.changes]]
what = "address of the tools"
name = "VOYGENT_URL"
from = "${old.url}"
to = "${url}/mcp"
`).join('');
}

// The same while this process serves what the command asks for.
const run = promisify((world, ...rest) => execFile(program, rest.slice(0, -1), { cwd: world.folder, env: world.env }, rest.at(-1)));

const certificates = 'https://id.example.com/realms/agency/protocol/openid-connect/certs';

// What an authorization server publishes: { url, publish(keys), close() }.
async function publishedKeys(keys) {
  let now = keys;
  const server = createWebServer((request, response) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: now.map((key) => key.jwk) })));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}/certs`, publish: (some) => { now = some; }, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

const served = 'voygent serve 2>> voygent.log';

export const worlds = {
  async 'docs/runbooks/restore.md'(folder) {
    const world = await reader(folder);
    for (let i = 0; i < 9; ++i) voygent(world, 'trip', 'create', '--title', `Trip ${i}`);
    voygent(world, 'trip', 'create', tripFile('01-city-break-3n'));
    voygent(world, 'trip', 'edit', /t_\w+/.exec(voygent(world, 'trip', 'list', 'lisbon'))[0], '[{"op":"set","path":"meta/tagline","value":"Slowly"}]');
    return { ...world, serves: served };
  },

  async 'docs/runbooks/key-rotation.md'(folder, later) {
    const site = await serveGitSite({ folder, password: 'the-new-one' });
    later(() => site.close());
    const authority = await startAuthorizationServer();
    later(() => authority.close());
    const [before, after] = [authority.key, makeKey('ES256', 'e2')];
    const published = await publishedKeys([before, after]);
    later(() => published.close());
    const world = await reader(folder, { NEW_SITE_TOKEN: 'the-new-one' });
    writeKeys(join(world.folder, 'keys.json'), [before]);
    writeFileSync(join(world.folder, 'site-token'), 'the-old-one\n');
    writeFileSync(join(world.folder, 'voygent.toml'), `site_staging = "${site.remote}"\nsite_staging_url = "${site.pages}"\noauth_issuer = "${authority.issuer}"\noauth_keys = "keys.json"\noauth_audience = "voygent"\n`);
    world.env.VOYGENT_SITE_TOKEN_FILE = 'site-token';
    voygent(world, 'trip', 'create', tripFile('01-city-break-3n'));
    writeFileSync(join(world.folder, 'old-token.txt'), voygent(world, 'token', 'create', 'laptop'));
    world.env.TRIP = JSON.parse(voygent(world, '--json', 'trip', 'list')).trips[0].trip_id;
    const allowed = async (key) => (await fetch(`http://127.0.0.1:${world.port}/v1/session`, { headers: { Authorization: `Bearer ${authority.make({ aud: 'voygent' }, key)}` } })).status;
    let fetched = 0;
    return {
      ...world, serves: served, replace: [[certificates, published.url]],
      async before({ code }) {
        if (!code.includes(certificates)) return;
        fetched += 1;
        if (fetched === 1) {
          voygent(world, 'token', 'create', 'Ann', '--subject', 'advisor', '--oauth-issuer', authority.issuer, '--oauth-keys', 'keys.json', '--oauth-audience', 'voygent');
          assert.deepEqual([await allowed(before), await allowed(after)], [200, 401]);
        } else {
          assert.deepEqual([await allowed(before), await allowed(after)], [200, 200]);
          published.publish([after]);
        }
      },
      async atTheEnd() {
        assert.deepEqual([await allowed(before), await allowed(after)], [401, 200]);
      },
    };
  },

  async 'docs/runbooks/rollback.md'(folder) {
    const world = await reader(folder);
    writeFileSync(join(world.folder, 'voygent.toml'), 'site_staging = "site"\nsite_staging_url = "https://pages.example.com"\nsite_production = "live"\n');
    voygent(world, 'trip', 'create', tripFile('01-city-break-3n'));
    const id = /t_\w+/.exec(voygent(world, 'trip', 'list'))[0];
    for (const title of ['Three bright nights', 'Three nights in Lisbon']) {
      voygent(world, 'publish', id);
      voygent(world, 'publish', id, '--target', 'production', '--confirm');
      voygent(world, 'trip', 'edit', id, JSON.stringify([{ op: 'set', path: 'meta/title', value: title }]));
    }
    voygent(world, 'publish', id);
    return { ...world, serves: served };
  },

  async 'docs/runbooks/takedown.md'(folder, later) {
    const site = await serveGitSite({ folder, password: 'site-password' });
    later(() => site.close());
    const world = await reader(folder);
    const asked = join(folder, 'bin', 'askpass');
    writeFileSync(asked, '#!/bin/sh\ncase "$1" in Username*) echo x-access-token ;; *) echo site-password ;; esac\n', { mode: 0o755 });
    Object.assign(world.env, { VOYGENT_SITE_TOKEN: 'site-password', GIT_ASKPASS: asked, GIT_TERMINAL_PROMPT: '0' });
    const [remote] = site.remote.split('#');
    writeFileSync(join(world.folder, 'voygent.toml'), `site_staging = "${site.remote}"\nsite_staging_url = "${site.pages}"\nsite_production = "live"\n`);
    const create = (name) => voygent(world, 'trip', 'create', tripFile(name));
    create('01-city-break-3n');
    create('05-safari');
    // The site is served here, so the commands may not hold this process up.
    const publish = (target) => run(world, 'publish', target[0], '--target', target[1], '--confirm', '--ignore-blockers');
    const ids = JSON.parse(voygent(world, '--json', 'trip', 'list')).trips.map((trip) => trip.trip_id);
    for (const id of ids) for (const target of ['staging', 'production']) await publish([id, target]);
    return {
      ...world, serves: served,
      replace: [['https://host/owner/site.git', remote], ['/srv/git/site.git', site.repository]],
      atTheEnd() {
        assert.equal(site.commits().length, 1);
        assert.equal(site.paths().filter((path) => path.startsWith('p/')).length, 1, 'the other page is still there');
      },
    };
  },

  async 'docs/runbooks/cutover.md'(folder, later) {
    const world = await reader(folder);
    delete world.env.CLOUDFLARE_API_TOKEN;
    const old = await startOldSystem(join(world.folder, 'old'));
    later(() => old.close());
    const production = await serve({ database: join(world.folder, 'production.db') });
    later(() => production.stop());
    copyFileSync(dumpFile, join(world.folder, 'old.sql'));
    const traffic = () => readFileSync(join(world.folder, 'old', 'traffic.log'), 'utf8');
    return {
      ...world, serves: served,
      // The example is of other machines: a reader writes down what is true of his.
      before({ code }) {
        if (code === 'voygent cutover plan') writeFileSync(join(world.folder, 'cutover.toml'), planOf(old, { staging: `http://127.0.0.1:${world.port}`, production: production.url }));
      },
      async atTheEnd() {
        assert.equal(traffic(), 'apply staging\napply production\nundo production\n');
        const { text } = await old.call('create_trip_v2', { trip_name: 'Goes on', start_date: '2026-06-01', end_date: '2026-06-02' });
        assert.match(text, /Created trip/);
      },
    };
  },

  async 'docs/runbooks/incident.md'(folder) {
    const world = await reader(folder, { USER: 'ann' });
    writeFileSync(join(world.folder, 'voygent.toml'), 'site_staging = "site"\nsite_staging_url = "https://pages.example.com"\n');
    voygent(world, 'trip', 'create', tripFile('01-city-break-3n'));
    const token = voygent(world, 'token', 'create', 'laptop').trim();
    const ask = (path, bearer, how = {}) => fetch(`http://127.0.0.1:${world.port}${path}`, { ...how, headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' } });
    let asked = false;
    return {
      ...world, serves: served,
      // What the log tells of.
      async before() {
        if (asked) return;
        asked = true;
        assert.equal((await ask('/v1/trips', token, { method: 'POST', body: '{"title": "Made by chat"}' })).status, 201);
        for (const wrong of ['old-1', 'old-2']) assert.equal((await ask('/v1/session', wrong)).status, 401);
        mkdirSync(join(world.folder, 'backups'));
        voygent(world, 'snapshot', 'backups/newest.db');
      },
    };
  },

  async 'README.md'(folder) {
    const world = await reader(folder);
    mkdirSync(join(world.folder, 'build', 'release'), { recursive: true });
    symlinkSync(program, join(world.folder, 'build', 'release', 'voygent'));
    copyFileSync(dumpFile, join(world.folder, 'old.sql'));
    noticesFailures(folder);
    return { ...world, atTheEnd: ({ answers }) => assert.ok(answers.some((answer) => answer.includes('Nothing differs.'))) };
  },

  async 'docs/connect.md'(folder, later) {
    const world = await reader(folder);
    const srv = join(folder, 'srv');
    mkdirSync(srv);
    symlinkSync(join(projectFolder, 'tests'), join(world.folder, 'tests'));
    writeFileSync(join(world.folder, 'voygent.toml'), `site_staging = "${join(srv, 'site')}"\n`);
    noticesFailures(folder);
    const published = await publishedKeys([makeKey('ES256', 'e1')]);
    later(() => published.close());
    return {
      ...world,
      // curl knows one way to fail at a time.
      replace: [['curl -sf', 'curl -s'], ['/srv/voygent', srv], ['/tmp/try.db', join(folder, 'try.db')], [certificates, published.url], ['7f1c2f0e-…', '7f1c2f0e-ann']],
      async atTheEnd({ answers }) {
        assert.equal(readdirSync(join(srv, 'site', 'p')).length, 1);
        assert.ok(answers.some((answer) => answer.includes('"voygent/db_calls":1')));
        const challenge = await fetch(`http://127.0.0.1:${world.port}/.well-known/oauth-protected-resource/mcp`);
        assert.deepEqual((await challenge.json()).authorization_servers, ['https://id.example.com/realms/agency']);
      },
    };
  },

  // The nightly copy of this installation lies in the folder as if it came from the bucket.
  async 'docs/runbooks/render.md'(folder) {
    const world = await reader(folder, { BACKUP_PASSPHRASE: 'three words at home' });
    symlinkSync(join(projectFolder, 'tools'), join(world.folder, 'tools'));
    voygent(world, 'trip', 'create', tripFile('01-city-break-3n'));
    const token = voygent(world, 'token', 'create', 'backup', '--scopes', 'read').trim();
    const trips = () => JSON.parse(voygent(world, '--json', 'trip', 'list')).trips;
    return {
      ...world, serves: served,
      async before({ code }, { answers }) {
        const name = /trips-\w+\.jsonl\.gz\.sealed/.exec(code)?.[0];
        if (!name) return;
        const lines = await readTrips(`http://127.0.0.1:${world.port}`, token);
        writeFileSync(join(world.folder, name), seal(gzipSync(lines.map((line) => `${line}\n`).join('')), answers.at(-1)));
      },
      atTheEnd() {
        const [made, first] = trips().map(({ trip_id }) => JSON.parse(voygent(world, '--json', 'trip', 'show', trip_id, '--view', 'private')));
        assert.equal(made.trip.meta.title, 'Three bright nights in Lisbon');
        assert.notEqual(made.trip_id, first.trip_id);
        assert.deepEqual(made.trip, first.trip);
      },
    };
  },

  // The part of a checkout that the worker is made of, so that nothing of this one is changed.
  async 'docs/runbooks/edge.md'(folder) {
    const world = await reader(folder);
    const module = join(projectFolder, 'build', 'wasm', 'core.wasm');
    assert.ok(existsSync(module), 'the worker is not built: cmake --preset wasm && cmake --build --preset wasm --target core_module');
    for (const name of ['build/release', 'build/wasm', 'services/edge-api', 'infra/cloudflare']) mkdirSync(join(world.folder, name), { recursive: true });
    symlinkSync(program, join(world.folder, 'build', 'release', 'voygent'));
    copyFileSync(module, join(world.folder, 'build', 'wasm', 'core.wasm'));
    symlinkSync(join(projectFolder, 'node_modules'), join(world.folder, 'node_modules'));
    copyFileSync(join(projectFolder, 'package.json'), join(world.folder, 'package.json'));
    for (const name of ['services/edge-api/worker', 'infra/cloudflare/migrations']) cpSync(join(projectFolder, name), join(world.folder, name), { recursive: true, filter: (path) => !/\.(wrangler|dev\.vars)/.test(path) });
    Object.assign(world.env, { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_LOG_PATH: join(folder, 'logs'), npm_config_offline: 'true' });
    return {
      ...world, folder: join(world.folder, 'services', 'edge-api', 'worker'),
      async atTheEnd() {
        const token = /vg_[\w-]+/.exec(readFileSync(join(world.folder, 'services', 'edge-api', 'worker', 'token.txt'), 'utf8'))[0];
        const answer = await fetch(`http://localhost:${world.port}/v1/session`, { headers: { Authorization: `Bearer ${token}` } });
        assert.equal(answer.status, 200, await answer.text());
      },
    };
  },
};
