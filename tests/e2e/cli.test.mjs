// The command line as a person and a script use it: what it takes, what it answers, how it fails, what it keeps to itself.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createToken, projectFolder } from '../../tools/local/voygent.mjs';
import { answer, codes, create, filesOf, fresh, json, nothingSecretWasSaid, refused, run, settingNames, titles } from './cli.mjs';
import { callMessage, malformed, startWorld, tripNames, tripText } from './world.mjs';

const hostile = '10a-hostile-all-strings';
const tripFile = (name) => join(projectFolder, 'tests', 'data', 'trips', `${name}.json`);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const titleEdit = (value) => JSON.stringify([{ op: 'set', path: 'meta/title', value }]);

const groups = {
  '': ['serve', 'mcp', 'token', 'trip', 'client', 'render', 'publish', 'export', 'import', 'cutover', 'compact', 'snapshot', 'restore', 'inventory', 'rubric', 'doctor'],
  cutover: ['plan', 'freeze', 'export', 'import', 'verify', 'shadow', 'switch', 'rollback', 'status'],
  client: ['export', 'erase'],
  token: ['create', 'list', 'revoke'],
  trip: ['today', 'list', 'show', 'history', 'diff', 'create', 'edit', 'restore', 'check', 'add-options', 'recommend', 'client'],
};
const ownOptions = {
  serve: [], mcp: ['--server'], doctor: ['--remote', '--expect', '--health'], compact: ['--forget-after-days', '--keep-versions'], import: ['file', '--source', '--as-of', '--dry-run', '--report'], snapshot: ['file'], restore: ['file', '--replace'], export: ['trip_id', '--out'],
  inventory: ['folder', '--markdown', '--mermaid', '--svg', '--output'], rubric: ['file', '--report', '--check'],
  ...Object.fromEntries(Object.entries({
    plan: ['--example'], freeze: ['--done'], export: ['--done'], import: [], verify: ['--source', '--as-of'], shadow: [],
    switch: ['--done', '--confirm'], rollback: ['--done'], status: [],
  }).map(([step, own]) => [`cutover ${step}`, ['--plan', '--environment', ...own]])),
  'client export': ['client', '--out'], 'client erase': ['client', '--confirm'],
  'token create': ['name', '--subject', '--scopes', '--days', '--sql'], 'token list': [], 'token revoke': ['which'],
};
// Commands whose options are the arguments of a tool: the tool, what stands without a flag, what is fixed, what is added.
const toolCommands = {
  'trip today': ['start_session'], 'trip list': ['find_trips', ['query']], 'trip show': ['read_trip', ['trip_id']],
  'trip history': ['read_trip', ['trip_id'], ['view']], 'trip diff': ['read_trip', ['trip_id', 'since', 'version'], ['view']],
  'trip create': ['create_trip', ['document']],
  'trip edit': ['edit_trip', ['trip_id', 'operations']], 'trip restore': ['restore_trip', ['trip_id', 'version']],
  'trip check': ['check_trip', ['trip_id']], 'trip add-options': ['add_options', ['trip_id', 'options']],
  'trip recommend': ['recommend_options', ['trip_id']], 'trip client': ['save_client', ['client']],
  render: ['render_trip', ['trip_id'], [], ['--out']],
  publish: ['publish_trip', ['trip_id'], [], ['--status', '--rollback', '--takedown', '--version']],
};

