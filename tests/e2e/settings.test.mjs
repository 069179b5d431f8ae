// Settings: where they come from, which one wins, what is wrong with them, and what `voygent doctor` says of them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { answer, filesOf, fresh, json, nothingSecretWasSaid, refused, run, secretNames, settingNames, titles } from './cli.mjs';
import { sitePassword, startWorld } from './world.mjs';

describe('settings', () => {
  test('the doctor names a variable that is no setting', async () => {
    const done = await run({ ...fresh(), databse: 'x.db' }, ['doctor']);
    assert.equal(done.status, 2);
    assert.match(done.out, /WRONG environment {7}VOYGENT_DATABSE is no setting/);
  });

  test('a flag beats the environment, which beats the file, which beats the default', async () => {
    const settings = fresh();
    const folder = dirname(settings.database);
    const toml = join(folder, 'voygent.toml');
    writeFileSync(toml, 'tenant = "of-file"\nport = 4000\nthreads = 3\nallowed_hosts = ["a.example", "b.example"]\n');
    const doctor = async (flags, more = {}, how = {}) => (await json({ ...settings, ...more }, [...flags, 'doctor'], how)).settings;
    const all = await doctor(['--config', toml, '--tenant', 'of-flag'], { port: 5000, tenant: 'of-env' });
    assert.deepEqual(Object.keys(all), [...settingNames, ...secretNames]);
    assert.equal(all.tenant, 'of-flag, from --tenant');
    assert.equal(all.port, '5000, from VOYGENT_PORT');
    assert.equal(all.threads, `3, from ${toml}`);
    assert.equal(all['allowed-hosts'], `a.example,b.example, from ${toml}`);
    assert.equal(all['log-level'], 'info, from default');
    assert.equal((await doctor([], {}, { cwd: folder })).tenant, 'of-file, from voygent.toml');

    await answer({ ...settings, tenant: 'of-env' }, ['--config', toml, 'trip', 'create', '--title', 'Mine']);
    assert.deepEqual(await titles({ ...settings, tenant: 'of-env' }), ['Mine']);
    assert.deepEqual((await json(settings, ['--config', toml, 'trip', 'list'])).trips, []);
    assert.equal((await json({ ...settings, tenant: 'other' }, ['trip', 'list', '--tenant', 'of-env'])).trips.length, 1);
  });

  test('secrets come from the environment or from a file that it names, and are not shown', async () => {
    const settings = fresh();
    const file = join(dirname(settings.database), 'secret');
    writeFileSync(file, `${sitePassword}\n`);
    const shown = (await json({ ...settings, token: sitePassword, site_token_file: file }, ['doctor'])).settings;
    assert.equal(shown['site-token'], 'set, from VOYGENT_SITE_TOKEN_FILE');
    assert.equal(shown.token, 'set, from VOYGENT_TOKEN');
    assert.equal(shown.secret, 'not set');
    await refused({ ...settings, secret_file: `${file}-none` }, ['doctor'], 'invalid', [/VOYGENT_SECRET_FILE names a file that cannot be read/]);
    const world = await startWorld();
    const { site_token: _, ...open } = world.settings;
    assert.equal((await run({ ...open, site_token_file: file }, ['doctor'])).status, 0);
    assert.equal((await run(open, ['doctor'])).status, 6);
  });

  const wrongs = [
    ['in the file', 'nonsense = 1', 'doctor', [/no setting nonsense; there are database, durability, .*site_staging_url/]],
    ['in the file', 'port = ', 'doctor', [/voygent\.toml: .*line 1/]],
    ['in the file', 'port = true', 'serve', [/port is to be a text or a whole number/]],
    ['in the file', 'database = 1.5', 'trip list', [/database is to be a text/]],
    ['in the file', 'port = 70000', 'serve', [/port from .*voygent\.toml: a whole number from 0 to 65535 is expected, not "70000"/]],
    ...secretNames.map((name) => ['in the file', `${name.replace('-', '_')} = "${sitePassword}"`, 'doctor', [/is a secret: give it as VOYGENT_(\w+) or VOYGENT_\1_FILE/]]),
    ['in the environment', { port: 'http' }, 'serve', [/port from VOYGENT_PORT: .*0 to 65535 .*"http"/]],
    ['in the environment', { threads: '0' }, 'serve', [/threads from VOYGENT_THREADS: a whole number from 1 to 64/]],
    ['in the environment', { log_level: 'loud' }, 'serve', [/log-level from VOYGENT_LOG_LEVEL: one of debug info warning error .*"loud"/]],
    ['in the environment', { tenant: 'Big Name' }, 'trip list', [/tenant from VOYGENT_TENANT: .*lower case.*"Big Name"/]],
    ['in the environment', { site_staging: 'https://git.example/site.git' }, 'trip list', [/site-staging-url is needed/]],
    ['in a flag', '--durability=slow', 'trip list', [/durability from --durability: one of safe fast .*"slow"/]],
    ['in a flag', ['--database', ''], 'trip list', [/database from --database: the name of a file/]],
    ...secretNames.map((name) => ['in a flag', `--${name}=${sitePassword}`, 'doctor', [new RegExp(`--${name} is a secret: give it as VOYGENT_(\\w+) or VOYGENT_\\1_FILE`)]]),
  ];
  for (const [place, value, words, parts] of wrongs) {
    test(`wrong ${place}: ${JSON.stringify(value)}`, async () => {
      const settings = { ...fresh(), ...(place === 'in the environment' ? value : {}) };
      const toml = join(dirname(settings.database), 'voygent.toml');
      writeFileSync(toml, place === 'in the file' ? value : '');
      await refused(settings, ['--config', toml, ...(place === 'in a flag' ? [value].flat() : []), ...words.split(' ')], 'invalid', parts);
      assert.deepEqual(filesOf(settings), ['voygent.toml']);
    });
  }
});

describe('doctor', () => {
  test('says that everything works, or what does not', async () => {
    const world = await startWorld();
    const checks = [['server', 'its settings can be used'], ['database', 'opened, schema 2'], ['integrity', 'ok'], ['query plans', 'every statement walks an index'], ['trips', '0 trips are what their 0 events make'], ['site production', 'can be reached'], ['site staging', 'can be reached']];
    assert.deepEqual((await json(world.settings, ['doctor'])).checks, checks.map(([what, detail]) => ({ what, good: true, detail })));
    const table = await answer(world.settings, ['doctor']);
    for (const [what, detail] of checks) assert.match(table, new RegExp(`^  ok +${what} +${detail}$`, 'm'));
    for (const [other, code, what] of [[{ site_token: 'ZZPRIV-wrong' }, 6, 'site staging'], [{ port: 'x' }, 2, 'server'], [{ tenant: 'X' }, 2, 'settings'], [{ database: '/dev/null/x' }, 6, 'database']]) {
      const done = await run({ ...world.settings, ...other }, ['doctor']);
      assert.equal(done.status, code, what);
      assert.match(done.out, new RegExp(`^  WRONG +${what} +\\S`, 'm'));
      const machine = await run({ ...world.settings, ...other }, ['--json', 'doctor']);
      assert.equal(machine.status, code);
      assert.equal(JSON.parse(machine.out).checks.find((check) => check.what === what).good, false);
    }
  });
});

nothingSecretWasSaid();
