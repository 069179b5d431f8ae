// Tokens of an authorization server beside those of the product: which are good, as whom, for what, and how a client finds out
// where to get one. Without the settings nothing of it is there.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as sdk1 from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as sdk2 from '@modelcontextprotocol/client';
import { command, createToken } from '../../tools/local/voygent.mjs';
import { compact, hmac, makeKey, startAuthorizationServer, writeKeys } from './authorization_server.mjs';
import { exchange, httpRequest } from './wire.mjs';
import { callMessage, good, scratchFolder, startWorld } from './world.mjs';

const wellKnown = '/.well-known/oauth-protected-resource';
const paths = ['/mcp', '/mcp/trips', '/mcp/templates', '/mcp/publisher'];
const scopes = ['read', 'write', 'publish', 'admin'];
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const until = async (holds) => {
  for (let i = 0; i < 100 && !await holds(); ++i) await pause(100);
  assert.ok(await holds());
};
const subjectHash = (issuer, subject) => createHash('sha256').update(`\0voygent subject 1 ${issuer.length}:${issuer}${subject}`).digest('hex');

describe('OAuth', () => {
  let world;
  let as;
  let rsa;
  let file;
  const sent = [];  // every token that was sent, to look for in logs and files
  // A token for this world; `more` are claims.
  const token = (more = {}, by = as.key) => as.make({ aud: world.server.url, ...more }, by);
  const ask = (one, tool = 'find_trips', args = {}, path = '/mcp') => {
    sent.push(one);
    return world.rpc(callMessage(tool, args), { token: one, path });
  };
  const admit = (subject, allowed = 'read,write,publish,admin', more = []) => command(world.settings, ['token', 'create', ...more, '--subject', subject, '--scopes', allowed, '--json']);
  const statusOf = async (one) => (await ask(one)).status;

  before(async () => {
    as = await startAuthorizationServer();
    rsa = makeKey('RS256', 'r1');
    file = join(scratchFolder(), 'keys.json');
    writeKeys(file, [as.key, rsa, { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'other' }]);
    world = await startWorld({ oauth_issuer: as.issuer, oauth_keys: file });
    assert.equal(admit('advisor').status, 0);
  });
  after(() => as.close());

  test('good ES256 and RS256 tokens work on MCP, REST and metrics, in one database call, beside those of the product', async () => {
    for (const key of [as.key, rsa]) {
      const one = token({}, key);
      const answer = await ask(one);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.result._meta['voygent/db_calls'], 1);
      for (let i = 0; i < 3; ++i) assert.equal(await statusOf(one), 200);
      const rest = await world.rest('GET', '/v1/trips', { token: one });
      assert.equal(rest.status, 200);
      assert.match(rest.headers.get('server-timing'), /calls=1"/);
      assert.equal((await world.rest('GET', '/metrics', { token: one })).status, 200);
    }
    assert.equal((await ask(world.token)).status, 200);
    const session = good((await ask(token({ scope: 'read' }), 'start_session')).body.result);
    assert.deepEqual([session.tenant, session.advisor, session.scopes], ['default', 'advisor', 'read']);
    for (const aud of [[world.server.url], ['x', `${world.server.url}/`], `${world.server.url}/mcp`]) assert.equal(await statusOf(token({ aud })), 200, String(aud));
    assert.equal(await statusOf(compact({ alg: 'ES256', kid: 'e1' }, as.claims({ aud: world.server.url }), as.key)), 200, 'no typ');
    assert.equal(await statusOf(compact({ alg: 'ES256' }, as.claims({ aud: world.server.url }), as.key)), 200, 'no kid, and one key of that algorithm');
  });

  test('a token for one MCP server is for that one only', async () => {
    const one = token({ aud: `${world.server.url}/mcp/templates` });
    assert.equal((await ask(one, 'list_templates', {}, '/mcp/templates')).status, 200);
    for (const path of ['/mcp', '/mcp/trips', '/mcp/publisher']) assert.equal((await ask(one, 'list_templates', {}, path)).status, 401, path);
    assert.equal((await world.rest('GET', '/v1/templates', { token: one })).status, 401);
  });

  test('every other token is refused alike, and no database call is made for it', async () => {
    const claims = (more = {}) => as.claims({ aud: world.server.url, ...more });
    const now = Math.floor(Date.now() / 1000);
    const pem = as.key.publicKey.export({ type: 'spki', format: 'pem' });
    const rsaPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const stranger = makeKey('ES256', 'e1');
    const payload = JSON.stringify(claims());
    const one = token();
    const [head, body, signature] = one.split('.');
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const without = (name) => { const out = claims(); delete out[name]; return token0(out); };
    const token0 = (payloadOf, header = { alg: 'ES256', kid: 'e1' }) => compact(header, payloadOf, as.key);
    const cases = {
      'alg none': compact({ alg: 'none' }, claims(), null, ''),
      'alg none with a signature': compact({ alg: 'none', kid: 'e1' }, claims(), as.key),
      'alg nOnE': compact({ alg: 'nOnE' }, claims(), null, ''),
      'HS256 with the public key': hmac({ alg: 'HS256', kid: 'e1' }, claims(), pem),
      'HS256 with the RSA public key': hmac({ alg: 'HS256', kid: 'r1' }, claims(), rsaPem),
      'HS256 with the key as it stands in the set': hmac({ alg: 'HS256', kid: 'e1' }, claims(), JSON.stringify(as.key.jwk)),
      'RS256 said of an EC key': compact({ alg: 'RS256', kid: 'e1' }, claims(), rsa),
      'ES256 said of an RSA key': compact({ alg: 'ES256', kid: 'r1' }, claims(), as.key),
      'ES384': compact({ alg: 'ES384', kid: 'e1' }, claims(), { signature: () => one.split('.')[2], ...p384 }),
      'PS256': compact({ alg: 'PS256', kid: 'r1' }, claims(), rsa),
      'a key of somebody else under a known kid': token({}, stranger),
      'a key that the token brings along': compact({ alg: 'ES256', kid: 'e9', jwk: stranger.jwk }, claims(), stranger),
      'a key at an address that the token names': compact({ alg: 'ES256', kid: 'e9', jku: 'https://evil.example/keys' }, claims(), stranger),
      'an unknown kid': token({}, { ...as.key, kid: 'e2', signature: as.key.signature }),
      'a signature as ASN.1': compact({ alg: 'ES256', kid: 'e1' }, claims(), null, Buffer.concat([Buffer.from([0x30, 0x44, 0x02, 0x20]), Buffer.alloc(32, 1), Buffer.from([0x02, 0x20]), Buffer.alloc(32, 1)]).toString('base64url')),
      'a signature of zeros': compact({ alg: 'ES256', kid: 'e1' }, claims(), null, Buffer.alloc(64).toString('base64url')),
      'another issuer': token({ iss: 'https://evil.example' }),
      'the issuer with a slash': token({ iss: `${as.issuer}/` }),
      'no issuer': without('iss'),
      'another audience': token({ aud: 'https://other.example' }),
      'audiences without this one': token({ aud: ['https://other.example', `${world.server.url}.evil.example`] }),
      'no audience': without('aud'),
      'expired': token({ exp: now - 61 }),
      'expired long ago': token({ exp: 1 }),
      'no expiry': without('exp'),
      'expiry as text': token({ exp: String(now + 300) }),
      'not yet valid': token({ nbf: now + 120 }),
      'from the future': token({ iat: now + 120 }),
      'no subject': without('sub'),
      'an empty subject': token({ sub: '' }),
      'a subject that is a number': token({ sub: 7 }),
      'a tampered payload': `${head}.${Buffer.from(payload.replace('"advisor"', '"somebody"')).toString('base64url')}.${signature}`,
      'a tampered header': `${Buffer.from('{"alg":"ES256","kid":"e1","x":1}').toString('base64url')}.${body}.${signature}`,
      'two alg members, the good one last': compact('{"alg":"none","alg":"ES256","kid":"e1"}', payload, as.key),
      'two alg members, the good one first': compact('{"alg":"ES256","alg":"none","kid":"e1"}', payload, as.key),
      'an escaped second alg': compact('{"alg":"ES256","\\u0061lg":"none","kid":"e1"}', payload, as.key),
      'two sub members': token0(payload.replace('{', '{"sub":"nobody",')),
      'two exp members': token0(payload.replace('{', '{"exp":1,')),
      'crit': compact({ alg: 'ES256', kid: 'e1', crit: ['exp'] }, claims(), as.key),
      'another type': compact({ alg: 'ES256', kid: 'e1', typ: 'dpop+jwt' }, claims(), as.key),
      'an identity token that says so': compact({ alg: 'ES256', kid: 'e1', typ: 'id_token+jwt' }, claims(), as.key),
      'oversize': token({ filler: 'x'.repeat(9000) }),
      'two parts': `${head}.${body}`,
      'four parts': `${one}.x`,
      'five parts': `${one}.x.x`,
      'padding': `${head}.${body}.${signature}==`,
      'base64 of the other alphabet': `${head}.${body}.${signature.slice(0, -2)}+/`,
      'a payload that is no object': token0('"advisor"'),
      'a payload that is no JSON': token0('advisor'),
      'a payload that is not UTF-8': `${head}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${signature}`,
      'nothing in it': '..',
      'words': 'hello',
      'a hash of a subject': subjectHash(as.issuer, 'advisor'),
      'what is hashed, without its first character': `voygent subject 1 ${as.issuer.length}:${as.issuer}advisor`,
      'not one of the product': 'vg_wrong',
    };
    for (const [name, bad] of Object.entries(cases)) {
      const answer = await ask(bad);
      assert.equal(answer.status, 401, `${name}: ${answer.text}`);
      assert.equal(answer.headers.get('www-authenticate'), `Bearer error="invalid_token", scope="read", resource_metadata="${world.server.url}${wellKnown}/mcp"`, name);
      assert.equal(answer.body.code, 'unauthenticated');
      for (const part of bad.split('.')) assert.ok(part.length < 8 || !answer.text.includes(part), name);
      assert.equal((await world.rest('GET', '/v1/trips', { token: bad })).status, 401, name);
    }
    assert.equal((await world.rest('GET', '/metrics', { token: cases.expired })).status, 401);
    await pause(50);
    const lines = world.server.log().trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.event === 'request' && line.status === 401);
    assert.ok(lines.length > 100);
    assert.ok(lines.filter((line) => line.database_calls !== 0).length <= 2, 'only the one of the product was looked up');
  });

  test('nothing that a header can hold is hashed to the row of a subject', async () => {
    const preimage = `\0voygent subject 1 ${as.issuer.length}:${as.issuer}advisor`;
    const answers = await exchange(world.server.port, httpRequest('GET', '/v1/trips', { token: preimage }));
    assert.deepEqual(answers.map((answer) => answer.status), [400]);
  });

  test('a token in the address is none', async () => {
    const one = token();
    for (const query of [`access_token=${one}`, `token=${one}`]) {
      assert.equal((await world.rest('GET', `/v1/trips?${query}`, { token: '' })).status, 401);
      assert.equal((await world.rpc(callMessage('find_trips', {}), { token: '', path: `/mcp?${query}` })).status, 401);
    }
  });

  test('a subject is admitted by hand, and revoked at once', async () => {
    const one = token({ sub: 'late' });
    assert.equal(await statusOf(one), 401);
    const made = JSON.parse(admit('late', 'read', ['Late Lia']).out);
    assert.deepEqual(made, { hash: subjectHash(as.issuer, 'late').slice(0, 12), subject: 'late', name: 'Late Lia', scopes: 'read' });
    assert.equal(await statusOf(one), 200);
    assert.equal(await statusOf(token({ sub: 'Late' })), 401);
    const twice = admit('late');
    assert.equal(twice.status, 4, twice.err);
    assert.match(twice.err, /admitted already/);
    assert.notEqual(command({ ...world.settings, tenant: 'other' }, ['token', 'create', '--subject', 'late']).status, 0);
    assert.equal(command(world.settings, ['token', 'revoke', 'Late Lia']).status, 0);
    const refused = await ask(one);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate'), /error="invalid_token"/);
    assert.match(refused.body.detail, /not admitted/);
    assert.notEqual(command({ ...world.settings, tenant: 'other' }, ['token', 'create', '--subject', 'late']).status, 0, 'a row stays with its tenant');
    assert.equal(admit('late', 'read,write').status, 0);
    assert.equal(await statusOf(one), 200);
    assert.equal(command(world.settings, ['token', 'revoke', made.hash]).status, 0);
    assert.equal(await statusOf(one), 401);
    assert.match(command(world.settings, ['token', 'list']).out, new RegExp(`^${made.hash} .*revoked$`, 'm'));
    for (const [args, settings] of [[['--subject', 'x'], { oauth_issuer: '' }], [['--subject', 'a\nb'], {}], [['--subject', 'x'.repeat(256)], {}], [[], {}]])
      assert.equal(command({ ...world.settings, ...settings }, ['token', 'create', ...args]).status, 2, args.join(' '));
  });

  test('a subject works for its own tenant', async () => {
    assert.equal(command({ ...world.settings, tenant: 'branch' }, ['token', 'create', '--subject', 'branch-lead', '--scopes', 'read,write']).status, 0);
    const one = token({ sub: 'branch-lead' });
    const { trip_id } = good((await ask(one, 'create_trip', { title: 'Of the branch' })).body.result);
    assert.match((await ask(token(), 'read_trip', { trip_id })).text, /not_found/);
    assert.deepEqual(good((await ask(one, 'find_trips')).body.result).trips.map((trip) => trip.title), ['Of the branch']);
  });

  // What a token of the product with the common scopes may do, one of the authorization server may do, and nothing more.
  test('scopes that hold are those of the row and of the token', async () => {
    const { trip_id } = good((await ask(world.token, 'create_trip', { title: 'Scoped' })).body.result);
    const calls = [['find_trips', {}], ['read_trip', { trip_id }], ['edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'x' }] }], ['create_trip', { title: 'x' }], ['save_client', { client: { name: 'x' } }],
      ['add_options', { trip_id, options: [{ name: 'Inn', price: '1 EUR' }] }], ['recommend_options', { trip_id, attach: true }], ['restore_trip', { trip_id, version: 1 }], ['publish_trip', { trip_id, ignore_blockers: true }],
      ['manage_publication', { trip_id, action: 'status' }], ['manage_publication', { trip_id, action: 'unpublish' }], ['guide', {}], ['list_templates', {}], ['start_session', {}]];
    const outcome = (answer) => (answer.status === 200 ? (answer.body.result.isError ? answer.body.result.content[0].text.match(/^Error \((\w+)\)/)[1] : 'done') : { 403: 'forbidden', 401: 'unauthenticated' }[answer.status]);
    const subsets = Array.from({ length: 16 }, (_, bits) => scopes.filter((_scope, at) => bits & (1 << at)));
    const versionOf = async () => good((await ask(world.token, 'read_trip', { trip_id })).body.result).version;
    let compared = 0;
    for (const [at, row] of [[15, subsets[15]], [1, subsets[1]], [3, subsets[3]], [6, subsets[6]]].map(([n, list]) => [n, list])) {
      assert.equal(admit(`scoped-${at}`, row.join(',')).status, 0);
      for (const held of subsets) {
        const both = row.filter((scope) => held.includes(scope));
        const plain = both.length > 0 ? createToken(world.settings, `plain-${at}-${held.join('-') || 'none'}`, both.join(',')) : null;
        for (const [tool, args] of calls) {
          const before = await versionOf();
          const answer = await ask(token({ sub: `scoped-${at}`, scope: held.join(' ') }), tool, args);
          const got = outcome(answer);
          if (got === 'forbidden') assert.equal(await versionOf(), before, `${tool} changed something`);
          // Conflicts and repetitions depend on what was done before; whether it was allowed does not.
          const expected = plain ? outcome(await ask(plain, tool, args)) : 'forbidden';
          assert.equal(got === 'forbidden', expected === 'forbidden', `${tool} with ${held} of ${row}: ${got}, not ${expected}`);
          ++compared;
        }
        assert.equal((await world.rest('GET', '/metrics', { token: token({ sub: `scoped-${at}`, scope: held.join(' ') }) })).status, both.includes('admin') ? 200 : 403);
      }
    }
    assert.equal(compared, 4 * 16 * calls.length);
  });

  test('what another token could mend is a 403 that says which; what it could not is told to the model', async () => {
    const reader = token({ scope: 'openid read' });
    const refused = await ask(reader, 'create_trip', { title: 'x' });
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('www-authenticate'), `Bearer error="insufficient_scope", scope="read write", resource_metadata="${world.server.url}${wellKnown}/mcp"`);
    assert.match(refused.body.detail, /the token allows read, but this needs write/);
    const rest = await world.rest('POST', '/v1/trips', { token: reader, body: { title: 'x' } });
    assert.equal(rest.status, 403);
    assert.equal(rest.headers.get('www-authenticate'), `Bearer error="insufficient_scope", scope="read write", resource_metadata="${world.server.url}${wellKnown}"`);
    // Also before a stream would begin: progress was asked for.
    const streamed = await world.rpc({ ...callMessage('publish_trip', { trip_id: 't_0000000000000000' }), params: { name: 'publish_trip', arguments: { trip_id: 't_0000000000000000' }, _meta: { progressToken: 1 } } }, { token: reader });
    assert.equal(streamed.status, 403);
    // The row is what is missing: a new token does not help.
    assert.equal(admit('only-reads', 'read').status, 0);
    const limited = await ask(token({ sub: 'only-reads' }), 'create_trip', { title: 'x' });
    assert.equal(limited.status, 200);
    assert.match(limited.body.result.content[0].text, /^Error \(forbidden\): the token allows read, but this needs write/);
    assert.equal((await world.rest('POST', '/v1/trips', { token: token({ sub: 'only-reads' }), body: { title: 'x' } })).headers.get('www-authenticate'), null);
    // Of several calls each has its own answer.
    const batch = (await world.rpc([callMessage('find_trips', {}, 1), callMessage('create_trip', { title: 'x' }, 2)], { token: reader })).body;
    assert.deepEqual(batch.map(({ result }) => Boolean(result.isError)), [false, true]);
    // A revoked subject is not told what it lacks.
    assert.equal((await ask(token({ sub: 'nobody', scope: 'read' }), 'create_trip', { title: 'x' })).status, 401);
    // A token without any scope may nothing.
    const nothing = await ask(token({ scope: undefined }));
    assert.equal(nothing.status, 403);
    assert.match(nothing.body.detail, /the token allows nothing/);
  });

  test('the documents are where clients look, for everybody', async () => {
    for (const path of ['', ...paths]) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await world.rest(method, wellKnown + path, { token: '' });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-type'), 'application/json');
        assert.match(answer.headers.get('cache-control'), /max-age=\d+/);
        assert.equal(answer.headers.get('access-control-allow-origin'), '*');
        if (method === 'HEAD') continue;
        assert.deepEqual(answer.body, { resource: world.server.url + path, authorization_servers: [as.issuer], scopes_supported: scopes, bearer_methods_supported: ['header'], resource_name: 'Voygent' });
      }
      assert.equal((await world.rest('POST', wellKnown + path, { token: '', body: {} })).status, 405);
    }
    for (const path of [`${wellKnown}/`, `${wellKnown}/v1/trips`, `${wellKnown}/mcp/`, '/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) assert.equal((await world.rest('GET', path)).status, 404, path);
    const missing = await world.rpc(callMessage('find_trips', {}), { token: '', path: '/mcp/trips' });
    assert.equal(missing.status, 401);
    assert.equal(missing.headers.get('www-authenticate'), `Bearer scope="read", resource_metadata="${world.server.url}${wellKnown}/mcp/trips"`);
    assert.equal((await world.rest('HEAD', '/mcp', { token: '' })).status, 405);
    const many = await startWorld({ oauth_issuer: as.issuer, oauth_keys: file, rate_address: 1 });
    const statuses = await Promise.all(Array.from({ length: 80 }, () => many.rest('GET', wellKnown, { token: '' }).then((answer) => answer.status)));
    assert.ok(statuses.includes(200) && statuses.includes(429));
  });

  test('wrong tokens count as failures of their address', async () => {
    const strict = await startWorld({ oauth_issuer: as.issuer, oauth_keys: file, rate_failures: 5 });
    const bad = as.make({ aud: 'https://other.example' });
    const statuses = [];
    for (let i = 0; i < 8; ++i) statuses.push((await strict.rpc(callMessage('find_trips', {}), { token: bad })).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
  });

  test('official clients find the authorization server', async () => {
    for (const path of paths) {
      const url = new URL(world.server.url + path);
      for (const sdk of [sdk1, sdk2]) {
        const refused = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
        const { resourceMetadataUrl, scope } = sdk.extractWWWAuthenticateParams(refused);
        assert.equal(resourceMetadataUrl.href, `${world.server.url}${wellKnown}${path}`);
        assert.equal(scope, 'read');
        for (const options of [{ resourceMetadataUrl }, {}]) {
          const metadata = await sdk.discoverOAuthProtectedResourceMetadata(url, options);
          assert.equal(metadata.resource, url.href);
          assert.deepEqual(metadata.authorization_servers, [as.issuer]);
          assert.equal((await sdk.selectResourceURL(url, {}, metadata)).href, url.href);
        }
        const found = await sdk.discoverOAuthServerInfo(url, {});
        assert.equal(String(found.authorizationServerUrl).replace(/\/$/, ''), as.issuer);
        assert.equal(found.authorizationServerMetadata.token_endpoint, `${as.issuer}/token`);
      }
    }
  });

  test('official clients get themselves a token, and one for more when a call needs it', async () => {
    assert.equal(admit('client-of-sdk').status, 0);
    const url = new URL(`${world.server.url}/mcp`);
    for (const [at, Client, Transport] of [[1, Client1, Http1], [2, sdk2.Client, sdk2.StreamableHTTPClientTransport]]) {
      as.asked.length = 0;
      let tokens;
      let verifier;
      let agreed;  // the scopes of the page that a person is led to
      const authProvider = {
        redirectUrl: 'http://127.0.0.1/back', clientMetadata: { redirect_uris: ['http://127.0.0.1/back'] },
        clientInformation: () => ({ client_id: 'tests', client_secret: 'ZZPRIV-client', issuer: as.issuer }),
        tokens: () => tokens, saveTokens: (given) => { tokens = given; },
        codeVerifier: () => verifier, saveCodeVerifier: (given) => { verifier = given; },
        redirectToAuthorization: (page) => { agreed = page.searchParams.get('scope'); },
      };
      const connect = async () => {
        const transport = new Transport(url, { authProvider });
        const client = new Client({ name: 'tests', version: '1' });
        return client.connect(transport).then(() => ({ client, transport }), async () => { await transport.finishAuth(agreed); return null; });
      };
      assert.equal(await connect(), null, 'a person is asked first');
      assert.deepEqual(as.asked, [{ resource: url.href, scope: 'read' }]);
      const { client, transport } = await connect();
      const call = (name, args) => client.callTool({ name, arguments: args });
      assert.ok(!(await call('find_trips', {})).isError);
      await assert.rejects(call('create_trip', { title: 'x' }));
      assert.deepEqual(agreed.split(' ').sort(), ['read', 'write']);
      await transport.finishAuth(agreed);
      assert.ok(!(await call('create_trip', { title: `By SDK ${at}` })).isError);
      assert.equal(as.asked.length, 2);
      await client.close();
    }
  });

  test('the record names subjects as it names tokens, and holds no token', async () => {
    const one = token({ scope: 'read write' });
    const { trip_id } = good((await ask(one, 'create_trip', { title: 'On record' })).body.result);
    await ask(token({ scope: 'read' }), 'create_trip', { title: 'x' });
    const bad = token({ exp: 1 });
    await ask(bad);
    const history = (await ask(one, 'read_trip', { trip_id, view: 'history' })).text;
    assert.match(history, /advisor/);
    await pause(50);
    const log = world.server.log();
    const lines = log.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.level === 'audit');
    const actor = subjectHash(as.issuer, 'advisor').slice(0, 12);
    assert.deepEqual(lines.filter((line) => line.subject === trip_id).map((line) => [line.operation, line.outcome, line.actor, line.tenant]), [['create_trip', 'done', actor, 'default']]);
    assert.ok(lines.some((line) => line.operation === 'create_trip' && line.outcome === 'forbidden' && line.actor === actor));
    assert.ok(lines.some((line) => line.event === 'failed login' && line.token === createHash('sha256').update(bad).digest('hex').slice(0, 12)));
    const files = readdirSync(world.folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(world.folder, entry.name), 'latin1'));
    assert.ok(sent.length > 100);
    for (const text of [log, ...files])
      for (const jwt of sent.filter((entry) => entry.length > 20 && entry !== subjectHash(as.issuer, 'advisor')))
        for (const part of [jwt, ...jwt.split('.').filter((piece) => piece.length > 30)]) assert.ok(!text.includes(part), part.slice(0, 60));
    assert.ok(!log.includes(subjectHash(as.issuer, 'advisor')));
  });

  test('keys are replaced with their file, and stay when the new file is none', async () => {
    const own = join(scratchFolder(), 'rotated.json');
    writeKeys(own, [as.key]);
    const there = await startWorld({ oauth_issuer: as.issuer, oauth_keys: own, oauth_audience: 'voygent-tests' });
    assert.equal(command(there.settings, ['token', 'create', '--subject', 'advisor']).status, 0);
    const next = makeKey('ES256', 'e2');
    const with_ = (key) => as.make({ aud: 'voygent-tests' }, key);
    const works = async (one) => (await there.rpc(callMessage('find_trips', {}), { token: one })).status === 200;
    const [old, fresh] = [with_(as.key), with_(next)];
    assert.ok(await works(old));
    assert.ok(!await works(as.make({ aud: there.server.url })), 'the audience is the one that was said');
    assert.ok(!await works(fresh));
    writeKeys(own, [as.key, next]);
    await until(() => works(fresh));
    assert.ok(await works(old));
    writeKeys(own, [next]);
    await until(async () => !await works(old));
    assert.ok(await works(fresh));
    const warned = () => there.server.log().trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.level === 'warning' && line.event === 'authorization keys').length;
    let warnings = 0;
    for (const broken of ['', '{"keys":[', '{"keys":[]}', JSON.stringify({ keys: [next.privateKey.export({ format: 'jwk' })] })]) {
      writeKeys(own, broken);
      ++warnings;
      await until(() => warned() === warnings);
      assert.ok(await works(fresh), broken.slice(0, 20));
      assert.ok(!await works(old));
    }
    writeKeys(own, [as.key]);
    await until(() => works(old));
    assert.ok(!await works(fresh));
  });

  const wrongs = [
    ['no keys', { oauth_keys: '' }, /oauth-keys from .*a file with its public keys/],
    ['no issuer', { oauth_issuer: '' }, /oauth-issuer from .*the address of the authorization server/],
    ['an audience alone', { oauth_issuer: '', oauth_keys: '', oauth_audience: 'x' }, /oauth-issuer/],
    ['an issuer without TLS', { oauth_issuer: 'http://id.example.com' }, /oauth-issuer from VOYGENT_OAUTH_ISSUER: an https address/],
    ['an audience with a blank', { oauth_audience: 'a b' }, /oauth-audience/],
    ['no file', { oauth_keys: '/nowhere/keys.json' }, /oauth-keys .*cannot be read/],
    ['a folder', { oauth_keys: '/' }, /oauth-keys .*cannot be read/],
  ];
  for (const [name, settings, message] of wrongs)
    test(`wrong settings: ${name}`, () => {
      const all = { database: join(scratchFolder(), 'voygent.db'), port: 0, oauth_issuer: as.issuer, oauth_keys: file, ...settings };
      for (const args of [['serve'], ['doctor']]) {
        const done = command(all, args);
        assert.equal(done.status, 2, `${args} ${done.err}`);
        assert.match(done.err + done.out, message);
      }
    });

  test('wrong settings: keys that are none, and an address that clients cannot use', () => {
    const here = join(scratchFolder(), 'keys.json');
    const all = { database: join(scratchFolder(), 'voygent.db'), port: 0, oauth_issuer: as.issuer, oauth_keys: here };
    const weak = { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }), kid: 'w' };
    for (const [keys, message] of [['nonsense', /the key set is not usable/], ['{"keys":[]}', /no key of it/], [[as.key.privateKey.export({ format: 'jwk' })], /private or symmetric/], [[{ kty: 'oct', k: 'c2VjcmV0' }], /private or symmetric/],
      [[weak], /1024 bits/], [[as.key, as.key], /stands twice/], [[{ ...as.key.jwk, x: as.key.jwk.y }], /is no public key/]]) {
      writeKeys(here, keys);
      const done = command(all, ['serve']);
      assert.equal(done.status, 2, done.err);
      assert.match(done.err, message);
      assert.ok(!done.err.includes('c2VjcmV0'));
    }
    writeKeys(here, [as.key]);
    const outside = command({ ...all, public_url: 'http://trips.example.com' }, ['serve']);
    assert.equal(outside.status, 2);
    assert.match(outside.err, /public-url is needed/);
  });

  test('off: nothing reminds of OAuth, and its tokens and subjects are nothing', async () => {
    const off = await startWorld({ database: world.settings.database });
    for (const path of ['', ...paths]) assert.equal((await off.rest('GET', wellKnown + path, { token: '' })).status, 404);
    for (const one of ['', token(), subjectHash(as.issuer, 'advisor'), `voygent subject 1 ${as.issuer.length}:${as.issuer}advisor`]) {
      const answer = await off.rpc(callMessage('find_trips', {}), { token: one });
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('www-authenticate'), 'ApiKey realm="voygent"');
    }
    const reader = createToken(off.settings, 'reader-off', 'read');
    const refused = await off.rpc(callMessage('create_trip', { title: 'x' }), { token: reader });
    assert.deepEqual([refused.status, refused.body.result.isError, refused.headers.get('www-authenticate')], [200, true, null]);
    assert.equal((await off.rest('POST', '/v1/trips', { token: reader, body: { title: 'x' } })).headers.get('www-authenticate'), null);
  });
});
