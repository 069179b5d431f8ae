// REST: what openapi.json says is what is served.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { startWorld, tripNames, tripText } from './world.mjs';

describe('REST', () => {
  let world;
  let api;
  let trip_id;
  before(async () => {
    world = await startWorld();
    api = (await world.rest('GET', '/openapi.json', { token: '' })).body;
    trip_id = (await world.rest('POST', '/v1/trips', { body: { title: 'REST', destination: 'Oslo' } })).body.trip_id;
  });

  test('health needs no token and names the schema', async () => {
    const answer = await world.rest('GET', '/health', { token: '' });
    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.body), ['status', 'version', 'schema']);
    assert.equal((await world.rest('HEAD', '/health', { token: '' })).status, 200);
  });

  test('a linter accepts the OpenAPI document', () => {
    const file = join(world.folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(api));
    const lint = spawnSync(join(projectFolder, 'node_modules', '.bin', 'redocly'), ['lint', '--format=json', file], { encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
    const report = JSON.parse(lint.stdout.slice(lint.stdout.indexOf('{')));
    assert.deepEqual(report.problems.map((problem) => problem.message), []);
  });

  test('a trip document goes in and comes out, with one database call each', async () => {
    for (const name of tripNames.filter((one) => !one.startsWith('10a'))) {
      const made = await world.rest('POST', '/trip', { raw: tripText(name) });
      assert.equal(made.status, 201, `${name}: ${made.text}`);
      assert.match(made.headers.get('server-timing'), /calls=1"/);
      assert.equal(made.headers.get('etag'), '"1"');
      const read = await world.rest('GET', `/trip/${made.body.trip_id}`);
      assert.equal(read.status, 200);
      assert.match(read.headers.get('server-timing'), /calls=1"/);
      assert.equal(read.body.trip.meta.title, JSON.parse(tripText(name)).meta.title ?? read.body.trip.meta.title);
    }
  });

  test('If-Match and Idempotency-Key are the expected version and the key', async () => {
    const edit = (title, headers) => world.rest('POST', `/v1/trips/${trip_id}/edits`, { body: { operations: [{ op: 'set', path: 'meta/title', value: title }] }, headers });
    const { version } = (await world.rest('GET', `/v1/trips/${trip_id}`)).body;
    const first = await edit('By header', { 'If-Match': `"${version}"`, 'Idempotency-Key': 'k-1' });
    assert.equal(first.status, 200);
    assert.equal(first.headers.get('etag'), `"${version + 1}"`);
    assert.equal((await edit('By header', { 'If-Match': `"${version}"`, 'Idempotency-Key': 'k-1' })).body.status, 'duplicate');
    assert.equal((await edit('Other content', { 'If-Match': `"${version}"`, 'Idempotency-Key': 'k-1' })).status, 409);
    const stale = await edit('Late', { 'If-Match': `"${version}"` });
    assert.equal(stale.status, 409);
    assert.match(stale.text, new RegExp(`version ${version + 1}`));
    assert.equal((await edit('Bad tag', { 'If-Match': 'seven' })).status, 400);
  });

  test('the difference between two versions is a view of the trip, in one call', async () => {
    const { trip_id: id } = (await world.rest('POST', '/v1/trips', { body: { title: 'One' } })).body;
    await world.rest('POST', `/v1/trips/${id}/edits`, { body: { operations: [{ op: 'set', path: 'meta/title', value: 'Two' }] } });
    for (const query of ['view=diff', 'view=diff&since=1', 'since=1&version=2']) {
      const answer = await world.rest('GET', `/v1/trips/${id}?${query}`);
      assert.equal(answer.status, 200, answer.text);
      assert.match(answer.headers.get('server-timing'), /calls=1"/);
      assert.equal(answer.headers.get('etag'), '"2"');
      assert.deepEqual(answer.body, {
        trip_id: id, version: 2, view: 'diff', since: 1,
        changes: [{ path: 'meta/title', kind: 'set', from: 'One', to: 'Two' }], patch: { meta: { title: 'Two' } },
      });
    }
    const none = await world.rest('GET', `/v1/trips/${id}?view=diff&since=3`);
    assert.equal(none.status, 404);
    assert.match(none.body.detail, /has no version 3; it has versions 1 to 2/);
  });

  test('a wrong method says which are right; an unknown path says where to look', async () => {
    const wrong = await world.rest('DELETE', `/v1/trips/${trip_id}`);
    assert.equal(wrong.status, 405);
    assert.match(wrong.headers.get('allow'), /GET/);
    assert.match((await world.rest('GET', '/v2/trips')).text, /openapi\.json/);
    assert.equal((await world.rest('GET', '/v1/trips/%zz')).status, 404);
  });

  // Every operation with requests near its contract: the answer is one that the document promises.
  test('no request makes an answer that the document does not describe', async () => {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);
    ajv.addSchema({ $id: 'api', ...api });
    const resolved = (schema) => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const response = (operation, status) => {
      const found = operation.responses[status];
      return found?.$ref ? api.components.responses[found.$ref.split('/').pop()] : found;
    };
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const body = operation.requestBody?.content['application/json'].schema;
        const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
        const requests = fc.record({
          id: fc.constantFrom(trip_id, 't_0000000000000000', "x' --"),
          query: fc.record(Object.fromEntries(query.map((parameter) => [parameter.name, near(parameter.schema)])), { requiredKeys: [] }),
          body: body ? near(body) : fc.constant(undefined),
        });
        await fc.assert(fc.asyncProperty(requests, async (sent) => {
          const search = new URLSearchParams(Object.entries(sent.query).map(([name, value]) => [name, String(value)]));
          const url = path.replace(/\{.*?\}/, encodeURIComponent(sent.id)) + (search.size ? `?${search}` : '');
          const answer = await world.rest(method.toUpperCase(), url, { body: sent.body });
          assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
          const described = response(operation, answer.status);
          assert.ok(described, `${answer.status} is not described: ${answer.text}`);
          const type = (answer.headers.get('content-type') ?? '').split(';')[0];
          const content = described.content[type];
          assert.ok(content, `${type} is not described`);
          if (answer.body !== undefined) {
            const valid = ajv.compile(resolved(content.schema));
            assert.ok(valid(answer.body), `${ajv.errorsText(valid.errors)}: ${answer.text}`);
          }
        }), { numRuns: 40, seed: 20261122 });
      }
    }
  });
});

// Values mostly as the schema wants them, sometimes beside it.
function near(schema) {
  const wrong = fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.array(fc.boolean(), { maxLength: 2 }), fc.constant({ unexpected: 1 }));
  const right = () => {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    switch (schema.type) {
      case 'integer': return fc.integer({ min: (schema.minimum ?? 0) - 1, max: Math.min(schema.maximum ?? 1000, 10_000) + 1 });
      case 'boolean': return fc.boolean();
      case 'array': return fc.array(near(schema.items ?? {}), { maxLength: 3 });
      case 'object': return fc.record(Object.fromEntries(Object.entries(schema.properties ?? { note: { type: 'string' } }).map(([name, value]) => [name, near(value)])), { requiredKeys: schema.required ?? [] });
      case 'string': return schema.format === 'date'
        ? fc.constantFrom('2027-03-11', '2027-12-31', '2027-02-30', '')
        : fc.string({ unit: 'grapheme', maxLength: Math.min(schema.maxLength ?? 30, 60) });
      default: return fc.jsonValue({ maxDepth: 2 });
    }
  };
  return fc.oneof({ weight: 9, arbitrary: right() }, { weight: 1, arbitrary: wrong });
}
