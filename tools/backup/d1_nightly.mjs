// node tools/backup/d1_nightly.mjs ENVIRONMENT FOLDER: exports the D1 of an environment, restores and audits the dump, and leaves only the sealed dump in the folder.
// BACKUP_RECIPIENT is the public key. A dump that fails the drill is sealed too, under another name, and the exit code is 1.
import { createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { wrangler } from '../local/edge.mjs';
import { drill } from './d1_drill.mjs';
import { seal } from './sealed.mjs';

// `run` stands for wrangler. Returns the exit code.
export function nightly(environment, folder, { recipient, run, say, now = new Date() }) {
  createPublicKey(recipient);  // a wrong one is noticed before anything is exported
  const place = mkdtempSync(join(tmpdir(), 'dump-'));
  try {
    const dump = join(place, 'dump.sql');
    const exported = run(['d1', 'export', 'DB', '--remote', '--env', environment, '--output', dump, '--skip-confirmation']);
    if (exported.status !== 0) {
      say(`the export failed: ${exported.text}`);
      return 1;
    }
    const { good, text } = drill(dump);
    say(text);
    const name = `${environment}-${now.toISOString().replace(/[-:]|\.\d+/g, '')}${good ? '' : '-not-restorable'}.sql.sealed`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), seal(readFileSync(dump), recipient));
    say(`${good ? 'ok' : 'WRONG'} ${name}`);
    return good ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true });
  }
}

if (import.meta.filename === process.argv[1]) {
  const [environment, folder] = process.argv.slice(2);
  if (!folder || !process.env.BACKUP_RECIPIENT) {
    console.error('usage: BACKUP_RECIPIENT=… node tools/backup/d1_nightly.mjs ENVIRONMENT FOLDER');
    process.exit(2);
  }
  process.exit(nightly(environment, resolve(folder), { recipient: process.env.BACKUP_RECIPIENT, run: (args) => wrangler(args), say: (text) => console.log(text) }));
}
