// What an action would take and cost in production: formulas over published latencies and prices and over the counts that
// were measured here. Nothing of it was measured in production.

// Published milliseconds of one query of a D1 in Eastern Europe, by where the Worker runs.
export const places = [
  { place: 'near', query_ms: 19 },
  { place: 'across the Atlantic', query_ms: 109 },
  { place: 'Asia', query_ms: 240 },
];

// The paid plan: what is included in a month, and dollars for each million beyond.
// https://developers.cloudflare.com/workers/platform/pricing/, …/d1/platform/pricing/, …/durable-objects/platform/pricing/
export const prices = {
  base: 5,
  requests: { included: 10e6, million: 0.3 },
  cpu_ms: { included: 30e6, million: 0.02 },
  rows_read: { included: 25e9, million: 0.001 },
  rows_written: { included: 50e6, million: 1 },
  object_requests: { included: 1e6, million: 0.15 },
  object_gb_s: { included: 400e3, million: 12.5 },
};

// A report to a Durable Object is due when a token has taken 50 requests in an isolate, or an address 100 (a twentieth of what they
// may take at once); each may set an alarm, which is a request too. An object is awake for some milliseconds with 128 MB.
const reports = 1 / 50 + 1 / 100;
const awakeSeconds = 0.05;
export const objects = { requests: 2 * reports, gb_s: 2 * reports * awakeSeconds * 0.128, rows_written: 2 * reports };

// What advisors and their clients do: of a hundred actions so many.
export const mix = { 'read summary': 0.35, 'read full': 0.1, edit: 0.3, page: 0.2, 'tools/list': 0.05 };

// Milliseconds from the Worker on: the way to the database once for each call, and the work of the Worker.
export const latencyMs = ({ calls, cpu_us: cpu }, { query_ms: query }) => calls * query + cpu / 1_000;

// A sum over the mix: what one action uses on average. `actions` is { name: { cpu_us, rows_read, rows_written } }.
export function usePerAction(actions) {
  const average = (key) => Object.entries(mix).reduce((sum, [name, share]) => sum + share * actions[name][key], 0);
  return {
    requests: 1, cpu_ms: average('cpu_us') / 1_000, rows_read: average('rows_read'), rows_written: average('rows_written') + objects.rows_written,
    object_requests: objects.requests, object_gb_s: objects.gb_s,
  };
}

// Dollars of a month by what is paid for; only what goes beyond the included amount costs.
export function monthly(use, count) {
  const parts = { base: prices.base };
  for (const [name, { included, million }] of Object.entries(prices))
    if (name !== 'base') parts[name] = (Math.max(0, use[name] * count - included) / 1e6) * million;
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

// The number of actions in a month at which something begins to cost beyond the base, and what that is.
export function firstBeyond(use) {
  const limits = Object.entries(prices).filter(([name]) => name !== 'base').map(([name, { included }]) => ({ name, actions: included / use[name] }));
  return limits.reduce((least, one) => (one.actions < least.actions ? one : least));
}
