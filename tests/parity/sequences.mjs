// Random sequences of commands, the same for the same number: what a model that is not careful could do to a handful of trips.
import { call } from './requests.mjs';

// mulberry32: small, and good enough to choose.
export function generator(start) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)], hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join('') };
}

const words = ['Rome', 'Łódź', 'São Miguel', '東京', 'O\'Neill', '"quoted"', 'a\\b', 'line\nbreak', '🏝', '{name}', '<b>', 'Rome again', 'Évora', 'x'.repeat(300), ''];
const days = ['2027-03-01', '2027-03-02', '2027-03-05', '2027-12-31', '2024-02-29', '2027-02-30'];
// Mostly the first ones, which are good.
const likely = (chance, list) => (chance.below(8) === 0 ? chance.pick(list) : list[chance.below(list.length - 2)]);

function operation(chance) {
  const { below } = chance;
  const pick = (list) => likely(chance, list);
  const paths = ['meta/title', 'meta/destination', 'dates/start', 'dates/end', 'travelers/count', 'meta/tags', 'notes', 'no/such/path', 'lodging/x1/checkIn'];
  switch (below(5)) {
    case 0: return { op: 'set', path: pick(paths), value: chance.pick([pick(words), pick(days), below(10), null, true, [pick(words)], { name: pick(words) }]) };
    case 1: return { op: 'add', path: 'lodging', value: { name: pick(words), checkIn: pick(days), checkOut: pick(days), total: `${below(2000)}.50 EUR` } };
    case 2: return { op: 'add', path: 'itinerary', value: { date: pick(days), title: pick(words), activities: [{ name: pick(words), time: '09:30', cost: `${below(90)} EUR` }] } };
    case 3: return { op: 'remove', path: pick(['lodging/x1', 'itinerary/x2', 'lodging']) };
    default: return { op: 'set', path: 'meta/title', value: pick(words) };
  }
}

function command(chance, trips, name) {
  const { below } = chance;
  const pick = (list) => likely(chance, list);
  const trip_id = below(20) === 0 ? 't_0000000000000000' : chance.pick(trips);
  const version = below(4) === 0 ? { expected_version: 1 + below(6) } : {};
  switch (trips.length === 0 ? 0 : below(10)) {
    case 0: case 1: return call(name, 'create_trip', { title: pick(words), destination: pick(words), ...(below(2) ? { start: pick(days), end: pick(days) } : {}), ...(below(3) === 0 ? { client: { name: pick(words), email: chance.pick(['a@example.com', 'b@example.com']) } } : {}) });
    case 2: case 3: case 4: return call(name, 'edit_trip', { trip_id, operations: Array.from({ length: 1 + below(3) }, () => operation(chance)), ...version });
    case 5: return call(name, 'restore_trip', { trip_id, ...(below(2) ? { version: 1 + below(4) } : {}) });
    case 6: return call(name, 'add_options', { trip_id, options: Array.from({ length: 1 + below(5) }, () => ({ name: pick(words), city: 'Rome', price: `${50 + below(500)}.00`, currency: 'EUR', checkIn: '2027-03-01', checkOut: '2027-03-05', commission: below(40) })) });
    case 7: return call(name, 'recommend_options', { trip_id, attach: below(2) === 0 });
    case 8: return call(name, 'save_client', { client: { name: pick(words), email: chance.pick(['a@example.com', 'c@example.com']), notes: pick(words) } });
    default: return call(name, 'read_trip', { trip_id, view: chance.pick(['summary', 'full', 'history', 'private']) });
  }
}

// The next request of a sequence, given the trips that there are; now and then the one before once more.
export function nextRequest(chance, trips, before, name) {
  return before && chance.below(6) === 0 ? before : command(chance, trips, name);
}
