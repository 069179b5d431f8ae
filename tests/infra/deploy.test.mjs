// What the workflows call: a deployment with every ending that it can have, the smoke test by the doctor, the nightly copy of D1, a release, the site.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import addFormats from 'ajv-formats';
import Ajv from 'ajv';
import { HtmlValidate } from 'html-validate';
import { parse as parseJsonc } from 'jsonc-parser';
import { nightly } from '../../tools/backup/d1_nightly.mjs';
import { open } from '../../tools/backup/sealed.mjs';
import { examine, examineWithin, versionHere } from '../../tools/deploy/doctor.mjs';
import { deploy, unfilled } from '../../tools/deploy/worker.mjs';
import { workerFolder, wrangler } from '../../tools/local/edge.mjs';
import { command, createToken, projectFolder } from '../../tools/local/voygent.mjs';
import { makeRelease } from '../../tools/release/main.mjs';
import { billOfMaterials, debianComponents, npmComponents } from '../../tools/sbom/bom.mjs';
import { makeSite } from '../../tools/site/main.mjs';
import { scratchFolder, startWorld } from '../e2e/world.mjs';

const committed = parseJsonc(readFileSync(join(workerFolder, 'wrangler.jsonc'), 'utf8'));

describe('a deployment', () => {
  const configuration = { env: { staging: { d1_databases: [{ database_id: 'f3a1c0de-0000-4000-8000-000000000001' }], vars: { VOYGENT_PUBLIC_URL: 'https://staging.trips.test' } } } };
  // Plays wrangler: `fails` names the command that does not work.
  async function play({ fails = '', found = [], first = false } = {}) {
    const [calls, said] = [[], []];
    const run = (args) => {
      calls.push(args);
      const isBad = fails !== '' && args.join(' ').startsWith(fails);
      return { status: isBad ? 1 : 0, text: isBad ? 'it is broken' : `Some banner\n${first ? '[]' : '[{"id":"1"}]'}\n` };
    };
    const code = await deploy('staging', { configuration, token: 't', run, examine: async () => found, say: (text) => said.push(text) });
    return { code, commands: calls.map((args) => args.filter((word) => !word.startsWith('-') && word !== 'staging').join(' ')), calls, said: said.join('\n') };
  }
  const usual = ['deployments list', 'd1 migrations apply DB', 'deploy'];

  test('that is well: migrations come first', async () => {
    const { code, commands, said } = await play();
    assert.deepEqual([code, commands], [0, usual]);
    assert.match(said, /ok +smoke test of https:\/\/staging\.trips\.test/);
  });
  test('whose migration fails leaves the worker as it is', async () => {
    const { code, commands, said } = await play({ fails: 'd1 migrations' });
    assert.deepEqual([code, commands], [1, usual.slice(0, 2)]);
    assert.match(said, /FAILED migrations\nit is broken/);
  });
  test('that fails asks nothing', async () => assert.deepEqual((await play({ fails: 'deploy ' })).commands, usual));
  test('that answers wrongly is taken back', async () => {
    const { code, commands, said } = await play({ found: ['health: /health answers 500'] });
    assert.deepEqual([code, commands.slice(0, 4)], [1, [...usual, 'rollback the smoke test failed']]);
    assert.match(said, /health answers 500[\s\S]*ok +rollback/);
  });
  test('that cannot be taken back says so', async () => {
    assert.match((await play({ found: ['x'], fails: 'rollback' })).said, /FAILED rollback/);
    const { commands, said } = await play({ found: ['x'], first: true });
    assert.deepEqual(commands, usual);
    assert.match(said, /first deployment/);
  });
  test('with the examples of the configuration is refused', async () => {
    assert.equal(unfilled(committed, 'staging').length, 2);
    assert.equal(unfilled(committed, 'production').length, 2);
    assert.deepEqual(unfilled(configuration, 'staging'), []);
    assert.match(unfilled(committed, 'nowhere').join(), /no environment/);
    assert.equal(await deploy('staging', { configuration: committed, run: () => assert.fail('called'), examine: () => assert.fail('called'), say: () => {} }), 2);
  });
  test('calls wrangler with what wrangler knows', async () => {
    const { calls } = await play({ found: ['x'] });
    calls.push(['d1', 'export', 'DB', '--remote', '--env', 'x', '--output', 'x', '--skip-confirmation']);
    for (const args of calls) {
      const words = args.slice(0, args.findIndex((word) => word.startsWith('--'))).filter((word) => word !== 'DB');
      const help = wrangler([...words, '--help']).text;
      for (const flag of args.filter((word) => word.startsWith('--'))) assert.match(help, new RegExp(`${flag}\\b`), words.join(' '));
    }
  });
});

