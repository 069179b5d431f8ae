// `voygent doctor --remote`: a deployment as its clients reach it, and the faults that it has to find.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createPlain, request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { run } from './cli.mjs';
import { scratchFolder, startWorld, tripText } from './world.mjs';

let world;
const closing = [];
before(async () => {
  world = await startWorld();
  const client = await world.connect();
  await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep' });
  await client.close();
});
after(() => closing.forEach((server) => server.close()));

async function look(url, { token = world.token, more = [], env = {} } = {}) {
  const done = await run({ token, ...env }, ['doctor', '--remote', url, '--json', ...more]);
  const { checks } = JSON.parse(done.out);
  return { status: done.status, bad: checks.filter(({ good }) => !good).map(({ what, detail }) => `${what}: ${detail}`), checks };
}

// The deployment behind something that changes answers: `change(answer, path)` before they are passed on.
async function behind(change, make = createPlain, options = {}) {
  const server = make(options, (incoming, outgoing) => {
    const onward = request(world.server.url + incoming.url, { method: incoming.method, headers: { ...incoming.headers, host: new URL(world.server.url).host } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        const made = { status: answer.statusCode, headers: { ...answer.headers }, body: Buffer.concat(chunks).toString() };
        change(made, incoming.url);
        delete made.headers['content-length'];
        outgoing.writeHead(made.status, made.headers).end(made.body);
      });
    });
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(server);
  return `${make === createPlain ? 'http' : 'https'}://127.0.0.1:${server.address().port}`;
}

describe('a deployment that is well', () => {
  test('is found well, handshakes of both revisions, a read and a page included', async () => {
    const { status, bad, checks } = await look(world.server.url, { more: ['--expect', JSON.parse(await (await fetch(`${world.server.url}/health`)).text()).version] });
    assert.deepEqual(bad, []);
    assert.equal(status, 0);
    assert.deepEqual(checks.map(({ what }) => what), ['transport', 'health', 'headers', 'strangers', 'foreign pages', 'MCP of 2025', 'MCP of 2026', 'tools', 'read', 'page']);
  });

  test('over TLS with a certificate that the machine believes, and not with another one', async () => {
    const folder = scratchFolder();
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    const options = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
    const url = (await behind(() => {}, createServer, options)).replace('127.0.0.1', 'localhost');
    const strange = await look(url);
    assert.equal(strange.status, 6);
    assert.match(strange.bad[0], /health: .*no certificate that this machine believes/);
    process.env.SSL_CERT_FILE = join(folder, 'cert.pem');
    try {
      assert.deepEqual((await look(url)).bad, []);
      const another = await look(url.replace('localhost', '127.0.0.1'));
      assert.match(another.bad[0], /no certificate that this machine believes/, 'a certificate is for one name');
    } finally {
      delete process.env.SSL_CERT_FILE;
    }
  });
});

describe('a deployment with a fault', () => {
  const faults = {
    'another version': [() => {}, /health: version .* is there, 9\.9\.9 was expected/, ['--expect', '9.9.9']],
    'a broken health': [(answer, path) => { if (path === '/health') answer.status = 503; }, /health: \/health answers 503/],
    'no header against sniffing': [(answer) => { delete answer.headers['x-content-type-options']; }, /headers: X-Content-Type-Options/],
    'a door that is open': [(answer) => { if (answer.status === 401) answer.status = 200; }, /strangers: a request without a token is answered with 200/],
    'no check of origins': [(answer) => { if (answer.status === 403) answer.status = 200; }, /foreign pages: .* answered with 200/],
    'an older protocol only': [(answer) => { answer.body = answer.body.replace('"supportedVersions":["2026-07-28"]', '"supportedVersions":[]'); }, /MCP of 2026: server\/discover does not offer/],
    'a newer protocol only': [(answer) => { answer.body = answer.body.replace('"protocolVersion":"2025-06-18"', '"protocolVersion":"2026-07-28"'); }, /MCP of 2025: initialize agreed on 2026-07-28/],
    'a list of tools that is too long': [(answer) => { answer.body = answer.body.replace('"tools":[', `"more":"${'x'.repeat(11_000)}","tools":[`); }, /tools: the list of tools has \d+ bytes/],
    'reads that ask twice': [(answer) => { answer.body = answer.body.replace('"voygent/db_calls":1', '"voygent/db_calls":2'); }, /read: a read took 2 database calls/],
  };
  for (const [what, [change, pattern, more = []]] of Object.entries(faults)) {
    test(`${what} is found`, async () => {
      const { status, bad } = await look(await behind(change), { more });
      assert.ok(bad.some((one) => pattern.test(one)), bad.join('\n'));
      assert.notEqual(status, 0);
    });
  }

  test('a page that lost its policy is found', async () => {
    let there;
    const url = await behind((answer, path) => {
      if (path === '/mcp') answer.body = answer.body.replaceAll(world.server.url, there);
      if (path.startsWith('/preview/')) answer.body = answer.body.replace("default-src 'none'", 'default-src *');
    });
    there = url;
    assert.ok((await look(url)).bad.some((one) => one.startsWith('page: the page has no content security policy')));
  });

  test('no token is sent in the clear, and its want is said', async () => {
    const clear = await look('http://trips.example.com');
    assert.deepEqual(clear.bad, ['transport: tokens would travel in the clear: use https']);
    const without = await look(world.server.url, { token: '' });
    assert.deepEqual(without.bad, ['token: none in VOYGENT_TOKEN: the protocol and a read were not tried']);
    assert.equal(without.status, 2);
    assert.equal((await look('nonsense')).status, 2);
    assert.equal((await look('http://127.0.0.1:9')).status, 6);
  });
});
