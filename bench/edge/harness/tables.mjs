// The tables of docs/reports/edge.md from what was measured.
import { firstBeyond, latencyMs, mix, monthly, places, usePerAction } from '../model.mjs';
import { legacy } from './legacy.mjs';

const number = (value) => Math.round(value).toLocaleString('en-US');
const us = (value) => `${value < 100 ? value.toFixed(1) : number(value)} µs`;
const ms = (value) => `${value < 9.95 ? value.toFixed(value < 0.995 ? 2 : 1) : number(value)} ms`;
const kb = (bytes) => `${number(bytes / 1_000)} KB`;
const dollars = (value) => `$${value.toFixed(2)}`;
// Rounded up, so that what misses a bar does not look as if it met it.
const times = (ratio) => `${(Math.ceil(ratio * 100 - 1e-9) / 100).toFixed(2)}x`;
const table = (head, rows) => [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const met = (good) => (good ? 'met' : '**missed**');

const names = { voygent: 'Voygent', javascript: 'plain JavaScript' };
const actionsOf = (report) => report.isolate.map(({ action }) => action);
const loaded = (report, action, connections, worker) => report.load.find((row) => row.action === action && row.connections === connections && row.worker === worker);
const counted = (report, action, worker) => report.counts.find((row) => row.action === action && row.worker === worker);
const alone = (report, action) => report.isolate.find((row) => row.action === action);
const started = (report, name) => report.starts.find((row) => row.name === name);

// { action, connections, ratio } of the processor time of the whole process.
const pairs = (report) => report.plan.connections.flatMap((connections) => actionsOf(report).map((action) => ({
  action, connections, ratio: loaded(report, action, connections, 'voygent').cpu_us / loaded(report, action, connections, 'javascript').cpu_us,
})));
const worst = (list) => list.reduce((most, one) => (one.ratio > most.ratio ? one : most));

function bars(report) {
  const all = pairs(report);
  const most = worst(all.filter(({ action }) => action !== 'page'));
  const page = worst(all.filter(({ action }) => action === 'page'));
  const start = started(report, 'voygent');
  const size = report.sizes.find(({ worker }) => worker === 'voygent');
  const { voygent_us: ours, javascript_us: theirs } = alone(report, 'page');
  return table(['bar', 'measured', ''], [
    ['CPU per request at most 1.5x of the plain JavaScript worker on the same runtime', `${times(most.ratio)} in the worst of ${all.length - report.plan.connections.length} pairs (${most.action}, ${most.connections === 1 ? '1 connection' : `${most.connections} connections`})`, met(most.ratio <= 1.5)],
    ['CPU per request lower than that of the plain JavaScript worker for the page', `${times(page.ratio)} in the worse of ${report.plan.connections.length} pairs; in the isolate alone ${us(ours)} and ${us(theirs)}`, met(page.ratio < 1)],
    ['instantiating and the first request at most 50 ms, median', `${ms(start.more_ms)} more than an empty worker`, met(start.more_ms <= 50)],
    ['at most 1 MB compressed', kb(size.gzip_bytes), met(size.gzip_bytes <= 1e6)],
  ]);
}

const sideBySide = (report, connections) => table(['action, worker', 'requests/s', 'p50', 'p95', 'p99', 'CPU per request', 'CPU to theirs', 'errors'], actionsOf(report).flatMap((action) => {
  const [theirs, ours] = ['javascript', 'voygent'].map((worker) => loaded(report, action, connections, worker));
  return [theirs, ours].map((row) => [
    `${action}, ${names[row.worker]}`, number(row.per_second), ms(row.p50_us / 1e3), ms(row.p95_us / 1e3), ms(row.p99_us / 1e3), us(row.cpu_us), row === ours ? times(ours.cpu_us / theirs.cpu_us) : '', row.errors,
  ]);
}));

const isolate = (report) => table(['action', 'Voygent', 'plain JavaScript', 'to theirs', 'more'], report.isolate.map((row) => [
  row.action, us(row.voygent_us), us(row.javascript_us), times(row.voygent_us / row.javascript_us), us(row.voygent_us - row.javascript_us),
]));

const counts = (report) => table(['action, worker', 'calls', 'statements', 'rows read', 'rows written'], report.counts.map((row) => [`${row.action}, ${names[row.worker]}`, row.calls, row.statements, row.rows_read, row.rows_written]));

const startNames = { nothing: 'an empty worker', compiled: '… with the module of the core', instantiated: '… and an instance of it', voygent: 'Voygent', javascript: 'plain JavaScript' };
const starts = (report) => table(['worker', 'listens after', 'has answered after', 'more than an empty one'], Object.keys(startNames).map((name) => {
  const row = started(report, name);
  return [startNames[name], ms(row.listening_ms), ms(row.answered_ms), name === 'nothing' ? '' : ms(row.more_ms)];
}));

const sizes = (report) => table(['worker', 'size', 'compressed', 'memory after the run', 'its own'], report.sizes.map(({ worker, bytes, gzip_bytes: compressed }) => {
  const memory = report.memory.find((row) => row.worker === worker);
  return [names[worker], kb(bytes), kb(compressed), `${memory.pss_mb} MB`, `${memory.anonymous_mb} MB`];
}));

const before = (report) => table(['action', 'legacy', 'calls', 'CPU', 'p50', 'here', 'calls', 'CPU', 'p50'], legacy.map((row) => {
  const ours = loaded(report, row.ours, 1, 'voygent');
  return [row.action, row.theirs, row.calls, ms(row.cpu_ms), ms(row.p50_ms), row.ours, counted(report, row.ours, 'voygent').calls, ms(ours.cpu_us / 1e3), ms(ours.p50_us / 1e3)];
}));

// What the model needs of an action.
const spent = (report, action) => ({ ...counted(report, action, 'voygent'), cpu_us: alone(report, action).voygent_us + alone(report, action).nothing_us });

function latency(report) {
  const head = ['action', 'calls', ...places.map(({ place }) => place)];
  const ours = actionsOf(report).map((action) => [action, spent(report, action).calls, ...places.map((place) => ms(latencyMs(spent(report, action), place)))]);
  const theirs = legacy.filter(({ calls }) => calls > 1).map(({ theirs: name, calls }) => [`legacy: ${name}`, calls, ...places.map((place) => ms(latencyMs({ calls, cpu_us: 0 }, place)))]);
  return table(head, [...ours, ...theirs]);
}

function cost(report) {
  const use = usePerAction(Object.fromEntries(Object.keys(mix).map((action) => [action, spent(report, action)])));
  const head = ['actions a month', 'base', 'requests', 'CPU', 'rows read', 'rows written', 'Durable Objects', 'in all'];
  const rows = [1e3, 100e3, 10e6, 100e6].map((count) => {
    const parts = monthly(use, count);
    return [number(count), ...['base', 'requests', 'cpu_ms', 'rows_read', 'rows_written'].map((name) => dollars(parts[name])), dollars(parts.object_requests + parts.object_gb_s), dollars(parts.total)];
  });
  const first = firstBeyond(use);
  return `${table(head, rows)}\n\nAn average action uses ${use.cpu_ms.toFixed(2)} ms of CPU, reads ${use.rows_read.toFixed(1)} rows and writes ${use.rows_written.toFixed(2)}. The first to cost more than the base are the ${first.name.replaceAll('_', ' ')}, from ${number(first.actions)} actions a month.`;
}

export function tables(report) {
  return {
    bars: bars(report), one: sideBySide(report, 1), many: sideBySide(report, 32), isolate: isolate(report), counts: counts(report), starts: starts(report), sizes: sizes(report), legacy: before(report),
    latency: latency(report), cost: cost(report),
  };
}

// The ones of docs/reports/edge-language.md.
export function languageTables(report) {
  const rows = actionsOf(report).map((action) => {
    const { voygent_us: ours, javascript_us: theirs } = alone(report, action);
    return [action, us(ours), us(theirs)];
  });
  const start = (name) => ms(started(report, name).more_ms);
  const size = (worker) => kb(report.sizes.find((row) => row.worker === worker).gzip_bytes);
  return {
    languages: table(['measured here', 'C++ as WebAssembly', 'JavaScript'], [
      ...rows.map(([action, ours, theirs]) => [`CPU in the isolate, ${action}`, ours, theirs]),
      ['cold start, more than an empty worker', start('voygent'), start('javascript')],
      ['size, compressed', size('voygent'), size('javascript')],
    ]),
  };
}