describe('the smoke test', () => {
  let world, token;
  before(async () => {
    world = await startWorld();
    token = createToken(world.settings, 'smoke', 'read');
  });
  test('finds a server of this commit well', async () => {
    assert.equal(versionHere(), command({}, ['--version']).out.trim());
    assert.deepEqual(await examine(world.server.url, token), []);
  });
  test('notices another version, a wrong token, another program, silence, and http', async () => {
    assert.match((await examine(world.server.url, token, '9.9.9')).join(), /health: version 2\.\d+\.\d+ is there, 9\.9\.9 was expected/);
    assert.match((await examine(world.server.url, 'wrong')).join(), /MCP of 2025: .*401/);
    assert.match((await examine(world.server.url, '')).join(), /token: none in VOYGENT_TOKEN/);
    const other = createServer((request, response) => response.end('hello'));
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${other.address().port}`;
    assert.match((await examine(address, token)).join(), /health: \/health answers 200: hello/);
    other.close();
    other.closeAllConnections();
    assert.match((await examine(address, token)).join(), /cannot be reached/);
    assert.match((await examine('http://trips.invalid', token)).join(), /use https/);
    assert.match((await examine('nonsense', token)).join(), /nonsense/);
  });
  test('asks again until a new version is everywhere, and not for ever', async () => {
    let asked = 0;
    const late = createServer(async (request, response) => {
      if (request.url === '/health' && ++asked < 3) return response.writeHead(503).end('{}');
      const body = request.method === 'POST' ? Buffer.concat(await request.toArray()) : undefined;
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)));
      const answer = await fetch(world.server.url + request.url, { method: request.method, headers, body });
      const text = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name)))).end(text);
    });
    await new Promise((resolve) => late.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${late.address().port}`;
    assert.deepEqual(await examineWithin(10, address, token), []);
    assert.ok(asked >= 3);
    asked = -1e9;
    assert.match((await examineWithin(1, address, token)).join(), /health answers 503/);
    late.close();
    late.closeAllConnections();
  });
  test('is what the program of the workflow asks, which needs a token and a place', () => {
    const start = (args, env) => spawnSync(process.execPath, [join(projectFolder, 'tools', 'deploy', 'worker.mjs'), ...args], { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
    for (const [args, env] of [[['staging'], {}], [['elsewhere'], { VOYGENT_TOKEN: token }]]) {
      const done = start(args, env);
      assert.equal(done.status, 2);
      assert.match(done.stderr, /usage: VOYGENT_TOKEN=/);
    }
    assert.match(start(['staging'], { VOYGENT_TOKEN: token, VOYGENT_PROGRAM: '/nowhere/voygent' }).stderr, /\/nowhere\/voygent is not there/);
    assert.match(start(['staging'], { VOYGENT_TOKEN: token }).stdout, /is an example/);
  });
});

test('the nightly copy of D1 leaves nothing unsealed', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const folder = join(scratchFolder(), 'backup');
  let dump;
  const run = (text, status = 0) => (args) => {
    dump = args[args.indexOf('--output') + 1];
    writeFileSync(dump, text);
    return { status, text: 'said' };
  };
  const play = (text, status) => nightly('production', folder, { recipient: publicKey, run: run(text, status), say: () => {}, now: new Date('2026-11-22T02:43:00Z') });
  assert.equal(play('PRAGMA defer_foreign_keys=TRUE;\n'.repeat(99)), 1);
  assert.deepEqual(readdirSync(folder), ['production-20261122T024300Z-not-restorable.sql.sealed']);
  assert.match(open(readFileSync(join(folder, readdirSync(folder)[0])), privateKey).toString(), /^PRAGMA/);
  assert.throws(() => statSync(dump), /ENOENT/);
  assert.equal(play('', 1), 1);
  assert.equal(readdirSync(folder).length, 1);
  assert.throws(() => nightly('production', folder, { recipient: 'no key', run: () => assert.fail('exported'), say: () => {} }));
});

describe('a release', () => {
  const schemas = join(projectFolder, 'node_modules', '@cyclonedx', 'cyclonedx-library', 'res', 'schema');
  const schema = (name) => JSON.parse(readFileSync(join(schemas, name), 'utf8'));
  const ajv = addFormats(new Ajv({ strict: false }));
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json', 'cryptography-defs.SNAPSHOT.schema.json']) ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}`);
  ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
  const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'));
  const components = [...debianComponents('libc6\t2.36-9+deb12u10\tamd64\tglibc\n'), ...npmComponents(lock)];

  const noDpkg = spawnSync('dpkg-query', ['-W', 'libcli11-dev']).status === 0 ? false : 'dpkg-query does not know the packages of the build';
  test('has the program, its bill of materials and digests', { skip: noDpkg }, () => {
    const folder = scratchFolder();
    const version = command({}, ['--version']).out.trim();
    makeRelease(`v${version}`, folder);
    assert.deepEqual(readdirSync(folder).sort(), ['SHA256SUMS', `voygent-${version}-debian12-amd64`, `voygent-${version}.cdx.json`]);
    assert.equal(spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder }).status, 0);
    assert.equal(spawnSync(join(folder, `voygent-${version}-debian12-amd64`), ['--version'], { encoding: 'utf8' }).stdout.trim(), version);
    const bom = JSON.parse(readFileSync(join(folder, `voygent-${version}.cdx.json`), 'utf8'));
    assert.ok(validate(bom), JSON.stringify(validate.errors));
    const required = bom.components.filter(({ scope }) => scope === 'required').map(({ name }) => name);
    for (const name of ['libc6', 'libsqlite3-0', 'libssl3', 'libstdc++6', 'libboost1.81-dev', 'libcli11-dev', 'libtomlplusplus-dev']) assert.ok(required.includes(name), `${name} of ${required}`);
    assert.throws(() => makeRelease('v0.0.1', folder), /the tag is v0\.0\.1, the program is/);
  });

  test('has a bill of materials that the schema of CycloneDX takes, and a mistake in it is noticed', () => {
    const good = billOfMaterials({ version: '2.0.0', components });
    assert.ok(validate(good), JSON.stringify(validate.errors));
    assert.equal(JSON.stringify(billOfMaterials({ version: '2.0.0', components: [...components].reverse() })), JSON.stringify(good));
    for (const bad of [{ ...good, specVersion: 1.6 }, { ...good, serialNumber: 'urn:uuid:1' }, { ...good, components: [{ name: 'libc6' }] }, { ...good, componets: [] }]) assert.ok(!validate(bad));
    assert.throws(() => debianComponents('libc6 2.36'), /not a line of dpkg-query/);
  });

  test('counts every package of the lock file once', () => {
    const npm = npmComponents(lock);
    assert.equal(new Set(npm.map(({ purl }) => purl)).size, npm.length);
    assert.ok(npm.some(({ purl }) => purl === 'pkg:npm/%40modelcontextprotocol/client@2.4.0'));
    assert.ok(npm.every(({ scope }) => scope === 'excluded'));
  });
});

test('the site has sample pages, and each is valid and found', async () => {
  const folder = join(scratchFolder(), 'site');
  const rows = makeSite(folder);
  assert.ok(rows.length >= 5);
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const index = await validator.validateFile(join(folder, 'index.html'));
  assert.ok(index.valid, JSON.stringify(index.results[0]?.messages));
  assert.ok(!(await validator.validateString('<p><a href=x><a></p>')).valid);
  for (const { path } of rows) assert.ok(statSync(join(folder, path, 'index.html')).size > 5000, path);
  for (const [, path] of readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/href="([^"]+)"/g)) statSync(join(folder, path));
});