describe('help', () => {
  const help = (words) => answer({}, [...words.split(' ').filter(Boolean), '--help']);
  const named = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
  const sectionOf = (text, title) => text.split(`\n${title}:\n`)[1]?.split('\n\n')[0] ?? '';

  for (const [group, commands] of Object.entries(groups)) {
    test(`${group || 'voygent'} --help lists its commands`, async () => {
      assert.deepEqual(named(sectionOf(await help(group), 'Subcommands'), /^ {2}([a-z-]+) /gm), commands);
      assert.equal(await answer({}, [...group.split(' ').filter(Boolean), '-h']), await help(group));
    });
  }

  test('voygent --help lists the settings, and how they are given, but no flag for a secret', async () => {
    const text = await help('');
    assert.deepEqual(named(sectionOf(text, 'Settings'), /^ {2}--([a-z-]+) /gm), ['config', ...settingNames]);
    for (const part of [/VOYGENT_<NAME>/, /voygent\.toml/, /--json/, /Exit codes: 0 done/]) assert.match(text, part);
  });

  test('the help of a command names its options, which are the arguments of its tool', async () => {
    const world = await startWorld();
    const client = await world.connect();
    const tools = await client.listTools();
    await client.close();
    const leaves = Object.entries(groups).flatMap(([group, names]) => names.map((name) => `${group} ${name}`.trim()).filter((path) => !(path in groups)));
    assert.deepEqual(leaves.sort(), [...Object.keys(ownOptions), ...Object.keys(toolCommands)].sort());
    for (const leaf of leaves) {
      let wanted = ownOptions[leaf];
      if (leaf in toolCommands) {
        const [tool, stands = [], fixed = [], more = []] = toolCommands[leaf];
        const args = Object.keys(tools.find((one) => one.name === tool).inputSchema.properties ?? {});
        wanted = [...stands, ...more, ...args.filter((name) => ![...stands, ...fixed].includes(name)).map((name) => `--${name.replaceAll('_', '-')}`)];
      }
      const text = await help(leaf);
      const shown = [...named(sectionOf(text, 'Positionals'), /^ {2}([a-z_]+) /gm), ...named(text, /^ {2}(?:-\w,)?(--[a-z-]+)/gm)];
      assert.deepEqual(shown.sort(), ['--help', ...wanted].sort(), leaf);
      assert.match(text, new RegExp(`^Usage: voygent ${leaf} `, 'm'));
    }
    assert.equal(await answer({}, ['--version']), `${(await world.rest('GET', '/health', { token: '' })).body.version}\n`);
  });

  const wrongCalls = [
    [[], [/a command is missing/, /serve, mcp, token, trip, client, render, publish, export, import, cutover, compact, snapshot, restore, inventory, rubric, doctor/]],
    [['trp'], [/no command trp/, /serve, mcp, token, trip/, /See `voygent --help`/]],
    [['trip'], [/a command is missing/, /today, list, show/]],
    [['trip', 'lsit'], [/no command lsit/, /voygent trip has today, list, show, history, diff, create, edit/]],
    [['trip', 'list', '--fase', 'x'], [/no option --fase/, /voygent trip list takes .*--phase, --from/, /See `voygent trip list --help`/]],
    [['doctor', '--databse', 'x'], [/no option --databse/]],
    [['trip', 'list', 'two', 'words'], [/"words" is one word too many/]],
    [['trip', 'list', '--limit', '1', '--limit', '2'], [/--limit/]],
    [['trip', 'show'], [/trip_id is required/]],
    [['trip', 'edit', 't_1'], [/operations is required/]],
    [['token', 'create', 'x', '--days', '4000'], [/--days/, /0 to 3650/]],
    [['token', 'create', 'x', '--scopes', 'read,fly'], [/"fly" is no scope/, /read write publish admin/]],
    [['token', 'create', ''], [/name of 1 to 80 characters/]],
    [['token', 'create', 'x', '--sql', '--subject', 'y'], [/--sql/, /--subject/]],
    [['publish', 't_1', '--status', '--takedown'], [/--status excludes --takedown/]],
  ];
  for (const [args, parts] of wrongCalls) {
    test(`wrong: voygent ${args.join(' ')}`, async () => {
      const settings = fresh();
      await refused(settings, args, 'invalid', parts);
      assert.deepEqual(filesOf(settings), []);
    });
  }
});

