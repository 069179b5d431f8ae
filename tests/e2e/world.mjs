// What a test needs of the world: a Git site, a running server, tokens, a folder of its own that vanishes afterwards.
import { after } from 'node:test';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serveGitSite } from '../../tools/local/git_site.mjs';
import { connectSdk2 } from '../../tools/local/clients.mjs';
import { createToken, projectFolder, serve } from '../../tools/local/voygent.mjs';

export const sitePassword = 'ZZPRIV-site-password';
const trips = join(projectFolder, 'tests', 'data', 'trips');

export const tripNames = readdirSync(trips).filter((name) => /^\d\d/.test(name)).map((name) => name.replace('.json', ''));
export const tripText = (name) => readFileSync(join(trips, `${name}.json`), 'utf8');
export const expectation = (name) => JSON.parse(readFileSync(join(trips, 'expect', `${name}.json`), 'utf8'));
export const malformed = readdirSync(join(trips, 'malformed')).map((name) => [name, readFileSync(join(trips, 'malformed', name))]);

// What is done when all tests of the file are over, last first.
const endings = [];
after(async () => {
  while (endings.length > 0) await endings.pop()();
});

// A folder under build/, so that a failed test can be looked at in the project.
export function scratchFolder() {
  const root = join(projectFolder, 'build', 'test', 'scratch');
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, 'world-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Everything of one installation. `settings` are added to its own.
export async function startWorld(settings = {}) {
  const folder = scratchFolder();
  const site = await serveGitSite({ folder, password: sitePassword });
  const all = {
    database: join(folder, 'voygent.db'),
    durability: 'fast',
    site_staging: site.remote, site_staging_url: site.pages,
    site_production: site.remote.replace('#gh-pages', '#live'), site_production_url: `${site.pages}live/`,
    site_token: sitePassword,
    // Crowds come from one address here; rate_limits.test.mjs has limits of its own.
    rate_token: 0, rate_address: 0, rate_failures: 0,
    ...settings,
  };
  const world = {
    folder, site, settings: all,
    server: await serve(all),
    token: createToken(all, 'test', 'read,write,publish,admin'),
    connect: (path = '/mcp') => connectSdk2(world.server.url + path, world.token),
    async restart() { world.server = await serve(all); },
    // One REST request: { status, headers, body (parsed when it is JSON), text }.
    async rest(method, path, { body, token = world.token, headers = {}, raw } = {}) {
      const response = await fetch(world.server.url + path, {
        method,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(body !== undefined || raw !== undefined ? { 'Content-Type': 'application/json' } : {}),
          ...headers,
        },
        body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      });
      const text = await response.text();
      const json = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
      return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : undefined, text };
    },
    // One MCP message without a client; the answer's body, parsed.
    async rpc(message, { token = world.token, path = '/mcp', headers = {} } = {}) {
      return world.rest('POST', path, { raw: typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message), token, headers });
    },
  };
  endings.push(async () => {
    await world.server.stop();
    await site.close();
  });
  return world;
}

export const callMessage = (name, args, id = 1) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });

// What a tool answered, when it must have gone well.
export function good(result) {
  if (result.isError) throw new Error(result.content[0].text);
  return result.structuredContent;
}
