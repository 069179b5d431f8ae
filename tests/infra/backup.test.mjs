// The nightly copy to a bucket and back, and the drill that restores a dump of D1.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { drill } from '../../tools/backup/d1_drill.mjs';
import { copy } from '../../tools/backup/nightly.mjs';
import { authorization } from '../../tools/backup/s3.mjs';
import { open, seal } from '../../tools/backup/sealed.mjs';
import { wrangler } from '../../tools/local/edge.mjs';
import { command, createToken, projectFolder } from '../../tools/local/voygent.mjs';
import { scratchFolder, startWorld, tripNames, tripText } from '../e2e/world.mjs';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

describe('sealed', () => {
  test('is read by the private key only, and only whole', () => {
    const sealed = seal(Buffer.from('ZZPRIV-passport'), pair.publicKey);
    assert.ok(!sealed.includes('ZZPRIV'));
    assert.equal(open(sealed, createPrivateKey(pair.privateKey)).toString(), 'ZZPRIV-passport');
    assert.throws(() => open(sealed, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
    sealed[sealed.length - 20] ^= 1;
    assert.throws(() => open(sealed, pair.privateKey));
  });

  test('by the programs that do it by hand', () => {
    const folder = scratchFolder();
    for (const [name, text] of Object.entries({ 'public.pem': pair.publicKey, 'private.pem': pair.privateKey, plain: 'a dump' })) writeFileSync(join(folder, name), text);
    const node = (script, ...args) => spawnSync(process.execPath, [join(projectFolder, 'tools', 'backup', script), ...args.map((name) => join(folder, name))]);
    writeFileSync(join(folder, 'sealed'), node('seal.mjs', 'public.pem', 'plain').stdout);
    assert.equal(node('open.mjs', 'private.pem', 'sealed').stdout.toString(), 'a dump');
    assert.equal(node('seal.mjs').status, 2);
  });
});

test('the signature is that of the published example', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const signed = authorization({
    method: 'GET', url: 'https://example.amazonaws.com/', headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' }, bodyHash: empty,
    region: 'us-east-1', service: 'service', keyId: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  });
  assert.match(signed, /Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31$/);
});

describe('the nightly copy', () => {
  const objects = new Map();
  let world, bucket, settings, refuse = false;
  before(async () => {
    world = await startWorld();
    for (const name of tripNames) assert.equal((await world.rest('POST', '/v1/imports/trips', { raw: tripText(name) })).status, 201, name);
    bucket = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part)).on('end', () => {
        if (refuse || request.method !== 'PUT' || objects.has(request.url)) return response.writeHead(412).end('no');
        objects.set(request.url, { bytes: Buffer.concat(parts), headers: request.headers });
        return response.writeHead(200).end();
      });
    });
    await new Promise((resolve) => bucket.listen(0, '127.0.0.1', resolve));
    const tools = join(world.folder, 'bin');
    mkdirSync(tools);
    writeFileSync(join(tools, 'mongodump'), '#!/bin/sh\ncat > "$0.config"\necho "$@" > "$0.arguments"\nprintf "archive of chats"\n');
    chmodSync(join(tools, 'mongodump'), 0o755);
    process.env.PATH = `${tools}:${process.env.PATH}`;
    settings = {
      BACKUP_VOYGENT_URL: world.server.url, BACKUP_VOYGENT_TOKEN: createToken(world.settings, 'backup', 'read'), BACKUP_MONGO_URI: 'mongodb://librechat:ZZPRIV@mongodb:27017/LibreChat',
      BACKUP_RECIPIENT: pair.publicKey, BACKUP_S3_BUCKET: `http://127.0.0.1:${bucket.address().port}/copies`, BACKUP_S3_REGION: 'auto', BACKUP_S3_ACCESS_KEY_ID: 'id', BACKUP_S3_SECRET_ACCESS_KEY: 'secret',
    };
  });
  after(() => bucket?.close());

  test('has every trip, as it can be created again', async () => {
    const { done, failures } = await copy(settings, new Date('2026-11-22T03:17:00Z'));
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.keys(done), ['trips-20261122T031700Z.jsonl.gz.sealed', 'mongodb-20261122T031700Z.archive.gz.sealed']);
    const { bytes, headers } = objects.get('/copies/trips-20261122T031700Z.jsonl.gz.sealed');
    assert.match(headers.authorization, /^AWS4-HMAC-SHA256 Credential=id\/20261122\/auto\/s3\/aws4_request, SignedHeaders=host;if-none-match;x-amz-content-sha256;x-amz-date, /);
    const trips = gunzipSync(open(bytes, pair.privateKey)).toString().trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(trips.length, tripNames.length);
    const other = { database: join(world.folder, 'other.db') };
    for (const { trip_id, trip } of trips) {
      const file = join(world.folder, 'trip.json');
      writeFileSync(file, JSON.stringify(trip));
      const made = command(other, ['trip', 'create', file, '--json']);
      assert.equal(made.status, 0, made.err);
      // Answers leave out control characters.
      const [again, first] = [[other, JSON.parse(made.out).trip_id], [world.settings, trip_id]].map(([settings, id]) => command(settings, ['export', id]).out.replaceAll(/\\[rt]|\\u00[01][0-9a-f]/g, ''));
      assert.ok(again === first, `${trip_id} is another trip now`);
    }
  });

  test('hands the password of MongoDB to nobody else', () => {
    const tool = join(world.folder, 'bin', 'mongodump');
    assert.ok(!readFileSync(`${tool}.arguments`, 'utf8').includes('ZZPRIV'));
    assert.equal(readFileSync(`${tool}.config`, 'utf8'), `uri: "${settings.BACKUP_MONGO_URI}"\n`);
    assert.equal(open(objects.get('/copies/mongodb-20261122T031700Z.archive.gz.sealed').bytes, pair.privateKey).toString(), 'archive of chats');
  });

  test('says what failed, and copies the rest', async () => {
    const { done, failures } = await copy({ ...settings, BACKUP_VOYGENT_TOKEN: 'wrong' }, new Date('2026-11-23T03:17:00Z'));
    assert.deepEqual(Object.keys(done), ['mongodb-20261123T031700Z.archive.gz.sealed']);
    assert.match(failures.join(), /trips.*401/);
    refuse = true;
    assert.equal((await copy(settings, new Date('2026-11-24T03:17:00Z'))).failures.length, 2);
    assert.match((await copy({ BACKUP_RECIPIENT: pair.publicKey })).failures.join(), /nothing to copy/);
  });

  test('as a program needs its variables', () => {
    const done = spawnSync(process.execPath, [join(projectFolder, 'tools', 'backup', 'nightly.mjs')], { env: { PATH: process.env.PATH }, encoding: 'utf8' });
    assert.equal(done.status, 2);
    assert.match(done.stderr, /BACKUP_RECIPIENT/);
  });
});

