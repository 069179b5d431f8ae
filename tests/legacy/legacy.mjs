// What the tests of the way over share: the dump as the SQLite shell reads it, the database as an import left it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, projectFolder } from '../../tools/local/voygent.mjs';

export const dataFolder = join(projectFolder, 'tests', 'data', 'legacy');
export const dumpFile = join(dataFolder, 'voygent-legacy.sql');
export const expected = JSON.parse(readFileSync(join(dataFolder, 'expected.json'), 'utf8'));
export const asOf = ['--as-of', expected.as_of];

export const scratch = () => mkdtempSync(join(tmpdir(), 'voygent-legacy-'));
export const fresh = () => ({ database: join(scratch(), 'voygent.db'), durability: 'fast' });

export function sqlite(database, sql) {
  const out = execFileSync('sqlite3', ['-json', database, sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return out.trim() === '' ? [] : JSON.parse(out);
}

// A database made of a dump by the shell, which takes it as a script: foreign keys off, triggers after the rows.
export function loadDump(file) {
  const database = join(scratch(), 'source.db');
  execFileSync('sqlite3', [database], { input: readFileSync(file), stdio: ['pipe', 'ignore', 'ignore'] });
  return database;
}

export const contentOf = (settings) => execFileSync('sqlite3', [settings.database, '.dump'], { encoding: 'utf8', maxBuffer: 1 << 28 });

export function voygent(settings, ...args) {
  const done = command(settings, args);
  assert.equal(done.status, 0, `${args.join(' ')}: ${done.err}`);
  return done.out;
}

// An import with its report.
export function importDump(settings, file, ...args) {
  const report = join(scratch(), 'report.json');
  const out = voygent(settings, 'import', file, ...asOf, '--report', report, ...args);
  return { out, report: JSON.parse(readFileSync(report, 'utf8')), page: readFileSync(report.replace(/\.json$/, '.html'), 'utf8') };
}
