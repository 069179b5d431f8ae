// The command line as tests use it: its answers, its refusals, installations of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { stdioParameters } from '../../tools/local/voygent.mjs';
import { scratchFolder, sitePassword } from './world.mjs';

// Everything that the program said to anybody, except the answer that shows a new token.
export const said = [];

// One command, beside this process, which serves the sites: { status, out, err }.
export function run(settings, args, { input = '', cwd, stdout = 'pipe' } = {}) {
  return new Promise((resolve) => {
    const { command, env } = stdioParameters(settings);
    const child = spawn(command, args, { env, cwd, stdio: ['pipe', stdout, 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text) => { texts.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { texts.err += text; });
    child.on('close', (status) => {
      said.push(texts.err, ...(args.includes('token') && args.includes('create') ? [] : [texts.out]));
      resolve({ status, ...texts });
    });
    child.stdin.on('error', () => {}).end(input);
  });
}

// An answer: exit code 0, nothing on standard error.
export async function answer(settings, args, how) {
  const done = await run(settings, args, how);
  assert.equal(done.status, 0, `${args.join(' ')}: ${done.err}`);
  assert.equal(done.err, '');
  return done.out;
}
export const json = async (settings, args, how) => JSON.parse(await answer(settings, ['--json', ...args], how));
export const create = async (settings, ...words) => (await json(settings, ['trip', 'create', ...words])).trip_id;
export const titles = async (settings) => (await json(settings, ['trip', 'list'])).trips.map((trip) => trip.title);

// A refusal: the exit code, nothing on standard output, a text with all of `parts` on standard error, the same as JSON.
export const codes = { invalid: 2, too_large: 2, not_found: 3, conflict: 4, unavailable: 6, internal: 1 };
export async function refused(settings, args, code, parts, how) {
  const plain = await run(settings, args, how);
  assert.equal(plain.status, codes[code], `${args.join(' ')}: ${plain.out}${plain.err}`);
  assert.equal(plain.out, '');
  for (const part of [/^voygent: /, ...parts]) assert.match(plain.err, part);
  const machine = await run(settings, ['--json', ...args], how);
  assert.equal(machine.status, codes[code]);
  assert.equal(machine.out, '');
  const error = JSON.parse(machine.err);
  assert.deepEqual(Object.keys(error), ['code', 'message', 'issues']);
  assert.equal(error.code, code);
  const lines = [error.message, ...error.issues.map((issue) => `- ${issue.path}${issue.path && ': '}${issue.message}`)];
  if (lines.length > 11) lines.splice(11, lines.length, `- and ${lines.length - 11} more`);
  assert.equal(plain.err, `voygent: ${lines.join('\n')}\n`);
}

// An installation without a server; its database is made when it is used.
export const fresh = (settings = {}) => ({ database: join(scratchFolder(), 'voygent.db'), durability: 'fast', ...settings });
export const filesOf = (settings) => readdirSync(dirname(settings.database));

export const settingNames = ['database', 'durability', 'tenant', 'host', 'port', 'threads', 'public-url', 'allowed-hosts', 'allowed-origins', 'trusted-proxies',
  'rate-token', 'rate-address', 'rate-failures', 'connections-per-address', 'oauth-issuer', 'oauth-keys', 'oauth-audience',
  'site-staging', 'site-staging-url', 'site-production', 'site-production-url', 'site-production-mirror', 'otlp-endpoint', 'log-level'];
export const secretNames = ['site-token', 'token', 'otlp-headers', 'secret'];

// The last test of a file.
export const nothingSecretWasSaid = () => test('nothing that was said has a secret in it', () => {
  assert.ok(said.length > 50);
  const secrets = [sitePassword, Buffer.from(`x-access-token:${sitePassword}`).toString('base64'), 'ZZPRIV-wrong'];
  for (const text of said) {
    for (const secret of secrets) assert.ok(!text.includes(secret), text.slice(0, 400));
    const other = text.replace(/"content_hash":"[0-9a-f]{64}"/g, '').match(/vg_[\w-]{43}|\b[0-9a-f]{64}\b/);
    assert.equal(other, null, text.slice(0, 400));  // a token, or the hash of one
  }
});