const noSqlite = spawnSync('sqlite3', ['--version']).status === 0 ? false : 'sqlite3 is not installed';

describe('the drill with a dump of D1', () => {
  let dump;
  test('restores it, and every trip is what its events make', { skip: noSqlite }, () => {
    const folder = scratchFolder();
    const settings = { database: join(folder, 'voygent.db') };
    createToken(settings, 'chat');
    for (const name of tripNames.slice(0, 3)) {
      writeFileSync(join(folder, 'trip.json'), tripText(name));
      assert.equal(command(settings, ['trip', 'create', join(folder, 'trip.json')]).status, 0);
    }
    // The file of a local D1, with what the program wrote.
    const configuration = readFileSync(join(projectFolder, 'services', 'edge-api', 'worker', 'wrangler.jsonc'), 'utf8').replaceAll('../../../infra', join(projectFolder, 'infra'));
    writeFileSync(join(folder, 'wrangler.jsonc'), configuration);
    assert.equal(wrangler(['d1', 'migrations', 'apply', 'DB', '--local'], { folder }).status, 0);
    const local = spawnSync('find', [join(folder, '.wrangler'), '-path', '*d1*', '-name', '*.sqlite', '-not', '-name', 'metadata*'], { encoding: 'utf8' }).stdout.trim();
    for (const ending of ['', '-wal', '-shm']) spawnSync('rm', ['-f', local + ending]);
    assert.equal(command(settings, ['snapshot', local]).status, 0);
    dump = join(folder, 'dump.sql');
    const exported = wrangler(['d1', 'export', 'DB', '--local', '--output', dump], { folder });
    assert.equal(exported.status, 0, exported.text);
    const { good, text } = drill(dump);
    assert.ok(good, text);
    assert.match(text, /ok trips: 3 trips are what their 3 events make/);
  });

  test('notices what is missing or changed', { skip: noSqlite }, () => {
    const text = readFileSync(dump, 'utf8');
    const without = (name, bad) => { const file = `${dump}.${name}`; writeFileSync(file, bad); return drill(file); };
    assert.match(without('empty', 'PRAGMA defer_foreign_keys=TRUE;').text, /too small/);
    assert.match(without('cut', text.slice(0, text.length / 2)).text, /cannot be read|WRONG/);
    const changed = text.replace(/^INSERT INTO "?event"?.*\n/m, '');
    assert.notEqual(changed, text);
    assert.match(without('event', changed).text, /WRONG trips/);
    const closed = text.replaceAll(/^INSERT INTO "?token"?.*\n/gm, '');
    assert.notEqual(closed, text);
    assert.match(without('token', closed).text, /WRONG tokens: 0/);
  });
});
