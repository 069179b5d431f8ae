// An authorization server as tests need one: keys that it can change, tokens of any content, and what an official client needs of
// it: its description, and tokens for a code. The code is the scopes that somebody agreed to.
import { createServer } from 'node:http';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';

const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function makeKey(alg, kid) {
  const pair = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    alg, kid, ...pair,
    jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' },
    signature: (text) => sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  };
}

// Header and payload are values or texts; without a signature it is made with the key.
export function compact(header, payload, key, signature) {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${signature ?? key.signature(text)}`;
}

export const hmac = (header, payload, secret) => {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

export const writeKeys = (file, keys) => {
  writeFileSync(`${file}.new`, typeof keys === 'string' ? keys : JSON.stringify({ keys: keys.map((key) => key.jwk ?? key) }));
  renameSync(`${file}.new`, file);
};

// `asked` has what clients asked for tokens for: { resource, scope }.
export async function startAuthorizationServer() {
  const asked = [];
  const key = makeKey('ES256', 'e1');
  const server = createServer((request, response) => {
    const json = (body) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
    if (request.url.startsWith('/.well-known/oauth-authorization-server'))
      return json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, response_types_supported: ['code'], grant_types_supported: ['authorization_code'], token_endpoint_auth_methods_supported: ['client_secret_basic'], code_challenge_methods_supported: ['S256'] });
    if (request.url !== '/token') return response.writeHead(404).end();
    let body = '';
    request.on('data', (part) => { body += part; }).on('end', () => {
      const form = new URLSearchParams(body);
      // The code says what was agreed to: nobody has to be asked here.
      const [resource, scope] = [form.get('resource'), form.get('code')];
      asked.push({ resource, scope });
      json({ access_token: make({ sub: 'client-of-sdk', aud: resource, scope }), token_type: 'Bearer', expires_in: 300, scope });
    });
    return undefined;
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const now = () => Math.floor(Date.now() / 1000);
  // A token that is good but for what is said.
  const claims = (more = {}) => ({ iss: issuer, sub: 'advisor', aud: 'set me', iat: now(), exp: now() + 300, scope: 'read write publish admin', ...more });
  const make = (more = {}, by = key) => compact({ alg: by.alg, typ: 'at+jwt', kid: by.kid }, claims(more), by);
  return { issuer, key, asked, claims, make, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}
