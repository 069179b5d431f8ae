// The tasks of tasks/*.json, replayed through the official client against the finished program, and what their answers may cost.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { capturedHotels } from '../../tools/demo/hotels.mjs';
import { compare, median, totalsOf } from './figures.mjs';
import { isCurrent } from './report.mjs';
import { connect, document, largeDocument, loadTasks, play, startInstallation } from './player.mjs';

const maxTextCharacters = 1500;
const maxListBytes = 10_240;

let installation;
before(async () => { installation = await startInstallation(); });
after(() => installation?.stop());

describe('tasks of an advisor', () => {
  const tasks = loadTasks();
  const played = new Map();

  for (const task of tasks) {
    test(task.name, async () => {
      const rows = await play(installation, task);
      for (const row of rows) assert.equal(row.db_calls, row.expected_db_calls, `database calls of ${row.tool}`);
      played.set(task.name, rows);
    });
  }

  test('there are 25 tasks, and every tool but list_templates and save_client has one', () => {
    assert.equal(tasks.length, 25);
    const used = new Set(tasks.flatMap((task) => task.calls.map((call) => call.tool)));
    assert.deepEqual([...used].sort(), [
      'add_options', 'check_trip', 'create_trip', 'edit_trip', 'find_trips', 'guide', 'manage_publication', 'publish_trip', 'read_trip',
      'recommend_options', 'render_trip', 'restore_trip', 'start_session',
    ]);
  });

  test('the median task takes at most two calls, none more than three', () => {
    assert.equal(played.size, tasks.length, 'every task was played');
    const calls = [...played.values()].map((rows) => rows.length);
    assert.ok(median(calls) <= 2, `median ${median(calls)}`);
    assert.ok(Math.max(...calls) <= 3);
  });

  test('a call takes one database call, and two only to restore, attach or change a site', () => {
    const twice = new Set(['restore_trip', 'recommend_options', 'publish_trip', 'manage_publication']);
    for (const row of [...played.values()].flat()) assert.ok(row.db_calls <= (twice.has(row.tool) ? 2 : 1), `${row.tool}: ${row.db_calls}`);
  });

  test('what the legacy can do as well costs a model at most a fifth of it', () => {
    const { compared, beyond } = compare(played);
    assert.equal(compared.length + beyond.length, tasks.length, 'every task is compared or named as beyond the legacy');
    const { model, wire, theirAnswers } = totalsOf(compared);
    assert.ok(model <= theirAnswers / 5, `${model} bytes against ${theirAnswers}`);
    // On the wire each answer is there twice; the report says what that means for the bar.
    assert.ok(wire <= theirAnswers * 0.65, `${wire} bytes against ${theirAnswers}`);
  });
});

test('the report has the numbers of its data', () => {
  assert.ok(isCurrent(), 'node tests/evaluation/report.mjs writes it');
});

describe('what a model has to read', () => {
  test('the list of all tools', async () => {
    const client = await connect(installation, 'list');
    const tools = await client.listTools();
    await client.close();
    assert.ok(tools.length <= 15, `${tools.length} tools`);
    const bytes = Buffer.byteLength(JSON.stringify(tools));
    assert.ok(bytes <= maxListBytes, `${bytes} bytes`);
  });

  const documents = {
    '400 activities': { document: largeDocument() },
    'the largest document of the test data': { document: document('10a-hostile-all-strings'), on_invalid: 'keep' },
  };
  const hotels = capturedHotels({ city: 'Rome', checkIn: '2027-05-01', checkOut: '2027-05-04', nights: 3 });
  const manyOperations = Array.from({ length: 100 }, (_, i) => ({ op: 'add', path: 'actionItems', value: { text: `Pack thing number ${i}, which is useful on such a way` } }));
  // Every tool with what it needs and nothing else, in an order in which each finds what it works on.
  const defaults = (trip_id) => [
    ['start_session', {}],
    ['find_trips', {}],
    ['read_trip', { trip_id }],
    ['check_trip', { trip_id }],
    ['edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'A long way round' }] }],
    ['edit_trip', { trip_id, operations: manyOperations }],
    ['add_options', { trip_id, options: hotels }],
    ['recommend_options', { trip_id }],
    ['recommend_options', { trip_id, attach: true }],
    ['read_trip', { trip_id, view: 'history' }],
    ['read_trip', { trip_id, since: 1 }],
    ['render_trip', { trip_id }],
    ['publish_trip', { trip_id, ignore_blockers: true }],
    ['manage_publication', { trip_id, action: 'status' }],
    ['manage_publication', { trip_id, action: 'unpublish' }],
    ['manage_publication', { trip_id, action: 'rollback' }],
    ['restore_trip', { trip_id }],
    ['create_trip', { copy_of: trip_id }],
    ['save_client', { client: { name: 'Nora Bellweather' } }],
    ['guide', {}],
    ['list_templates', {}],
  ];

  for (const [name, created] of Object.entries(documents)) {
    test(`default answers on ${name}`, async (t) => {
      const client = await connect(installation, name);
      const answered = [];
      const bounded = (tool, result) => {
        assert.ok(!result.isError, result.content[0].text);
        const characters = [...result.content[0].text].length;
        assert.ok(characters >= 20 && characters <= maxTextCharacters, `${characters} characters`);
        answered.push(tool);
      };
      try {
        const made = await client.call('create_trip', created);
        await t.test('create_trip', () => bounded('create_trip', made));
        for (const [tool, args] of defaults(made.structuredContent.trip_id)) {
          const { trip_id, ...others } = args;
          await t.test(`${tool} ${JSON.stringify(others).slice(0, 60)}`, async () => bounded(tool, await client.call(tool, args)));
        }
        const tools = await client.listTools();
        assert.deepEqual(tools.map((tool) => tool.name).sort(), [...new Set(answered)].sort(), 'every tool has answered');
      } finally {
        await client.close();
      }
    });
  }
});