describe('commands', () => {
  let world;
  let settings;
  before(async () => {
    world = await startWorld();
    settings = { ...world.settings, public_url: world.server.url };
  });

  // What differs between two tenants that do the same at nearly the same time.
  const normalised = (text) => text.replace(/\bt_[0-9a-z]{16}\b/g, 'TRIP').replace(/\bc_[0-9a-z]{10}\b/g, 'CLIENT')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'AT').replace(/\/p\/[0-9a-z]{26}\//g, '/p/SLUG/')
    .replace(/\b[0-9a-f]{12,64}\b/g, 'HASH').replace(/\bh-[0-9a-z]{7}\b/g, 'STAY').replace(/(\/preview\/)[^"\s]+/g, '$1LINK');

  const client = { name: 'Ana Reis', email: 'ana@example.com', phone: '+351 555 0100' };
  const operations = [{ op: 'set', path: 'meta/title', value: 'Four nights' }, { op: 'add', path: 'lodging', value: { id: 'h-new', name: 'Inn', total: '100 EUR' } }];
  const options = ['80', '120', '200'].map((price, i) => ({ name: `Hotel ${i}`, city: 'Lisbon', price, rating: 8 + i / 2, checkIn: '2027-03-11', checkOut: '2027-03-14', refundable: true }));
  const stay = { city: 'Lisbon', check_in: '2027-03-11', check_out: '2027-03-14' };
  const stayFlags = ['--city', 'Lisbon', '--check-in', '2027-03-11', '--check-out', '2027-03-14'];
  const city = '01-city-break-3n';
  const steps = [
    [['trip', 'create', tripFile(city)], 'create_trip', { document: JSON.parse(tripText(city)) }],
    [['trip', 'create', tripFile(city)], 'create_trip', { document: JSON.parse(tripText(city)) }],
    [['trip', 'list'], 'find_trips', {}],
    [['trip', 'list', 'lisbon', '--phase', 'proposal', '--from', '2027-01-01', '--to', '2027-12-31', '--archived', '--limit', '5'],
      'find_trips', { query: 'lisbon', phase: 'proposal', from: '2027-01-01', to: '2027-12-31', archived: true, limit: 5 }],
    ...['summary', 'full', 'private', 'history'].map((view) => [['trip', 'show', 'TRIP', '--view', view], 'read_trip', { trip_id: 'TRIP', view }]),
    [['trip', 'show', 'TRIP', '--sections', 'itinerary,lodging'], 'read_trip', { trip_id: 'TRIP', sections: ['itinerary', 'lodging'] }],
    [['trip', 'check', 'TRIP'], 'check_trip', { trip_id: 'TRIP' }],
    [['trip', 'edit', 'TRIP', JSON.stringify(operations), '--expected-version', '1', '--idempotency-key', 'k-1'],
      'edit_trip', { trip_id: 'TRIP', operations, expected_version: 1, idempotency_key: 'k-1' }],
    [['trip', 'edit', 'TRIP', JSON.stringify(operations), '--expected-version', '1', '--idempotency-key', 'k-1'],
      'edit_trip', { trip_id: 'TRIP', operations, expected_version: 1, idempotency_key: 'k-1' }],
    [['trip', 'show', 'TRIP', '--version', '1', '--view', 'full'], 'read_trip', { trip_id: 'TRIP', version: 1, view: 'full' }],
    [['trip', 'history', 'TRIP'], 'read_trip', { trip_id: 'TRIP', view: 'history' }],
    [['trip', 'history', 'TRIP', '--version', '2'], 'read_trip', { trip_id: 'TRIP', view: 'history', version: 2 }],
    [['trip', 'diff', 'TRIP'], 'read_trip', { trip_id: 'TRIP', view: 'diff' }],
    [['trip', 'diff', 'TRIP', '2', '1'], 'read_trip', { trip_id: 'TRIP', view: 'diff', since: 2, version: 1 }],
    [['trip', 'add-options', 'TRIP', JSON.stringify(options), '--currency', 'EUR', '--site', 'hotels.example', '--captured-at', '2027-01-05T09:00:00Z'],
      'add_options', { trip_id: 'TRIP', options, currency: 'EUR', site: 'hotels.example', captured_at: '2027-01-05T09:00:00Z' }],
    [['trip', 'recommend', 'TRIP', '--kind', 'hotel', ...stayFlags, '--max-price', '150 EUR', '--min-rating', '8', '--refundable'],
      'recommend_options', { trip_id: 'TRIP', kind: 'hotel', ...stay, max_price: '150 EUR', min_rating: 8, refundable: true }],
    [['trip', 'recommend', 'TRIP', ...stayFlags, '--attach'], 'recommend_options', { trip_id: 'TRIP', ...stay, attach: true }],
    [['trip', 'restore', 'TRIP'], 'restore_trip', { trip_id: 'TRIP' }],
    [['trip', 'restore', 'TRIP', '2', '--expected-version', '5'], 'restore_trip', { trip_id: 'TRIP', version: 2, expected_version: 5 }],
    [['trip', 'client', JSON.stringify(client)], 'save_client', { client }],
    [['trip', 'create', '--title', 'Azores', '--destination', 'Pico', '--start', '2027-08-09', '--end', '2027-08-18', '--currency', 'EUR', '--travelers', '2', '--client', JSON.stringify(client)],
      'create_trip', { title: 'Azores', destination: 'Pico', start: '2027-08-09', end: '2027-08-18', currency: 'EUR', travelers: 2, client }],
    [['trip', 'create', '--copy-of', 'TRIP', '--title', 'Again'], 'create_trip', { copy_of: 'TRIP', title: 'Again' }],
    [['trip', 'create', tripFile(hostile), '--on-invalid', 'keep'], 'create_trip', { document: JSON.parse(tripText(hostile)), on_invalid: 'keep' }],
    [['render', 'TRIP', '--template', 'proposal'], 'render_trip', { trip_id: 'TRIP', template: 'proposal' }],
    [['publish', 'TRIP', '--template', 'proposal', '--expected-version', '6'], 'publish_trip', { trip_id: 'TRIP', template: 'proposal', expected_version: 6 }],
    [['publish', 'TRIP'], 'publish_trip', { trip_id: 'TRIP' }],
    [['publish', 'TRIP', '--target', 'production', '--ignore-blockers'], 'publish_trip', { trip_id: 'TRIP', target: 'production', ignore_blockers: true }],
    [['trip', 'edit', 'TRIP', titleEdit('Five nights')], 'edit_trip', { trip_id: 'TRIP', operations: JSON.parse(titleEdit('Five nights')) }],
    [['publish', 'TRIP'], 'publish_trip', { trip_id: 'TRIP' }],
    [['publish', 'TRIP', '--rollback'], 'manage_publication', { trip_id: 'TRIP', action: 'rollback' }],
    [['publish', 'TRIP', '--rollback', '--version', '7'], 'manage_publication', { trip_id: 'TRIP', action: 'rollback', version: 7 }],
    [['publish', 'TRIP', '--takedown', '--target', 'production'], 'manage_publication', { trip_id: 'TRIP', action: 'unpublish', target: 'production' }],
    [['publish', 'TRIP', '--status'], 'manage_publication', { trip_id: 'TRIP', action: 'status' }],
    [['trip', 'today'], 'start_session', {}],
  ];

  test('every command answers what its tool answers: its text, and with --json its data', async () => {
    const token = createToken({ ...settings, tenant: 'chat' }, 'local', 'read,write,publish,admin');
    const ids = {};  // the first trip of each tenant
    for (const [words, tool, args] of steps) {
      const ask = (tenant, ...flags) => answer(settings, ['--tenant', tenant, ...flags, ...words.map((word) => word.replace('TRIP', ids[tenant]))]);
      const human = await ask('human');
      const machine = await ask('machine', '--json');
      const { result } = (await world.rpc(callMessage(tool, JSON.parse(JSON.stringify(args).replaceAll('TRIP', ids.chat))), { token })).body;
      assert.ok(!result.isError, `${words.join(' ')}: ${result.content[0].text}`);
      ids.human ??= human.match(/t_[0-9a-z]{16}/)[0];
      ids.machine ??= JSON.parse(machine).trip_id;
      ids.chat ??= result.structuredContent.trip_id;
      const chat = { ...result.structuredContent, ...(tool === 'start_session' ? { tenant: 'machine' } : {}) };
      assert.equal(normalised(machine), `${normalised(JSON.stringify(chat))}\n`, words.join(' '));
      const text = result.content[0].text.replace('work for chat as', 'work for human as');
      assert.equal(normalised(human), normalised(text.endsWith('\n') ? text : `${text}\n`), words.join(' '));
    }
  });

  test('render writes the page that the preview link shows and that publish puts on the site', async () => {
    const trip_id = await create(settings, tripFile('08-road-trip'));
    const file = join(world.folder, 'page', 'road.html');
    const { preview_url, bytes } = await json(settings, ['render', trip_id, '-o', file]);
    const page = readFileSync(file, 'utf8');
    assert.equal(Buffer.byteLength(page), bytes);
    assert.equal(await (await fetch(preview_url)).text(), page);
    assert.ok((await answer(settings, ['render', trip_id, '--out', file])).endsWith(`\nWritten to ${file}\n`));
    const published = await json(settings, ['publish', trip_id]);
    assert.equal(world.site.commits()[0], published.revision);
    assert.equal(await (await fetch(published.url)).text(), page);
    await answer(settings, ['publish', trip_id, '--takedown']);
    assert.equal((await fetch(published.url)).status, 404);
  });

  test('publish to a folder, whose pages are read as files', async () => {
    const folder = join(world.folder, 'pages');
    const here = { ...settings, site_staging: folder, site_staging_url: '' };
    const trip_id = await create(here, '--title', 'In a folder', '--destination', 'Oslo');
    const { url } = await json(here, ['publish', trip_id]);
    assert.ok(url.startsWith(`file://${folder}/p/`), url);
    const page = new URL('index.html', url);
    assert.match(readFileSync(page, 'utf8'), /In a folder/);
    await answer(here, ['trip', 'edit', trip_id, titleEdit('Changed')]);
    await answer(here, ['publish', trip_id]);
    assert.match(readFileSync(page, 'utf8'), /Changed/);
    await answer(here, ['publish', trip_id, '--rollback']);
    assert.match(readFileSync(page, 'utf8'), /In a folder/);
    await answer(here, ['publish', trip_id, '--takedown']);
    assert.equal(existsSync(page), false);
  });

  test('JSON comes from a file, from standard input, or stands in the argument', async () => {
    const there = fresh();
    const lay = (name, text) => { writeFileSync(join(dirname(there.database), name), text); return join(dirname(there.database), name); };
    const offers = JSON.stringify([{ name: 'Inn', city: 'Oslo', price: '90 EUR' }]);
    const client = JSON.stringify({ name: 'Ana', email: 'ana@example.com' });
    const text = tripText('13-confirmed-predeparture');
    const ways = [(name, value) => [lay(name, value)], (name, value) => ['-', value], (name, value) => [value], (name, value) => [`\n  ${value}`]];
    const seen = [];
    for (const [i, way] of ways.entries()) {
      const give = (name, value, ...words) => {
        const [word, input] = way(`${name}-${i}.json`, value);
        return json(there, ['trip', ...words, word], { input });
      };
      const { trip_id } = await give('trip', text, 'create', '--idempotency-key', `way-${i}`);
      assert.equal((await give('edit', titleEdit('Changed'), 'edit', trip_id)).version, 2);
      assert.equal((await give('offers', offers, 'add-options', trip_id)).version, 3);
      const { client_id } = await give('client', client, 'client', '--idempotency-key', `way-${i}`);
      seen.push(`${client_id} ${await answer(there, ['export', trip_id])}`);
    }
    assert.match(seen[0], /"title": "Changed"/);
    for (const one of seen) assert.equal(one, seen[0]);
  });
});

describe('tokens', () => {
  test('a token is shown once, works until it is revoked, and is nowhere in clear', async () => {
    const world = await startWorld();
    const { settings } = world;
    const made = await run(settings, ['token', 'create', 'first', '--scopes', 'read, write']);
    const token = made.out.trim();
    assert.match(made.out, /^vg_[\w-]{43}\n$/);
    assert.match(made.err, /"first" of default, scopes read write\. .*shown this once/);
    const second = await json(settings, ['token', 'create', 'second', '--days', '2']);
    assert.deepEqual({ ...second, token: '' }, { token: '', name: 'second', scopes: 'read write publish' });

    const [first, other] = (await json(settings, ['token', 'list'])).filter((one) => one.name !== 'test').sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(first, { hash: sha256(token).slice(0, 12), name: 'first', scopes: 'read write', created: first.created, expires: '', revoked: '' });
    assert.equal(Date.parse(other.expires) - Date.parse(other.created), 2 * 24 * 3600 * 1000);
    const table = await answer(settings, ['token', 'list']);
    assert.match(table, new RegExp(`^${first.hash} +first +read write +never +valid$`, 'm'));
    assert.deepEqual(await json({ ...settings, tenant: 'other' }, ['token', 'list']), []);

    const files = readdirSync(world.folder, { withFileTypes: true }).filter((file) => file.isFile());
    assert.ok(files.some((file) => file.name === 'voygent.db'));
    for (const file of files)
      for (const one of [token, second.token]) assert.ok(!readFileSync(join(world.folder, file.name)).includes(one), file.name);
    const status = async (one) => (await world.rest('GET', '/v1/trips', { token: one })).status;
    assert.deepEqual([await status(token), await status(second.token)], [200, 200]);
    assert.equal(await answer(settings, ['token', 'revoke', 'first']), 'Revoked first\n');
    assert.deepEqual(await json(settings, ['token', 'revoke', other.hash]), ['second']);
    assert.deepEqual([await status(token), await status(second.token)], [401, 401]);
    assert.match(await answer(settings, ['token', 'list']), new RegExp(`^${first.hash} .* revoked$`, 'm'));
    await refused(settings, ['token', 'revoke', 'first'], 'not_found', [/voygent token list/]);
  });
});

describe('exit codes', () => {
  let world;
  let trip_id;
  let untitled;
  before(async () => {
    world = await startWorld();
    trip_id = await create(world.settings, '--title', 'Steady', '--destination', 'Oslo');
    untitled = await create(world.settings, '{"meta":{"destination":"Oslo"}}');
  });
  const nobody = 't_0000000000000000';
  const garbage = () => { const settings = fresh(); writeFileSync(settings.database, 'no database\n'.repeat(50)); return settings; };

  const refusals = [
    ['invalid', 'TRIP show TRIP --view all', [/\/view/, /summary, sections, full, private, history, diff/]],
    ['invalid', 'TRIP show TRIP --version x', [/\/version: a whole number/]],
    ['invalid', 'TRIP show TRIP --sections nothing', [/no section 'nothing'; it has .*meta/]],
    ['invalid', 'TRIP list --phase soon --limit 99', [/\/phase: one of discovery, planning/, /\/limit: a whole number from 1 to 50/]],
    ['invalid', 'TRIP edit TRIP [{"op":"set"', [/line 1, column 13/]],
    ['invalid', 'TRIP edit TRIP {"op":"set"}', [/\/operations: a list is expected/]],
    ['invalid', 'TRIP edit TRIP no-such-file.json', [/no-such-file\.json cannot be read; give a file, or - for standard input/]],
    ['invalid', 'TRIP create', [/\/title: missing/]],
    ['invalid', 'TRIP create --title x --start 2027-02-30', [/\/start: a date that exists/]],
    ['invalid', 'TRIP create -', [/^voygent: -: not readable as JSON at line 1, column 1/]],
    ['invalid', `TRIP create ${tripFile(hostile)}`, [/187 values do not fit .*nothing was stored/, /- \/meta\/phase: one of discovery/, /- and 177 more/]],
    ['invalid', 'TRIP client {"email":"x"}', [/\/client/]],
    ['invalid', 'render TRIP --template shiny', [/\/template/]],
    ['invalid', 'publish UNTITLED', [/nothing was published/, /\/meta\/title/]],
    ['invalid', 'publish TRIP --target production', [/no site for production; it has staging/], { site_production: '' }],
    ['invalid', 'publish TRIP', [/configure one \(VOYGENT_SITE_STAGING\)/], { site_staging: '', site_production: '' }],
    ['not_found', `TRIP show ${nobody}`, [/no trip 't_0000000000000000'/]],
    ['not_found', `export ${nobody}`, [/no trip/]],
    ['not_found', `publish ${nobody}`, [/no trip/]],
    ['not_found', 'TRIP show TRIP', [/no trip/], { tenant: 'stranger' }],
    ['not_found', 'TRIP restore TRIP 9', [/no such version; it is at version 1/]],
    ['not_found', 'TRIP diff TRIP', [/no version 0; it has version 1 alone/]],
    ['not_found', 'TRIP diff TRIP 1 9', [/no version 9; it has version 1 alone/]],
    ['invalid', 'TRIP diff TRIP 0', [/\/since: a whole number from 1/]],
    ['not_found', 'TRIP recommend TRIP', [/no offers yet/]],
    ['not_found', 'publish TRIP --rollback', [/no page on staging/]],
    ['conflict', `TRIP edit TRIP ${titleEdit('x').replaceAll(' ', '')} --expected-version 7`, [/at version 1 by now; nothing was changed/]],
    ['conflict', 'publish TRIP --expected-version 7', [/at version 1 by now/]],
    ['unavailable', 'publish TRIP', [/the site's repository cannot be/], { site_token: 'ZZPRIV-wrong' }],
    ['unavailable', 'publish TRIP', [/the site's repository cannot be/], { site_staging: 'http://127.0.0.1:1/site.git' }],
    ['unavailable', 'TRIP list', [/cannot be opened/], { database: tripFile(hostile) + '/voygent.db' }],
    ['unavailable', 'export TRIP --out /dev/null/x', [/cannot write/]],
    ['unavailable', 'TRIP list', [/voygent\.db cannot be read as a database/], garbage],
  ];
  for (const [code, line, parts, other = {}] of refusals) {
    test(`${codes[code]}: voygent ${line.replace('TRIP ', 'trip ').replace(projectFolder, '')}`, async () => {
      const words = line.replace(/^TRIP/, 'trip').replace('UNTITLED', untitled).replace('TRIP', trip_id).split(' ');
      await refused({ ...world.settings, ...(typeof other === 'function' ? other() : other) }, words, code, parts);
    });
  }

  test('after all that, nothing was stored and nothing published', async () => {
    assert.deepEqual((await json(world.settings, ['trip', 'list'])).trips.map((trip) => [trip.title, trip.version]), [[undefined, 1], ['Steady', 1]]);
    assert.deepEqual(world.site.commits(), []);
    assert.equal((await json(world.settings, ['publish', untitled, '--ignore-blockers'])).changed, true);
  });

  test('a database of a newer program is left alone: 6', async () => {
    const settings = fresh();
    await create(settings, '--title', 'Old');
    // The row of the last migration: its number is the last byte before the row's header of five bytes.
    const known = readdirSync(join(projectFolder, 'infra', 'cloudflare', 'migrations')).sort();
    const bytes = readFileSync(settings.database);
    const at = bytes.lastIndexOf(known.at(-1).replace('.sql', '')) - 6;
    assert.deepEqual([...bytes.subarray(at, at + 3)], [known.length, 5, 0]);
    bytes[at] = 9;
    writeFileSync(settings.database, bytes);
    await refused(settings, ['trip', 'list'], 'unavailable', [new RegExp(`has schema 9, this program knows ${known.length}; start the newer program`)]);
    assert.ok(readFileSync(settings.database).equals(bytes));
  });

  test('an answer that cannot be written is no success: 6', async () => {
    const full = openSync('/dev/full', 'w');
    const done = await run(world.settings, ['export', trip_id], { stdout: full });
    assert.equal(done.status, 6);
    assert.match(done.err, /cannot be written to standard output/);
  });

  for (const [name, bytes] of malformed) {
    test(`a malformed document, ${name}`, async () => {
      const settings = fresh();
      const file = join(projectFolder, 'tests', 'data', 'trips', 'malformed', name);
      if (name === 'bom.json') {
        assert.ok(bytes.subarray(0, 3).equals(Buffer.from('\ufeff')));
        await create(settings, file);
        return assert.deepEqual(await titles(settings), ['BOM first']);
      }
      const where = { 'array-root.json': [/\/document: an object is expected/], 'duplicate-keys.json': [/line 1, column 39/, /"title" stands twice/] }[name] ?? [/line 1, column \d+: /];
      if (name !== 'array-root.json') where.push(new RegExp(`^voygent: ${file}: `));
      await refused(settings, ['trip', 'create', file], name.startsWith('deep') ? 'too_large' : 'invalid', where);
      assert.deepEqual(await titles(settings), []);
    });
  }
});

describe('export', () => {
  for (const name of tripNames) {
    test(`${name} reads in again in another database as the same document`, async () => {
      const [first, second] = [fresh(), fresh()];
      const file = join(dirname(first.database), 'exported.json');
      const exported = async (settings, word) => {
        const text = await answer(settings, ['export', await create(settings, word, '--on-invalid', name === hostile ? 'keep' : 'refuse')]);
        writeFileSync(file, text);
        return text;
      };
      let text = await exported(first, tripFile(name));
      if (name === hostile) text = await exported(fresh(), file);  // what was set aside as it was is read once more
      assert.equal(await exported(second, file), text);
      const [{ trip_id }] = (await json(second, ['trip', 'list'])).trips;
      assert.equal(await answer(second, ['export', trip_id, '-o', file]), '');
      assert.equal(readFileSync(file, 'utf8'), text);
      assert.deepEqual(JSON.parse(text), (await json(second, ['trip', 'show', trip_id, '--view', 'private'])).trip);
    });
  }
});

nothingSecretWasSaid();
