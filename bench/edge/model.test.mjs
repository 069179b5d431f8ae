// The formulas of the model, by numbers that can be worked out by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstBeyond, latencyMs, mix, monthly, objects, usePerAction } from './model.mjs';

const close = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
const nothing = { requests: 0, cpu_ms: 0, rows_read: 0, rows_written: 0, object_requests: 0, object_gb_s: 0 };

test('an action takes its calls and its work', () => {
  close(latencyMs({ calls: 1, cpu_us: 400 }, { query_ms: 109 }), 109.4);
  close(latencyMs({ calls: 7, cpu_us: 0 }, { query_ms: 240 }), 1_680);
  close(latencyMs({ calls: 0, cpu_us: 50 }, { query_ms: 19 }), 0.05);
});

test('the mix is whole', () => close(Object.values(mix).reduce((sum, share) => sum + share, 0), 1));

test('an average action is the sum over the mix', () => {
  const same = Object.fromEntries(Object.keys(mix).map((name) => [name, { cpu_us: 300, rows_read: 2, rows_written: name === 'edit' ? 3 : 0 }]));
  const use = usePerAction(same);
  close(use.cpu_ms, 0.3);
  close(use.rows_read, 2);
  close(use.rows_written, 3 * mix.edit + objects.rows_written);
  assert.equal(use.requests, 1);
});

test('what is included costs nothing, and every million beyond its price', () => {
  close(monthly({ ...nothing, requests: 1 }, 10e6).total, 5);
  close(monthly({ ...nothing, requests: 1 }, 20e6).total, 5 + 3);
  close(monthly({ ...nothing, cpu_ms: 1 }, 130e6).total, 5 + 2);
  close(monthly({ ...nothing, rows_written: 10 }, 10e6).total, 5 + 50);
  close(monthly({ ...nothing, rows_read: 1_000 }, 26e6).total, 5 + 1);
  close(monthly({ ...nothing, object_requests: 1 }, 3e6).total, 5 + 0.3);
  close(monthly({ ...nothing, object_gb_s: 1 }, 1.4e6).total, 5 + 12.5);
});

test('the first to go beyond is the one with the smallest room', () =>
  assert.deepEqual(firstBeyond({ ...nothing, requests: 1, rows_written: 100 }), { name: 'rows_written', actions: 500_000 }));
