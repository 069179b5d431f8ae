// The old system on this machine, in a folder of its own: its worker in the engine of Workers and its D1, which `wrangler d1` reaches as well.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { projectFolder } from '../../../tools/local/voygent.mjs';
import { dumpFile, loadDump, sqlite } from '../legacy.mjs';

const here = join(projectFolder, 'tests', 'legacy', 'old_system');
const databaseId = '00000000-0000-4000-8000-000000000042';
const moved = ['trips_v2', 'clients_v2', 'trip_client_assignments', 'ActivityLog', 'hotel_cache', 'rooms_cache', 'instruction_sets', 'commission_config', 'commission_rates'];

const quoted = (value) => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

// The tables of the dump as statements that D1 takes: without references to tables that came later, or never.
function statements() {
  const source = loadDump(dumpFile);
  return moved.flatMap((table) => {
    const [{ sql }] = sqlite(source, `SELECT sql FROM sqlite_master WHERE name = '${table}'`);
    const alone = sql.replace(/--.*$/gm, '').replace(/,\s*FOREIGN KEY\s*\([^)]*\)\s*REFERENCES\s+\w+\s*\([^)]*\)(\s*ON DELETE \w+( \w+)?)?/gi, '')
      .replace(/\s+REFERENCES\s+\w+\s*\([^)]*\)(\s*ON DELETE \w+( \w+)?)?/gi, '');
    const rows = sqlite(source, `SELECT * FROM "${table}"`);
    return [alone, ...rows.map((row) => `INSERT INTO "${table}" (${Object.keys(row).map((name) => `"${name}"`).join(', ')}) VALUES (${Object.values(row).map(quoted).join(', ')})`)];
  });
}

// { folder, url, call(tool, arguments), rows(sql), commands, close() }
export async function startOldSystem(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['worker.js', 'command.mjs']) cpSync(join(here, name), join(folder, name));
  writeFileSync(join(folder, 'wrangler.json'), JSON.stringify({
    name: 'd1-database-improved', main: 'worker.js', compatibility_date: '2026-04-01',
    d1_databases: [{ binding: 'DB', database_name: 'voygent-prod', database_id: databaseId }],
  }));
  const miniflare = new Miniflare({
    modules: true, script: readFileSync(join(folder, 'worker.js'), 'utf8'), compatibilityDate: '2026-04-01', cf: false,
    d1Databases: { DB: databaseId }, d1Persist: join(folder, '.wrangler', 'state', 'v3', 'd1'),
  });
  const { origin } = await miniflare.ready;
  const db = await miniflare.getD1Database('DB');
  for (const statement of statements()) await db.prepare(statement).run();
  const wrangler = [process.execPath, join(projectFolder, 'node_modules', 'wrangler', 'bin', 'wrangler.js')];
  const adapter = (name, ...rest) => [process.execPath, 'command.mjs', name, ...wrangler, ...rest];
  return {
    folder, url: `${origin}/mcp`,
    async call(name, args) {
      const answer = await fetch(`${origin}/mcp`, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }) });
      const { result } = await answer.json();
      return { failed: result.isError === true, text: result.content[0].text };
    },
    rows: async (sql) => (await db.prepare(sql).all()).results,
    // All that it holds, without the triggers that freeze it.
    async content() {
      const out = {};
      for (const table of moved) out[table] = (await db.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all()).results;
      return out;
    },
    commands: {
      query: adapter('query', 'd1', 'execute', 'voygent-prod', '--local', '--json', '--command', '{sql}'),
      execute: adapter('execute', 'd1', 'execute', 'voygent-prod', '--local', '--yes', '--file', '{file}'),
      dump: adapter('dump', 'd1', 'export', 'voygent-prod', '--local', '--output', '{file}'),
      own: (name, ...rest) => [process.execPath, 'command.mjs', name, ...rest],
    },
    close: () => miniflare.dispose(),
  };
}

// Whether wrangler answers at all on this machine.
export const wranglerVersion = () => execFileSync(process.execPath, [join(projectFolder, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), '--version'], { encoding: 'utf8' }).trim();
