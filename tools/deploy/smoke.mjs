// node tools/deploy/smoke.mjs ADDRESS: asks a deployment what a chat would ask, with the token in SMOKE_TOKEN. Says each finding, ends with 1 when one is bad.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../local/voygent.mjs';

const read = (...path) => readFileSync(join(projectFolder, ...path), 'utf8');

export function expected() {
  return {
    version: /project\(\s*voygent\s+VERSION\s+([\d.]+)/i.exec(read('CMakeLists.txt'))[1],
    schema: readdirSync(join(projectFolder, 'infra', 'cloudflare', 'migrations')).length,
    tools: ['trips', 'templates', 'publisher'].flatMap((name) => JSON.parse(read('spec', 'mcp', `${name}.json`)).map((tool) => tool.name)),
  };
}

// What is wrong with the deployment at `address`; nothing when all is well.
export async function smoke(address, token, wanted = expected()) {
  const found = [];
  const check = (good, text) => { if (!good) found.push(text); };
  const ask = (path, options = {}) => fetch(address + path, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...options });
  const mcp = async (method, params, headers = {}) => {
    const response = await ask('/mcp', {
      method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  };
  try {
    const { protocol, hostname } = new URL(address);
    check(protocol === 'https:' || ['127.0.0.1', 'localhost'].includes(hostname), 'the address is not https');
    const health = await ask('/health');
    const { status, version, schema } = await health.json().catch(() => ({}));
    check(health.status === 200 && status === 'ok', `/health answers ${health.status}`);
    check(version === wanted.version, `the version is ${version}, not ${wanted.version}`);
    check(schema === wanted.schema, `the schema is ${schema}, not ${wanted.schema}`);
    check(health.headers.get('x-content-type-options') === 'nosniff', 'X-Content-Type-Options is missing');
    check((await ask('/mcp', { method: 'GET' })).status === 405, 'GET /mcp is not 405');
    check((await ask('/v1/session')).status === 401, '/v1/session answers without a token');
    const hello = await mcp('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'smoke', version: '1' } });
    check(hello.body.result?.protocolVersion === '2025-11-25', `initialize answers ${hello.status}`);
    const modern = '2026-07-28';
    const meta = { 'io.modelcontextprotocol/protocolVersion': modern, 'io.modelcontextprotocol/clientInfo': { name: 'smoke', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} };
    const discovered = await mcp('server/discover', { _meta: meta }, { 'mcp-protocol-version': modern, 'mcp-method': 'server/discover' });
    check(discovered.body.result?.supportedVersions?.includes(modern), `server/discover answers ${discovered.status}`);
    const list = await mcp('tools/list', {});
    check(JSON.stringify((list.body.result?.tools ?? []).map((tool) => tool.name)) === JSON.stringify(wanted.tools), 'tools/list has other tools');
    const session = await mcp('tools/call', { name: 'start_session', arguments: {} });
    check(session.body.result && !session.body.result.isError, `start_session answers ${session.status} ${JSON.stringify(session.body).slice(0, 200)}`);
  } catch (error) {
    found.push(`${error.message} ${error.cause?.code ?? ''}`.trim());
  }
  return found;
}

// The same until it is well or the time is over: a new version is not everywhere at once.
export async function smokeWithin(seconds, address, token) {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const found = await smoke(address, token);
    if (found.length === 0 || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 250 * seconds)));
  }
}

if (import.meta.filename === process.argv[1]) {
  if (!process.argv[2] || !process.env.SMOKE_TOKEN) {
    console.error('usage: SMOKE_TOKEN=… node tools/deploy/smoke.mjs ADDRESS');
    process.exit(2);
  }
  const found = await smoke(process.argv[2].replace(/\/$/, ''), process.env.SMOKE_TOKEN);
  console.log(found.length === 0 ? 'ok' : found.join('\n'));
  process.exit(found.length === 0 ? 0 : 1);
}
