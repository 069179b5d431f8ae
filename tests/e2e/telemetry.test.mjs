// What an OpenTelemetry collector gets: spans of the trace that the caller began, counters, and nothing that is private.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { scratchFolder, startWorld, tripText } from './world.mjs';
import { codes, run } from './cli.mjs';

const closing = [];
after(() => closing.forEach((server) => server.close()));

// A collector that keeps what it takes. `answer` decides on the status; undefined: it never answers.
async function startCollector(answer = () => 200) {
  const taken = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const status = answer();
      if (status === undefined) return;
      if (status === 200) taken.push({ path: request.url, headers: request.headers, body: JSON.parse(Buffer.concat(chunks)) });
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push({ close: () => server.closeAllConnections() ?? server.close() }, server);
  return { url: `http://127.0.0.1:${server.address().port}`, taken };
}

const attributes = ({ attributes: list }) => Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));
const spansOf = (taken) => taken.filter(({ path }) => path === '/v1/traces')
  .flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
const pointsOf = (taken, name) => {
  const last = taken.filter(({ path }) => path === '/v1/metrics').at(-1).body.resourceMetrics[0].scopeMetrics[0].metrics.find((one) => one.name === name);
  return (last.histogram ?? last.sum).dataPoints;
};

describe('a collector', () => {
  test('gets a span for each request, in the trace of its caller', async () => {
    const collector = await startCollector();
    const world = await startWorld({ otlp_endpoint: `${collector.url}/`, otlp_headers: 'Authorization=Bearer collector,X-Team=trips' });
    const client = await world.connect();
    const { structuredContent: { trip_id } } = await client.call('create_trip', { document: JSON.parse(tripText('01-city-break-3n')), on_invalid: 'keep' });
    await client.call('edit_trip', { trip_id: 't_0000000000000000', operations: [{ op: 'set', path: 'meta/title', value: 'ZZPRIV-title' }] });
    await client.close();
    const trace = randomBytes(16).toString('hex');
    const parent = randomBytes(8).toString('hex');
    await world.rest('GET', `/v1/trips/${trip_id}`, { headers: { traceparent: `00-${trace}-${parent}-01` } });
    await world.rest('GET', `/v1/trips/${trip_id}`, { headers: { traceparent: `00-${'f'.repeat(32)}-${parent}-00` } });
    await world.server.stop();

    const spans = spansOf(collector.taken);
    const create = spans.find(({ name }) => name === 'tools/call create_trip');
    assert.equal(create.kind, 2);
    assert.match(create.traceId, /^[0-9a-f]{32}$/);
    assert.deepEqual(attributes(create), {
      'http.request.method': 'POST', 'http.response.status_code': 200, 'mcp.method.name': 'tools/call', 'mcp.protocol.version': attributes(create)['mcp.protocol.version'],
      'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'create_trip',
    });
    const edit = spans.find(({ name }) => name === 'tools/call edit_trip');
    assert.equal(attributes(edit)['error.type'], 'not_found');
    assert.equal(edit.status.code, 2);

    const read = spans.filter(({ traceId }) => traceId === trace);
    assert.equal(read.length, 2, 'the request and its database call');
    const server = read.find(({ kind }) => kind === 2);
    const database = read.find(({ kind }) => kind === 3);
    assert.equal(server.parentSpanId, parent);
    assert.equal(database.parentSpanId, server.spanId);
    assert.equal(attributes(database)['db.system.name'], 'sqlite');
    for (const edge of ['startTimeUnixNano', 'endTimeUnixNano']) {
      assert.ok(BigInt(database[edge]) >= BigInt(server.startTimeUnixNano) && BigInt(database[edge]) <= BigInt(server.endTimeUnixNano), `${edge} is within the request`);
      assert.ok(Math.abs(Number(BigInt(server[edge]) / 1_000_000n) - Date.now()) < 60_000);
    }
    assert.equal(spans.filter(({ traceId }) => traceId === 'f'.repeat(32)).length, 0, 'what its caller does not sample makes no span');

    const point = pointsOf(collector.taken, 'mcp.server.operation.duration').find((one) => attributes(one)['gen_ai.tool.name'] === 'create_trip');
    assert.equal(point.count, '1');
    assert.equal(point.bucketCounts.length, point.explicitBounds.length + 1);
    assert.equal(point.bucketCounts.reduce((sum, count) => sum + Number(count), 0), 1);
    assert.ok(pointsOf(collector.taken, 'voygent.request.failures').some((one) => attributes(one)['error.type'] === 'not_found'));
    assert.ok(pointsOf(collector.taken, 'voygent.database.calls').every((one) => Number(one.asInt) >= 0));

    assert.ok(collector.taken.every(({ headers }) => headers.authorization === 'Bearer collector' && headers['x-team'] === 'trips'));
    const all = JSON.stringify(collector.taken.map(({ body }) => body));
    for (const secret of ['ZZPRIV', world.token, trip_id, JSON.parse(tripText('01-city-break-3n')).meta.title, '127.0.0.1']) assert.ok(!all.includes(secret), secret);
  });

  test('that refuses, hangs or is gone keeps nobody waiting and loses no request', async () => {
    for (const [what, answer] of Object.entries({ refuses: () => 503, hangs: () => undefined })) {
      const collector = await startCollector(answer);
      const world = await startWorld({ otlp_endpoint: collector.url });
      const client = await world.connect();
      const begun = performance.now();
      for (let i = 0; i < 50; ++i) assert.ok(!(await client.call('create_trip', { title: `Trip ${i}` })).isError, what);
      assert.ok(performance.now() - begun < 10_000, what);
      await client.close();
      await world.server.stop();
      assert.match(world.server.log(), /"event":"telemetry","outcome":"not taken"/, what);
    }
    const world = await startWorld({ otlp_endpoint: 'http://127.0.0.1:9' });
    assert.equal((await world.rest('GET', '/health')).status, 200);
    await world.server.stop();
    assert.match(world.server.log(), /"outcome":"not taken"/);
  });

  test('that is no address, and headers that are none, are refused at the start', async () => {
    for (const [settings, part] of [[{ otlp_endpoint: 'collector' }, /otlp-endpoint/], [{ otlp_endpoint: 'http://127.0.0.1:9', otlp_headers: 'nonsense' }, /otlp-headers/]]) {
      const nowhere = join(scratchFolder(), 'none.db');
      const done = await run({ ...settings, database: nowhere }, ['serve', '--port', '0']);
      assert.equal(done.status, codes.invalid);
      assert.match(done.err, part);
      assert.ok(!existsSync(nowhere), 'a wrong setting makes no database');
    }
  });
});
