// node tools/backup/d1_drill.mjs DUMP.sql: restores what `wrangler d1 export` wrote into a new file and lets the program audit it: integrity, plans, and every
// trip against its events. Ends with 0 when the dump could be gone back to, and has at least one token in it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../local/voygent.mjs';

// wrangler leaves some bytes behind when it fails.
const leastBytes = 1000;

// { good, text }
export function drill(dump) {
  if (statSync(dump).size < leastBytes) return { good: false, text: `${dump} is too small to be a database` };
  const folder = mkdtempSync(join(tmpdir(), 'drill-'));
  try {
    const database = join(folder, 'restored.db');
    const made = spawnSync('sqlite3', ['-bail', database], { stdio: [openSync(dump, 'r'), 'pipe', 'pipe'], encoding: 'utf8' });
    if (made.status !== 0) return { good: false, text: `the dump cannot be read: ${made.error?.message ?? made.stderr}` };
    const doctor = command({ database }, ['doctor', '--json']);
    const { checks } = JSON.parse(doctor.out);
    const tokens = Number(spawnSync('sqlite3', [database, 'SELECT count(*) FROM token'], { encoding: 'utf8' }).stdout);
    const text = [...checks.map(({ good, what, detail }) => `${good ? 'ok' : 'WRONG'} ${what}: ${detail}`), `${tokens > 0 ? 'ok' : 'WRONG'} tokens: ${tokens}`].join('\n');
    return { good: doctor.status === 0 && tokens > 0, text };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.filename === process.argv[1]) {
  if (!process.argv[2]) {
    console.error('usage: node tools/backup/d1_drill.mjs DUMP.sql');
    process.exit(2);
  }
  const { good, text } = drill(process.argv[2]);
  console.log(text);
  process.exit(good ? 0 : 1);
}
