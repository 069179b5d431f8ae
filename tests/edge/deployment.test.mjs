// What `wrangler deploy` would send: its configuration, its size, its JavaScript, and that none of it needs a network.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseJsonc } from 'jsonc-parser';
import { bundle, workerFolder, wrangler } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';

const configuration = parseJsonc(readFileSync(join(workerFolder, 'wrangler.jsonc'), 'utf8'), [], { allowTrailingComma: false });
const environments = { development: '', staging: 'staging', production: 'production' };

// A warning is a binding that is missing or a key that is not known: wrangler goes on, we do not.
function dryRun(args) {
  const made = wrangler(['deploy', '--dry-run', '--outdir', join(projectFolder, 'build', 'edge', 'dry-run'), ...args]);
  return made.status === 0 && !/WARNING/i.test(made.text) ? '' : made.text;
}

describe('the configuration', () => {
  test('is valid by the schema of wrangler', () => {
    const ajv = new Ajv({ allErrors: true, strict: false, allowUnionTypes: true });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(projectFolder, 'node_modules', 'wrangler', 'config-schema.json'), 'utf8')));
    assert.ok(validate(configuration), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...configuration, d1_database: [] }), 'a misspelt key passes');
  });

  for (const [name, environment] of Object.entries(environments))
    test(`of ${name} deploys without a warning`, () => assert.equal(dryRun(['--env', environment]), ''));

  test('has every binding in every environment', () => {
    const bindings = ({ d1_databases = [], durable_objects = { bindings: [] }, vars = {} }) =>
      [...d1_databases.map((row) => row.binding), ...durable_objects.bindings.map((row) => row.name), ...Object.keys(vars)].sort();
    const databases = new Set();
    for (const environment of [configuration, ...Object.values(configuration.env)]) {
      assert.deepEqual(bindings(environment), bindings(configuration));
      for (const database of environment.d1_databases) databases.add(database.database_id);
    }
    assert.equal(databases.size, 3, 'two environments share a database');
  });

  test('with an unknown environment is refused', () => assert.notEqual(dryRun(['--env', 'nowhere']), ''));
});

describe('the bundle', () => {
  const folder = bundle('staging');
  const files = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name));

  test('is smaller than 1 MB compressed', (context) => {
    const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
    context.diagnostic(`${files.join(', ')}: ${size} bytes`);
    assert.ok(size <= 1_000_000, `${size} bytes`);
  });

  test('has a core that imports nothing', () => {
    const name = files.find((file) => file.endsWith('.wasm'));
    assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(folder, name)))), []);
  });

  test('says nothing of where it was built', () => {
    for (const name of files) assert.ok(!readFileSync(join(folder, name)).includes(projectFolder), `${name} names the folder of the project`);
  });
});

test('the JavaScript is a shell', (context) => {
  const lines = readdirSync(join(workerFolder, 'src')).map((name) => [name, readFileSync(join(workerFolder, 'src', name), 'utf8').split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length]);
  context.diagnostic(JSON.stringify(Object.fromEntries(lines)));
  assert.ok(lines.reduce((sum, [, count]) => sum + count, 0) <= 370, 'what decides something belongs into the core');
});

// A network of its own with nothing in it but the loopback.
const alone = ['unshare', '--net', ...(process.getuid() === 0 ? [] : ['--map-root-user'])];
const canBeAlone = spawnSync(alone[0], [...alone.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0;

test('bundling and running need no network', { skip: canBeAlone ? false : 'this machine does not let a test have a network of its own' }, () => {
  const [program, ...args] = [...alone, 'sh', '-c', 'ip link set lo up && exec "$0" "$1"', process.execPath, join(projectFolder, 'tests', 'edge', 'smoke.mjs')];
  const done = spawnSync(program, args, { cwd: projectFolder, timeout: 60_000, killSignal: 'SIGKILL', encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
});
