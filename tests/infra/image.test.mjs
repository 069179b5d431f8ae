// The image of the server, built from its Dockerfile and run as it is meant to run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serveGitSite } from '../../tools/local/git_site.mjs';
import { createToken, projectFolder } from '../../tools/local/voygent.mjs';
import { scratchFolder, tripText } from '../e2e/world.mjs';
import { build, clean, hindrance, imageFindings, longest, mostBytes, start } from './image.mjs';

const skip = hindrance() ?? false;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function health(url) {
  for (let tried = 0; tried < 100; ++tried) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no answer');
}

if (skip) test('the image', { skip }, () => {});
else describe('the image', () => {
  let image, running, site, folder, data, url, token, port;
  before(async () => {
    clean();
    image = build();
    folder = scratchFolder();
    data = join(folder, 'data');
    mkdirSync(data);
    site = await serveGitSite({ folder, password: 'password-of-the-site' });
    token = createToken({ database: join(data, 'voygent.db') }, 'test');
    execFileSync('chown', ['-R', '10001:10001', data]);
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    running = start(image, data, { VOYGENT_PORT: port, VOYGENT_SITE_STAGING: site.remote, VOYGENT_SITE_STAGING_URL: site.pages, VOYGENT_SITE_TOKEN: 'password-of-the-site' });
  }, { timeout: longest + 180_000 });
  after(async () => {
    running?.child.kill();
    await running?.ended;
    await site?.close();
    clean();
  });

  test('is small, for no root, and has what it needs and no more', (context) => {
    context.diagnostic(`${image.bytes} bytes in ${image.files.length} files`);
    assert.deepEqual(imageFindings(image), []);
    const bad = (change) => imageFindings({ ...image, ...change }).join();
    assert.match(bad({ bytes: mostBytes + 1 }), /more than 60000000/);
    assert.match(bad({ config: { ...image.config, User: '' } }), /runs as root/);
    assert.match(bad({ config: { ...image.config, User: '0:0' } }), /runs as 0:0/);
    assert.match(bad({ files: [...image.files, 'usr/bin/dash'] }), /dash is no part/);
    assert.match(bad({ files: image.files.filter((file) => !file.endsWith('git-remote-https')) }), /git-remote-https is missing/);
    assert.match(bad({ modes: { ...image.modes, 'usr/bin/git': 0o104755 } }), /git gives rights/);
  });

  test('answers /health as 10001, with no capability and no way to one', async () => {
    const answer = await health(url);
    assert.equal(answer.status, 200, running.log());
    assert.equal((await answer.json()).status, 'ok');
    const status = readFileSync(`/proc/${running.child.pid}/status`, 'utf8');
    assert.match(status, /^Name:\tvoygent$/m);
    assert.match(status, /^Uid:\t10001\t10001\t10001\t10001$/m);
    assert.match(status, /^Gid:\t10001\t10001\t10001\t10001$/m);
    assert.match(status, /^CapEff:\t0+$/m);
    assert.match(status, /^CapPrm:\t0+$/m);
    assert.match(status, /^NoNewPrivs:\t1$/m);
    const root = readFileSync(`/proc/${running.child.pid}/mountinfo`, 'utf8').split('\n').find((line) => line.split(' ')[4] === '/');
    assert.match(root.split(' ')[5], /^ro\b/);
  });

  test('knows by itself whether it is well', async () => {
    await health(url);
    const [kind, ...words] = image.config.Healthcheck.Test;
    assert.equal(kind, 'CMD');
    assert.ok(words.join(' ').includes(':8787 '), 'the port of the image');
    const ask = async (at) => {
      const asked = start(image, data, {}, words.map((word) => word.replace(':8787', `:${at}`)));
      return { status: await asked.ended, said: asked.log() };
    };
    const well = await ask(port);
    assert.equal(well.status, 0, well.said);
    assert.match(well.said, /health +version/);
    const silent = await ask(await freePort());
    assert.notEqual(silent.status, 0);
    assert.match(silent.said, /cannot be reached/);
    const broken = createWebServer((request, response) => response.writeHead(503).end('{"status":"unavailable"}'));
    await new Promise((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const ill = await ask(broken.address().port);
    broken.close();
    assert.notEqual(ill.status, 0);
    assert.match(ill.said, /answers 503/);
  });

  test('stores a trip and publishes it to a repository', async () => {
    await health(url);
    const ask = async (path, body) => {
      const answer = await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body });
      return { status: answer.status, body: await answer.json() };
    };
    const made = await ask('/trip', tripText('01-city-break-3n'));
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const published = await ask(`/v1/trips/${made.body.trip_id}/publications`, JSON.stringify({ target: 'staging' }));
    assert.equal(published.status, 200, JSON.stringify(published.body) + running.log());
    assert.equal((await fetch(published.body.url)).status, 200);
    for (const name of readdirSync(data)) assert.equal(statSync(join(data, name)).uid, 10001, name);
  });

  test('cannot write anywhere else', async () => {
    const other = start(image, data, { VOYGENT_PORT: 0, VOYGENT_DATABASE: '/usr/share/voygent.db' });
    assert.notEqual(await other.ended, 0, other.log());
  });

  test('names what it consists of, as a bill of materials', () => {
    const lists = ['packages.tsv', 'compiled-in.tsv'].map((name) => join(image.root, 'usr', 'share', 'voygent', name));
    const bom = JSON.parse(execFileSync(process.execPath, [join(projectFolder, 'tools', 'sbom', 'main.mjs'), '2.0.0', ...lists], { encoding: 'utf8' }));
    const names = bom.components.filter(({ scope }) => scope === 'required').map(({ name }) => name);
    for (const name of ['libc6', 'libsqlite3-0', 'libssl3', 'libcurl3-gnutls', 'git', 'ca-certificates', 'libboost1.81-dev']) assert.ok(names.includes(name), name);
    for (const name of names.filter((name) => !name.endsWith('-dev'))) assert.ok(image.files.includes(`usr/share/doc/${name}/copyright`), `the licence of ${name} is missing`);
  });
});
