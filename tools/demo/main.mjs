// ./run: starts a Git site and the server, plays one conversation, shows what happened and where to look.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectSdk2 } from '../local/clients.mjs';
import { serveGitSite } from '../local/git_site.mjs';
import { command, createToken, program, projectFolder, serve } from '../local/voygent.mjs';
import { play } from './conversation.mjs';

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    'site-port': { type: 'string', default: '0' },
    folder: { type: 'string', default: join(projectFolder, 'var') },
  },
});

function table(rows) {
  const columns = [
    ['step', (r) => String(r.step), 'right'], ['what', (r) => r.what], ['tool', (r) => r.tool],
    ['db calls', (r) => String(r.calls), 'right'], ['ms', (r) => r.ms.toFixed(1), 'right'],
    ['bytes in', (r) => String(r.sent), 'right'], ['bytes out', (r) => String(r.received), 'right'],
  ];
  const widths = columns.map(([title, text]) => Math.max(title.length, ...rows.map((r) => text(r).length)));
  const line = (cells) => cells.map((cell, i) => (columns[i][2] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ');
  return [line(columns.map(([title]) => title)), line(widths.map((w) => '-'.repeat(w))), ...rows.map((r) => line(columns.map(([, text]) => text(r))))].join('\n');
}

function connectHints(url, token) {
  return `
Connect a chat (this token is of this demonstration; make your own with ${program.replace(projectFolder + '/', '')} token create):

  Claude Code   claude mcp add --transport http voygent ${url}/mcp --header "Authorization: Bearer ${token}"

  LibreChat     in librechat.yaml
                mcpServers:
                  voygent:
                    type: streamable-http
                    url: ${url}/mcp
                    requiresOAuth: false
                    headers:
                      Authorization: "Bearer ${token}"
                mcpSettings:
                  allowedAddresses: ["${new URL(url).host}"]

  On this machine without a server, for any client that starts programs:
                ${program} mcp --database ${join(options.folder, 'voygent.db')}
`;
}

async function readBack(url, expected) {
  const response = await fetch(url);
  const html = await response.text();
  assert.equal(response.status, 200, `${url} answers ${response.status}`);
  assert.ok(html.includes(expected), `${url} does not show "${expected}"`);
  return html.length;
}

const { folder } = options;
mkdirSync(folder, { recursive: true });
const site = await serveGitSite({ folder, port: Number(options['site-port']) });
const settings = {
  database: join(folder, 'voygent.db'), port: options.port, log_level: 'warning',
  site_staging: site.remote, site_staging_url: site.pages,
};
const server = await serve(settings);
const stop = async () => {
  await server.stop();
  await site.close();
};

try {
  const run = new Date().toISOString();
  command(settings, ['token', 'revoke', 'demonstration']);  // that of the last time, if there was one
  const token = createToken(settings, 'demonstration', 'read,write,publish,admin');
  const client = await connectSdk2(`${server.url}/mcp`, token);
  const revision = client.revision();
  const story = await play(client, run);
  await client.close();
  for (const row of story.rows) assert.ok(row.calls >= 0 && row.calls <= 2, `${row.tool} used ${row.calls} database calls`);
  await readBack(story.page, 'Sunset sail on the Tejo');
  await readBack(story.preview, 'Sunset sail on the Tejo');
  console.log(`\nOne planning conversation over MCP ${revision}, by the official client:\n\n${table(story.rows)}\n`);
  console.log(`  Page     ${story.page}\n  Preview  ${story.preview}\n  Server   ${server.url}   REST: ${server.url}/openapi.json`);
  console.log(connectHints(server.url, token));
} catch (error) {
  console.error(error, server.log());
  await stop();
  process.exit(1);
}

if (options.once) {
  await stop();
} else {
  console.log('The server stays up. Stop with Ctrl-C.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop().then(() => process.exit(0)));
  server.ended.then(() => process.exit(1));
}
