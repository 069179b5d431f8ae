// D1 on this machine: the real engine of Workers, without a network.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { projectFolder } from '../../tools/local/voygent.mjs';

const buildFolder = join(projectFolder, 'build', 'release');
const planBatches = join(buildFolder, 'plan_batches');

// A database; with `file` a copy of that file of the native host. `close` removes it.
export async function openD1(file) {
  const folder = mkdtempSync(join(buildFolder, 'd1-'));
  const start = async () => {
    const miniflare = new Miniflare({
      modules: true,
      script: 'export default { fetch: () => new Response() }',
      compatibilityDate: '2026-04-01',
      d1Databases: { DB: 'plans' },
      d1Persist: folder,
      cf: false,
    });
    return { miniflare, db: await miniflare.getD1Database('DB') };
  };
  let d1 = await start();
  if (file) {
    // The name of the file is a hash that only the engine knows: it makes an empty one first.
    await d1.db.prepare('SELECT 1').run();
    await d1.miniflare.dispose();
    const objects = join(folder, 'miniflare-D1DatabaseObject');
    const made = readdirSync(objects).filter((name) => !name.startsWith('metadata.'));
    for (const name of made) rmSync(join(objects, name));
    copyFileSync(file, join(objects, made.find((name) => name.endsWith('.sqlite'))));
    d1 = await start();
  }
  return {
    db: d1.db,
    async close() {
      await d1.miniflare.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

// A populated file of the native host, and what the program plans on it: { file, statements, calls }. The native test leaves
// the large one behind; it is taken when it is not older than the program that would make it, and it is gone afterwards.
export function populate(trips) {
  mkdirSync(join(buildFolder, 'plans'), { recursive: true });
  const left = join(buildFolder, 'plans', `${trips}.db`);
  const file = join(buildFolder, 'plans', `${trips}-${process.pid}.db`);
  if (existsSync(left) && statSync(left).mtimeMs >= statSync(planBatches).mtimeMs) renameSync(left, file);
  else execFileSync(planBatches, ['fill', file, String(trips)]);
  const played = JSON.parse(execFileSync(planBatches, ['play', file], { maxBuffer: 1 << 28, encoding: 'utf8' }));
  return { file, ...played, remove: () => rmSync(file) };
}

// Every batch of every call: { name, grows, read, written, statements: [{ name, read, written, rows }] }.
export async function play(db, { statements, calls }) {
  const out = [];
  for (const call of calls) {
    const counted = { name: call.name, grows: call.grows, read: 0, written: 0, statements: [] };
    for (const batch of call.batches) {
      const results = await db.batch(batch.map((planned) => db.prepare(statements[planned.statement]).bind(...planned.params)));
      results.forEach((result, i) => {
        const { rows_read: read, rows_written: written } = result.meta;
        counted.read += read;
        counted.written += written;
        counted.statements.push({ name: batch[i].statement, read, written, rows: result.results.map((row) => Object.values(row)) });
      });
    }
    out.push(counted);
  }
  return out;
}

// The plan of every statement, in the form of plans.txt.
export async function plans(db, statements) {
  const sections = [];
  for (const [name, sql] of Object.entries(statements)) {
    const parameters = Math.max(0, ...[...sql.matchAll(/\?(\d+)/g)].map((match) => Number(match[1])));
    const { results } = await db.prepare('EXPLAIN QUERY PLAN ' + sql).bind(...Array(parameters).fill(null)).all();
    const depth = new Map();
    let section = name + '\n';
    for (const { id, parent, detail } of results) {
      depth.set(id, depth.has(parent) ? depth.get(parent) + 1 : 0);
      section += '  '.repeat(depth.get(id) + 1) + detail + '\n';
    }
    sections.push(section);
  }
  return sections.join('\n');
}
