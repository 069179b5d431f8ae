// Bad input gets a clear error that names what is wrong and what is allowed, and changes nothing.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { callMessage, good, malformed, startWorld } from './world.mjs';

describe('bad input', () => {
  let world;
  let trip_id;
  let before_;
  const call = async (tool, args) => (await world.rpc(callMessage(tool, args))).body;
  const state = async () => JSON.stringify([
    good((await call('read_trip', { trip_id, view: 'private' })).result),
    good((await call('find_trips', {})).result),
  ]);
  const unchanged = async () => assert.equal(await state(), before_);

  before(async () => {
    world = await startWorld();
    ({ trip_id } = good((await call('create_trip', {
      title: 'Steady', destination: 'Oslo', start: '2027-06-01', end: '2027-06-05', currency: 'EUR',
      document: { lodging: [{ id: 'h-1', name: 'Inn', total: '100 EUR' }] },
    })).result));
    before_ = await state();
  });

  // A tool call that must be refused with a text that has all of `parts`.
  const refused = (name, tool, args, parts) => test(name, async () => {
    const { result } = await call(tool, typeof args === 'function' ? args() : args);
    assert.ok(result.isError, 'it was accepted');
    for (const part of parts) assert.match(result.content[0].text, part);
    await unchanged();
  });
  const edit = (operation) => () => ({ trip_id, operations: [operation] });

  test('11,000 bad calls in one batch', async () => {
    const batch = Array.from({ length: 11_000 }, (_, id) => callMessage('read_trip', {}, id));
    const answer = await world.rpc(batch);
    assert.equal(answer.status, 400);
    assert.match(answer.text, /at most 100/);
    assert.equal((await world.rpc(batch.slice(0, 100))).body.length, 100);
    await unchanged();
  });
  refused('an unknown argument', 'create_trip', { titel: 'x' }, [/titel/, /title/]);
  refused('a wrong type', 'create_trip', { title: 7, travelers: 'two' }, [/\/title/, /\/travelers/]);
  refused('a missing argument', 'read_trip', {}, [/trip_id/, /missing/]);
  refused('a word that is none of the choices', 'read_trip', () => ({ trip_id, view: 'everything' }), [/\/view/, /summary/, /private/]);
  refused('a date that does not exist', 'create_trip', { title: 'x', start: '2027-02-30' }, [/\/start/, /2027-02-30|YYYY-MM-DD|date/]);
  refused('an edit with a bad date', 'edit_trip', edit({ op: 'set', path: 'lodging/h-1/checkIn', value: 'next week' }), [/checkIn/, /date/]);
  refused('a negative price', 'edit_trip', edit({ op: 'set', path: 'lodging/h-1/total', value: '-5 EUR' }), [/total/, /negative|less than/]);
  refused('an amount without a currency', 'edit_trip', edit({ op: 'set', path: 'lodging/h-1/total', value: 5 }), [/total/, /EUR|currency/]);
  refused('an unknown field', 'edit_trip', edit({ op: 'set', path: 'lodging/h-1/checkinn', value: '2027-06-01' }), [/checkinn/, /checkIn/]);
  refused('an unknown item', 'edit_trip', edit({ op: 'set', path: 'lodging/h-9/name', value: 'x' }), [/h-9/]);
  refused('an unknown operation', 'edit_trip', edit({ op: 'replace', path: 'meta/title', value: 'x' }), [/\/operations\/0\/op/, /set/]);
  refused('one bad operation among good ones', 'edit_trip', () => ({
    trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'Changed' }, { op: 'remove', path: 'lodging/h-9' }],
  }), [/h-9/]);
  refused('no operation at all', 'edit_trip', () => ({ trip_id, operations: [] }), [/operations/]);
  refused('a trip of nobody', 'edit_trip', { trip_id: 't_0000000000000000', operations: [{ op: 'set', path: 'meta/title', value: 'x' }] }, [/t_0000000000000000/, /find_trips/]);
  refused('an id that is none', 'read_trip', { trip_id: "' OR 1=1 --" }, [/OR 1=1/]);
  refused('501 options', 'add_options', () => ({ trip_id, options: Array.from({ length: 501 }, () => ({ name: 'x' })) }), [/options/, /500/]);
  refused('an unknown template', 'render_trip', () => ({ trip_id, template: 'shiny' }), [/template/, /list_templates/]);
  refused('a document that contradicts its description', 'create_trip', { document: { dates: { start: 'soon' }, lodging: [{ name: 'x', stars: 'many' }] } }, [/dates\/start/, /lodging\/0\/stars/]);
  refused('a cursor that is none', 'find_trips', { cursor: 'x\u0000y' }, [/cursor|character/]);

  test('an unknown tool', async () => {
    const { error } = await call('drop_tables', {});
    assert.equal(error.code, -32602);
    assert.match(error.message, /drop_tables/);
    await unchanged();
  });

  test('a message that is no JSON, or no message', async () => {
    for (const [raw, code] of [['{"jsonrpc":', -32700], ['[]', -32600], ['7', -32600], ['{"jsonrpc":"2.0","id":1}', -32600],
      ['{"jsonrpc":"2.0","id":null,"method":"tools/list"}', -32600], ['{"jsonrpc":"1.0","id":1,"method":"tools/list"}', -32600],
      ['{"jsonrpc":"2.0","id":1,"method":"tools/destroy"}', -32601], ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}', -32602],
      ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_trip","arguments":[]}}', -32602]]) {
      const answer = await world.rpc(raw);
      assert.equal(answer.body.error?.code, code, `${raw}: ${answer.text}`);
      assert.ok(answer.body.error.message.length > 10);
    }
    await unchanged();
  });

  test('a body of 2 MB', async () => {
    const answer = await world.rpc(callMessage('create_trip', { title: 'x'.repeat(2_000_000) }));
    assert.equal(answer.status, 413);
    assert.match(answer.text, /1 MiB/);
    await unchanged();
  });

  test('an array of depth 10,000', async () => {
    for (const answer of [
      await world.rpc('['.repeat(10_000) + ']'.repeat(10_000)),
      await world.rpc(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_trip","arguments":{"document":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}`),
    ]) {
      assert.ok(answer.status === 200 || answer.status === 400 || answer.status === 413);
      assert.match(answer.text, /deep|depth|nest/);
    }
    await unchanged();
  });

  test('a body of another type, and no body', async () => {
    const wrong = await world.rest('POST', '/mcp', { raw: '{}', headers: { 'Content-Type': 'text/plain' } });
    assert.equal(wrong.status, 415);
    const none = await world.rpc('');
    assert.ok(none.status === 400 || none.body.error);
  });

  for (const [name, bytes] of malformed) {
    test(`malformed document ${name}`, async () => {
      const answer = await world.rest('POST', '/trip', { raw: bytes });
      if (name === 'bom.json' && answer.status === 201) {
        const stored = await world.rest('GET', `/trip/${answer.body.trip_id}`);
        assert.ok(!stored.text.includes('\ufeff'));
        before_ = await state();
        return;
      }
      assert.ok(answer.status === 400 || answer.status === 413, `${answer.status}`);
      assert.match(JSON.stringify(answer.body), /line \d+|column \d+|object|deep/);
      if (name === 'duplicate-keys.json') assert.match(answer.text, /title|twice|duplicate/);
      await unchanged();
    });
  }
});
