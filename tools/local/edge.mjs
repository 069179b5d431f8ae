// The worker on this machine: the bundle that would be deployed, in the engine of Workers, with a real D1 and real Durable Objects.
// Nothing is imitated, and nothing leaves the machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { command, projectFolder } from './voygent.mjs';

export const workerFolder = join(projectFolder, 'services', 'edge-api', 'worker');
export const edgeSecret = 'ZZPRIV-edge-secret-0123456789';

// `wrangler`, quiet and offline: { status, text }.
export function wrangler(args, { folder = workerFolder } = {}) {
  const quiet = {
    CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_LOG_PATH: join(projectFolder, 'build', 'edge', 'logs'),
  };
  try {
    const text = execFileSync(process.execPath, [join(projectFolder, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), ...args],
      { cwd: folder, env: { ...process.env, ...quiet }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { status: 0, text };
  } catch (error) {
    return { status: error.status, text: error.stdout + error.stderr };
  }
}

// The folder with what `wrangler deploy` would send, made new: of an environment, or of the worker in another folder.
export function bundle(name, folder = workerFolder) {
  const out = join(projectFolder, 'build', 'edge', name);
  rmSync(out, { recursive: true, force: true });
  const made = wrangler(['deploy', '--dry-run', '--outdir', out, ...(folder === workerFolder ? ['--env', name] : [])], { folder });
  if (made.status !== 0) throw new Error(made.text);
  return out;
}

// The statements of the migrations, one by one.
export function migrationStatements() {
  const folder = join(projectFolder, 'infra', 'cloudflare', 'migrations');
  const text = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return text.replaceAll(/--.*$/gm, '').split(';').map((statement) => statement.trim()).filter((statement) => statement !== '');
}

// A worker that only runs batches: D1 for a program beside it.
const batchRunner = `export default {
  async fetch(request, { DB }) {
    const statements = await request.json();
    return DB.batch(statements.map(({ sql, params }) => DB.prepare(sql).bind(...params)))
      .then((results) => Response.json(results), (error) => Response.json({ error: error.message }));
  },
};`;

// A migrated D1 with the calls that the worker makes of it: { db, close() }.
export async function openD1() {
  const miniflare = new Miniflare({ modules: true, script: batchRunner, compatibilityDate: '2026-04-01', d1Databases: { DB: 'voygent' }, cf: false });
  const { origin: url } = await miniflare.ready;
  const statement = (sql, params) => ({ sql, params, bind: (...given) => statement(sql, given) });
  const db = {
    prepare: (sql) => statement(sql, []),
    async batch(statements) {
      const answer = await (await fetch(url, { method: 'POST', body: JSON.stringify(statements) })).json();
      if (answer.error) throw new Error(answer.error);
      return answer;
    },
    withSession: () => ({ ...db, getBookmark: () => '0-0' }),
  };
  await db.batch(migrationStatements().map((sql) => db.prepare(sql)));
  return { db, close: () => miniflare.dispose() };
}

// A new token, made by the command line as an administrator makes one for D1.
export async function createEdgeToken(db, scopes = 'read,write,publish,admin', tenant = 'default') {
  const made = command({ tenant }, ['token', 'create', 'test', '--scopes', scopes, '--sql', '--json']);
  if (made.status !== 0) throw new Error(made.err);
  const { token, sql } = JSON.parse(made.out);
  await db.batch([db.prepare(sql)]);
  return token;
}

// The modules of a bundle as Miniflare takes them.
function modulesOf(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name)).sort((a, b) => (a === 'index.js' ? -1 : b === 'index.js' ? 1 : 0));
  return names.map((name) => ({ type: name.endsWith('.js') ? 'ESModule' : 'CompiledWasm', path: join(folder, name) }));
}

// A running worker with an empty database: { url, db, token(scopes), log(), close() }. `variables` are added to its own; `entry` is another bundle
// of one folder; with `persist` the state is kept in that folder; with `port` it listens there and says so in its addresses.
// Without `objects` there are no Durable Objects. `beside` names further workers of the same bundle, each an isolate of its own with the same
// database and the same objects; `send(name, path, options)` asks one.
export async function startEdge({ variables = {}, folder, persist, objects = true, beside = [], port } = {}) {
  const from = folder ?? bundle('staging');
  const log = [];
  if (persist) mkdirSync(persist, { recursive: true });
  const worker = (name, scriptName) => ({
    name,
    modulesRoot: from,
    modules: modulesOf(from),
    compatibilityDate: '2026-04-01',
    d1Databases: { DB: 'voygent' },
    durableObjects: objects ? { CALLERS: { className: 'Caller', useSQLite: true, scriptName }, SITE: { className: 'Site', useSQLite: true, scriptName } } : {},
    bindings: {
      VOYGENT_SECRET: edgeSecret, VOYGENT_PUBLIC_URL: `http://127.0.0.1${port ? `:${port}` : ''}`,
      // Crowds come from one address here.
      VOYGENT_RATE_TOKEN: '0', VOYGENT_RATE_ADDRESS: '0', VOYGENT_RATE_FAILURES: '0',
      ...variables,
    },
  });
  const miniflare = new Miniflare({
    workers: [worker('voygent'), ...beside.map((name) => worker(name, 'voygent'))],
    ...(persist ? { d1Persist: join(persist, 'd1'), durableObjectsPersist: join(persist, 'objects') } : {}),
    ...(port ? { port } : {}),
    cf: false,
    handleRuntimeStdio: (out, err) => {
      out.setEncoding('utf8').on('data', (text) => log.push(text));
      err.setEncoding('utf8').on('data', (text) => log.push(text));
    },
  });
  let closed;
  const url = (await miniflare.ready.catch(async (error) => {
    await miniflare.dispose().catch(() => {});
    throw new Error(`${error.message}\n${log.join('')}`);
  })).origin;
  const db = await miniflare.getD1Database('DB');
  const made = await db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'trip'").first('n');
  if (made === 0) await db.batch(migrationStatements().map((statement) => db.prepare(statement)));
  return {
    miniflare, url, db,
    send: async (name, path, options) => (await miniflare.getWorker(name)).fetch('http://127.0.0.1' + path, options),
    log: () => log.join(''),
    token: (scopes) => createEdgeToken(db, scopes),
    close: () => (closed ??= miniflare.dispose()),
  };
}
