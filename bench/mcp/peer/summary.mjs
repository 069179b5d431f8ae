// The summary that read_trip gives, in JavaScript: packages/app/read_trip.cpp and packages/trip/facts.cpp, as far as the
// documents of bench_data need them. bench/mcp/run.mjs compares both for every trip before it measures. It runs in Node.js and
// in a worker.
const textMax = 1_500;
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const symbols = { CAD: 'CA$', NZD: 'NZ$', HKD: 'HK$', AUD: 'A$', BRL: 'R$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', USD: '$' };
const noDecimals = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const threeDecimals = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

// Characters, not UTF-16 units.
function lengthOf(text) {
  let length = 0;
  for (const _ of text) ++length;
  return length;
}
const shorten = (text, max) => (text.length <= max || lengthOf(text) <= max ? text : [...text].slice(0, max - 1).join('') + '…');
const oneLine = (text, max) => shorten(text ?? '', max).replace(/[\u0000-\u001f\u007f]/g, ' ');
export const countOf = (n, one, many = one + 's') => `${n} ${n === 1 ? one : many}`;
export const inOrder = (collection) => Object.entries(collection ?? {}).sort(([a, x], [b, y]) => (x.seq ?? 0) - (y.seq ?? 0) || (a < b ? -1 : 1));

export const parseDate = (text) => (/^\d{4}-\d\d-\d\d$/.test(text ?? '') ? new Date(`${text}T00:00:00Z`) : null);
export const fullDate = (date) => `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
const shortDate = (date) => `${date.getUTCDate()} ${months[date.getUTCMonth()].slice(0, 3)}`;
export const dayMonth = (date) => `${days[date.getUTCDay()]} ${shortDate(date)}`;

const exponentOf = (currency) => (noDecimals.has(currency) ? 0 : threeDecimals.has(currency) ? 3 : 2);
export const isMoney = (value) => typeof value?.currency === 'string' && Number.isInteger(value.minor);
export function moneyWords({ minor, currency }) {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = digits.slice(digits.length - exponent);
  return (minor < 0 ? '−' : '') + (symbols[currency] ?? `${currency}\u00a0`) + whole + (/^0*$/.test(cents) ? '' : `.${cents}`);
}

class Sum {
  constructor(currency, rates) {
    Object.assign(this, { currency, rates, minor: 0, complete: true, any: false });
  }
  add({ minor, currency }) {
    this.currency ??= currency;
    const rate = currency === this.currency ? 1 : Number(this.rates?.[currency]);
    if (!(rate > 0)) {
      this.complete = false;
      return;
    }
    this.minor += currency === this.currency ? minor : Math.round(minor * rate * 10 ** (exponentOf(this.currency) - exponentOf(currency)));
    this.any = true;
  }
  get result() {
    return this.complete && this.any ? { minor: this.minor, currency: this.currency } : null;
  }
}

function travellersOf(trip) {
  const who = trip.travelers ?? {};
  return who.count || Object.keys(who.details ?? {}).length || (who.names ?? []).length || (who.adults ?? 0) + (who.children ?? 0);
}

function budgetWords(trip, travellers) {
  const budget = trip.budget ?? {};
  const currency = budget.currency ?? trip.meta?.currency;
  const [total, low, high] = [0, 1, 2].map(() => new Sum(currency, budget.fx));
  const byCurrency = new Map();
  let ranged = false;
  for (const line of Object.values(budget.lineItems ?? {})) {
    const lo = isMoney(line.amountLo) ? line.amountLo : null;
    const hi = isMoney(line.amountHi) ? line.amountHi : null;
    const amount = isMoney(line.amount) ? line.amount : (hi ?? lo);
    if (!amount) continue;
    const times = (typeof line.qty === 'number' ? line.qty : 1) * (line.perPerson === true && travellers > 0 ? travellers : 1);
    const scaled = (money) => ({ minor: times === 1 ? money.minor : Math.round(money.minor * times), currency: money.currency });
    total.add(scaled(amount));
    low.add(scaled(lo ?? amount));
    high.add(scaled(hi ?? amount));
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0) + scaled(amount).minor);
    ranged ||= Boolean(lo && hi && lo.minor !== hi.minor);
  }
  const words = ranged && low.result && high.result ? `${moneyWords(low.result)}–${moneyWords(high.result)}`
    : total.result ? moneyWords(total.result) : [...byCurrency].map(([code, minor]) => moneyWords({ minor, currency: code })).join(' + ');
  return { words, priced: byCurrency.size > 0, total: total.result };
}

const isOpen = (decision) => !decision.status || decision.status === 'open' || decision.status === 'blocked';

export function factsOf(trip) {
  const dated = Object.values(trip.itinerary ?? {}).map((day) => parseDate(day.date)).filter(Boolean).sort((a, b) => a - b);
  const travellers = travellersOf(trip);
  const perDay = new Map();
  let unscheduled = 0;
  for (const activity of Object.values(trip.activities ?? {})) {
    if (activity.day && trip.itinerary?.[activity.day]) perDay.set(activity.day, (perDay.get(activity.day) ?? 0) + 1);
    else ++unscheduled;
  }
  return {
    title: trip.meta?.title ?? '', client: trip.meta?.clientName ?? '', destination: trip.meta?.destination ?? '', phase: trip.meta?.phase ?? '',
    start: trip.dates?.start ? parseDate(trip.dates.start) : dated[0], end: trip.dates?.end ? parseDate(trip.dates.end) : dated.at(-1),
    days: Object.keys(trip.itinerary ?? {}).length, stays: Object.keys(trip.lodging ?? {}).length, legs: Object.keys(trip.flights?.legs ?? {}).length,
    travellers, perDay, unscheduled, budget: budgetWords(trip, travellers),
  };
}

function headline(facts) {
  let out = facts.title ? `“${oneLine(facts.title, 80)}”` : 'Trip without a title';
  if (facts.destination) out += `, ${oneLine(facts.destination, 60)}`;
  if (facts.start) out += facts.end && +facts.end !== +facts.start ? `, ${shortDate(facts.start)} – ${fullDate(facts.end)}` : `, ${fullDate(facts.start)}`;
  return facts.days > 0 ? `${out}, ${countOf(facts.days, 'day')}` : out;
}

function* linesOf(trip, facts) {
  const people = [];
  if (facts.travellers > 0) people.push(countOf(facts.travellers, 'traveller'));
  if (facts.client) people.push(`${people.length ? 'client' : 'Client'}: ${oneLine(facts.client, 60)}`);
  if (facts.phase) people.push(`${people.length ? 'phase' : 'Phase'}: ${facts.phase}`);
  if (people.length) yield people.join(', ');
  if (facts.budget.words) yield `Budget lines add up to ${facts.budget.words}`;
  let number = 0;
  for (const [id, day] of inOrder(trip.itinerary)) {
    ++number;
    const date = parseDate(day.date);
    const count = facts.perDay.get(id) ?? 0;
    yield `Day ${day.day > 0 ? day.day : number}${date ? `, ${dayMonth(date)}` : ''}: ${oneLine(day.title, 60)}${count ? ` (${countOf(count, 'activity', 'activities')})` : ''} [${id}]`;
  }
  for (const [id, stay] of inOrder(trip.lodging)) {
    const [from, to] = [parseDate(stay.checkIn), parseDate(stay.checkOut)];
    yield `Stay: ${oneLine(stay.name, 60)}${from && to ? `, ${dayMonth(from)} – ${dayMonth(to)}` : ''}${isMoney(stay.total) ? `, ${moneyWords(stay.total)}` : ''}${stay.status ? `, ${stay.status}` : ''} [${id}]`;
  }
  if (facts.legs > 0) yield countOf(facts.legs, 'flight leg');
  if (facts.unscheduled > 0) yield `${countOf(facts.unscheduled, 'activity', 'activities')} without a day`;
  for (const [id, decision] of inOrder(trip.decisions)) if (isOpen(decision)) yield `Open decision: ${oneLine(decision.title, 80)} [${id}]`;
}

function outline(trip, facts, max) {
  const lines = [];
  let used = 0;
  let leftOut = 0;
  for (const line of linesOf(trip, facts)) {
    const length = lengthOf(line);
    if (used + length + 40 > max) {
      ++leftOut;
    } else {
      lines.push(line);
      used += length + 1;
    }
  }
  if (leftOut > 0) lines.push(`… and ${countOf(leftOut, 'more line')}`);
  return lines;
}

export function nextStep(trip, facts) {
  if (!facts.title || !facts.destination) return { tool: 'edit_trip', why: 'title or destination is missing' };
  if (!facts.start) return { tool: 'edit_trip', why: 'the dates are missing: set dates/start and dates/end' };
  if (facts.days === 0) return { tool: 'edit_trip', why: 'there is no day plan: add days to itinerary' };
  if (facts.stays === 0) return { tool: 'add_options', why: 'no stay is planned: store captured offers, then recommend_options' };
  if (['discovery', 'planning', ''].includes(facts.phase))
    return facts.budget.priced ? { tool: 'check_trip', why: 'find contradictions before the proposal' } : { tool: 'edit_trip', why: 'there are no prices: add budget/lineItems' };
  if (facts.phase === 'proposal') return { tool: 'render_trip', why: 'look at the page before it is published' };
  if (facts.phase === 'confirmed' && Object.keys(trip.bookings ?? {}).length === 0) return { tool: 'edit_trip', why: 'store the bookings of the confirmed trip' };
  return { tool: 'check_trip', why: 'see what needs attention before departure' };
}

// Activities stand with their days; those without a day are shown as a section of their own.
const sectionsOf = (trip, facts) => Object.keys(trip).filter((key) => !key.startsWith('_') && (key !== 'activities' || facts.unscheduled > 0))
  .map((key) => (key === 'activities' ? 'unscheduled' : key));

// { text, data } of a trip.
export function summaryOf(id, version, document) {
  const facts = factsOf(document);
  const next = nextStep(document, facts);
  const sections = shorten(sectionsOf(document, facts).map((key) => oneLine(key, 40)).join(', '), 300);
  const tail = `Sections to read: ${sections}\nNext: ${next.tool} – ${next.why}\n`;
  const title = `${id}, version ${version}: ${headline(facts)}\n`;
  const lines = outline(document, facts, textMax - lengthOf(title) - lengthOf(tail));
  return {
    text: title + lines.map((line) => line + '\n').join('') + tail,
    data: { trip_id: id, version, view: 'summary', title: facts.title, phase: facts.phase, outline: lines, sections, next },
  };
}
