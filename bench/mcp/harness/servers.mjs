// The servers that are measured: { name, url, pid, calls, call(era, arguments), stop() }.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { serve } from '../../../tools/local/voygent.mjs';
import { openDatabase } from '../../peers/open.mjs';
import { token } from '../../peers/work.mjs';
import { built, folder } from '../../harness/data.mjs';

export const modernMeta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} };

// One call without wrk: the result, from a body or from an event of a stream. Throws when there is none.
async function call(url, { tool, token: secret }, era, args, id = 1) {
  const modern = era === 'modern';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': modern ? '2026-07-28' : '2025-11-25',
      ...(modern ? { 'Mcp-Method': 'tools/call', 'Mcp-Name': tool } : {}), ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: args, ...(modern ? { _meta: modernMeta } : {}) } }),
  });
  const text = await response.text();
  const message = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  if (response.status !== 200 || message.id !== id || !message.result || message.result.isError) throw new Error(`${url} answered ${response.status}: ${text}`);
  return message.result;
}

const measured = (name, kind, url, pid, calls, stop) => ({ name, kind, url, pid, calls, stop, call: (era, args) => call(url, calls, era, args) });

async function started(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await Promise.race([new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)), ended.then(() => null)]);
  if (port === null) throw new Error(`${program} did not start`);
  return { url: `http://127.0.0.1:${port}/mcp`, pid: child.pid, async stop() { child.kill('SIGTERM'); await ended; } };
}

function argumentsFile(name, rows) {
  const path = join(folder, `mcp-${name}.jsonl`);
  writeFileSync(path, rows.map((row) => JSON.stringify(row) + '\n').join(''));
  return path;
}

const peer = (...args) => started(process.execPath, ['bench/mcp/peer/server.mjs', ...args]);

export async function echoServers() {
  const rows = Array.from({ length: 1_000 }, (_, i) => ({ message: `message ${i} of the benchmark` }));
  const calls = { tool: 'echo', file: argumentsFile('echo', rows), rows };
  const ours = await started(built('mcp_echo'), [join(folder, 'mcp-echo.db')]);
  const theirs = await peer('echo');
  return [measured('voygent', 'echo', ours.url, ours.pid, calls, ours.stop), measured('typescript', 'echo', theirs.url, theirs.pid, calls, theirs.stop)];
}

// All calls have one token and come from one address: without the limits of how often one of them may ask.
export async function startVoygent(database) {
  return serve({ database, durability: 'fast', log_level: 'warning', rate_token: 0, rate_address: 0, rate_failures: 0 });
}

export async function tripIds(database) {
  const reader = await openDatabase(database, 'fast');
  const ids = reader.prepare('SELECT id FROM trip ORDER BY id').all().map((row) => row.id);
  reader.close();
  return ids;
}

export async function tripServers(database) {
  const rows = (await tripIds(database)).map((id) => ({ trip_id: id }));
  const calls = { tool: 'read_trip', file: argumentsFile('trips', rows), rows, token };
  const ours = await startVoygent(database);
  const theirs = await peer('trips', `--database=${database}`);
  return [measured('voygent', 'trips', `${ours.url}/mcp`, ours.pid, calls, () => ours.stop()), measured('typescript', 'trips', theirs.url, theirs.pid, calls, theirs.stop)];
}

// Both give the same for every row and era; what is the server's own (its identity) aside.
export async function compare(servers) {
  const shown = ({ content, structuredContent }) => JSON.stringify({ content, structuredContent });
  for (const row of servers[0].calls.rows) {
    const answers = await Promise.all(servers.map((server) => server.call('modern', row)));
    answers.push(await servers[1].call('legacy', row));
    if (new Set(answers.map(shown)).size !== 1) throw new Error(`the answers to ${JSON.stringify(row)} differ: ${answers.map(shown).join('\n')}`);
  }
}
