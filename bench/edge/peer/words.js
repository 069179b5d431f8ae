// Words of the page: escaping, amounts, dates, links.
import { dayMonth, fullDate, moneyWords, parseDate } from '../../mcp/peer/summary.mjs';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const special = /[&<>"']/;
const allSpecial = /[&<>"']/g;
export function esc(value) {
  const text = String(value);
  return special.test(text) ? text.replace(allSpecial, (c) => escapes[c]) : text;
}

// `wrap` around a value that there is, escaped.
export const some = (value, wrap) => (value === undefined || value === '' || value === null ? '' : wrap(esc(value)));
export const each = (list, print) => (list ?? []).map(print).join('');
export const paragraph = (value, kind) => some(value, (text) => `<p class="${kind}">${text}</p>\n`);
export const badge = (value) => some(value, (text) => `<span class="badge">${text}</span>`);
export const good = (isSo, words) => (isSo === true ? `<span class="badge good">${words}</span>` : '');
export const plain = (isSo, words) => (isSo === true ? `<span class="badge">${words}</span>` : '');

export const money = (value) => (value ? (value.minor === 0 ? 'Free' : moneyWords(value)) : undefined);
const weekDay = (day) => dayMonth(day).slice(0, 4);
export function date(text) {
  const day = parseDate(text);
  return day ? weekDay(day) + fullDate(day) : undefined;
}
export function shortDate(text) {
  const day = parseDate(text);
  return day ? dayMonth(day) : undefined;
}

// `cruiseLine` and `deposit_paid` as people write them.
export function humanise(name) {
  if (name === undefined) return undefined;
  const words = name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`).replace(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Only what can be opened without harm becomes a link.
const isSafe = (url) => /^(https?:\/\/|mailto:|tel:)/i.test(url ?? '');
export const link = (url, words) => (isSafe(url) ? `<a href="${esc(url)}" rel="noopener noreferrer">${words}</a>` : '');
export function mapLink({ map, geo }) {
  if (geo) return link(`https://www.openstreetmap.org/?mlat=${geo.lat}&mlon=${geo.lng}#map=16/${geo.lat}/${geo.lng}`, `Map${some(map, (text) => `: ${text}`)}`);
  return map ? link(`https://www.openstreetmap.org/search?query=${encodeURIComponent(map)}`, `Map: ${esc(map)}`) : '';
}
