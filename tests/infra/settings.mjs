// The settings that the program reads, by the program itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../tools/local/voygent.mjs';

const secrets = ['site-token', 'token', 'otlp-headers', 'secret'];

function doctor(settings) {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const done = command({ ...settings, database: join(folder, 'voygent.db') }, ['doctor', '--json']);
  rmSync(folder, { recursive: true });
  return JSON.parse(done.out);
}

const variable = (name) => 'VOYGENT_' + name.replaceAll('-', '_').toUpperCase();

// The names of the environment variables that there are.
export const knownVariables = new Set(Object.keys(doctor({}).settings).flatMap((name) =>
  secrets.includes(name) ? [variable(name), variable(name) + '_FILE'] : [variable(name)]));

// What `voygent doctor` finds wrong with these variables { VOYGENT_…: text }; the database is an empty one.
export function wrongSettings(variables) {
  const settings = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.replace(/^VOYGENT_/, '').toLowerCase(), value]));
  return doctor(settings).checks.filter(({ good }) => !good).map(({ what, detail }) => `${what}: ${detail}`);
}
