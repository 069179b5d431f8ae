// node tools/deploy/worker.mjs staging|production: migrations, the worker, a smoke test by `voygent doctor --remote`, and back to the version before when that fails.
// Migrations only add, so the version before works with them; they are not taken back.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { wrangler, workerFolder } from '../local/edge.mjs';
import { program } from '../local/voygent.mjs';
import { examineWithin } from './doctor.mjs';

const settleSeconds = 60;
const placeholder = /^0{8}-|example\.com|example\.workers\.dev/;

// What of an environment has not been filled in.
export function unfilled(configuration, name) {
  const environment = configuration.env?.[name];
  if (!environment) return [`there is no environment ${name} in wrangler.jsonc`];
  return [...environment.d1_databases.map((row) => row.database_id), environment.vars.VOYGENT_PUBLIC_URL].filter((value) => placeholder.test(value)).map((value) => `${value} in wrangler.jsonc is an example`);
}

// `run` stands for wrangler, `examine` for the doctor. Returns the exit code.
export async function deploy(name, { configuration, token, run, examine, say }) {
  const missing = unfilled(configuration, name);
  if (missing.length > 0) {
    missing.forEach((text) => say(text));
    return 2;
  }
  const address = configuration.env[name].vars.VOYGENT_PUBLIC_URL;
  const step = (what, args) => {
    const { status, text } = run(args);
    say(`${status === 0 ? 'ok    ' : 'FAILED'} ${what}${status === 0 ? '' : `\n${text}`}`);
    return status === 0;
  };
  const before = run(['deployments', 'list', '--env', name, '--json']);
  const isFirst = before.status !== 0 || JSON.parse(before.text.slice(before.text.indexOf('['))).length === 0;
  if (!step('migrations', ['d1', 'migrations', 'apply', 'DB', '--remote', '--env', name])) return 1;
  if (!step('deployment', ['deploy', '--env', name, '--strict'])) return 1;
  const found = await examine(address, token);
  if (found.length === 0) {
    say(`ok     smoke test of ${address}`);
    return 0;
  }
  say(`FAILED smoke test of ${address}\n${found.join('\n')}`);
  if (isFirst) say('nothing to go back to: this is the first deployment');
  else step('rollback to the version before', ['rollback', '--env', name, '--yes', '--message', 'the smoke test failed']);
  return 1;
}

if (import.meta.filename === process.argv[1]) {
  const [name] = process.argv.slice(2);
  if (!['staging', 'production'].includes(name) || !process.env.VOYGENT_TOKEN) {
    console.error('usage: VOYGENT_TOKEN=… node tools/deploy/worker.mjs staging|production');
    process.exit(2);
  }
  if (!existsSync(program)) {
    console.error(`${program} is not there; it asks the deployment: cmake --preset release, cmake --build --preset release --target voygent`);
    process.exit(2);
  }
  process.exit(await deploy(name, {
    configuration: parse(readFileSync(join(workerFolder, 'wrangler.jsonc'), 'utf8')),
    token: process.env.VOYGENT_TOKEN,
    run: (args) => wrangler(args),
    examine: (address, token) => examineWithin(settleSeconds, address, token),
    say: (text) => console.log(text),
  }));
}
