// What the peers do, and to which trips: the counterpart of bench/world/workloads.cpp.
import { randomBytes } from 'node:crypto';

export const tenant = 'agency';
export const token = 'vg_benchmark';

const spread = 1000;
const historyLengths = [10, 100, 1000, 10000];

// The trips of a database file of bench_data. `rows` runs a query and returns its rows.
export function tripsOf(rows) {
  const all = rows('SELECT id FROM trip ORDER BY id').map((row) => row.id);
  const step = Math.max(1, Math.floor(all.length / spread));
  const spreadOut = all.filter((_, i) => i % step === 0).slice(0, spread);
  const histories = new Map();
  for (const { id, version } of rows('SELECT id, version FROM trip WHERE version >= 10 ORDER BY id'))
    for (const events of historyLengths)
      if (version >= events && version < 2 * events) histories.set(events, [...(histories.get(events) ?? []), id]);
  let state = 42;
  const pick = (from) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return from[state % from.length];
  };
  const mark = randomBytes(5).toString('hex');
  let drawn = 0;
  return {
    count: all.length,
    any: () => pick(spreadOut),
    withEvents: (events) => pick(histories.get(events)),
    historyLengths: historyLengths.filter((events) => histories.has(events)),
    unique: () => `${mark}-${++drawn}`,
  };
}

export const oneChange = (trips) => ({ meta: { status: `status ${trips.unique()}` } });

export function sixChanges(trips) {
  const u = trips.unique();
  return {
    meta: { status: `six ${u}`, subtitle: `Days of ${u}`, occasion: `Birthday ${u}` },
    preferences: { pace: 'easy', vibe: `Unhurried ${u}` },
    insiderTips: { [`x-${u}`]: { seq: Date.now(), title: 'Early', tip: `Go before nine: ${u}` } },
  };
}

export function hundredOffers(trips) {
  const base = 300 + (Number.parseInt(trips.unique().split('-')[1], 10) * 97) % 900;
  return Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`o-${i}`, {
    name: `Casa ${i}`, city: 'Lisbon', location: `Quarter ${i % 10}`, price: { minor: (base + (i * 37) % 900) * 100, currency: 'EUR' },
    checkIn: '2027-03-11', checkOut: '2027-03-14', stars: 3 + (i % 3), rating: `${7 + (i % 3)}.${i % 10}`, refundable: i % 3 !== 0,
    boardBasis: 'Breakfast', commission: `${8 + (i % 5) * 2}%`, url: `https://hotels.example.com/lisbon/${i + 1}`, site: 'bench',
    capturedAt: '2026-01-01T00:00:00Z',
  }]));
}

// RFC 7396.
export function mergePatch(target, patch) {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const out = target !== null && typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = mergePatch(out[key], value);
  }
  return out;
}

// A document from its events, as the product stores them: [{ kind, payload }].
export function evolve(document, kind, payload) {
  if (kind === 'created') return payload;
  if (kind === 'restored') return payload.doc;
  return kind === 'edited' ? mergePatch(document, payload) : document;
}

// An answer of the size that a summary has.
export function summaryOf(id, version, document) {
  const days = Object.values(document.itinerary ?? {}).sort((a, b) => a.seq - b.seq);
  const stays = Object.values(document.lodging ?? {}).sort((a, b) => a.seq - b.seq);
  return JSON.stringify({
    trip_id: id, version, title: document.meta?.title, phase: document.meta?.phase, sections: Object.keys(document),
    outline: [...days.map((day) => `${day.date ?? ''}: ${day.title ?? ''}`), ...stays.map((stay) => `Stay: ${stay.name ?? ''}, ${stay.checkIn ?? ''}`)],
  });
}
