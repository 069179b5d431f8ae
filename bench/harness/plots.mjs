// Growth curves as SVG: both axes logarithmic, one line for each action.
import { finder, growthNames } from './tables.mjs';

const width = 760;
const height = 420;
const left = 70;
const right = 190;
const top = 40;
const bottom = 50;
const colours = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf', '#000000'];

const escaped = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
const text = (x, y, words, more = '') => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;

// Labels at the end of the lines, pushed apart so that they can be read.
function spread(places, distance) {
  const out = [...places].sort((a, b) => a.y - b.y);
  for (let i = 1; i < out.length; ++i) out[i].y = Math.max(out[i].y, out[i - 1].y + distance);
  return out;
}

// `lines`: [{ name, points: [[x, microseconds], …] }].
function plot(title, axis, lines) {
  const all = lines.flatMap((line) => line.points);
  const decades = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const [x0, x1] = decades(all.map(([x]) => x));
  const [y0, y1] = decades(all.map(([, y]) => y));
  const px = (x) => left + ((Math.log10(x) - x0) / Math.max(1, x1 - x0)) * (width - left - right);
  const py = (y) => height - bottom - ((Math.log10(y) - y0) / Math.max(1, y1 - y0)) * (height - top - bottom);
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`, `<rect width="${width}" height="${height}" fill="#ffffff"/>`, text(left, 22, title, 'font-weight="bold"')];
  for (let x = x0; x <= x1; ++x) out.push(`<path d="M${px(10 ** x).toFixed(1)} ${top}V${height - bottom}" stroke="#dddddd"/>`, text(px(10 ** x), height - bottom + 18, (10 ** x).toLocaleString('en-US'), 'text-anchor="middle"'));
  for (let y = y0; y <= y1; ++y) out.push(`<path d="M${left} ${py(10 ** y).toFixed(1)}H${width - right}" stroke="#dddddd"/>`, text(left - 8, py(10 ** y) + 4, y < 3 ? `${10 ** y} µs` : `${10 ** (y - 3)} ms`, 'text-anchor="end"'));
  out.push(text((left + width - right) / 2, height - 12, axis, 'text-anchor="middle"'));
  lines.forEach((line, i) => {
    const path = line.points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');
    out.push(`<path d="${path}" fill="none" stroke="${colours[i % colours.length]}" stroke-width="1.8"/>`);
  });
  const ends = lines.map((line, i) => ({ name: line.name, colour: colours[i % colours.length], y: py(line.points.at(-1)[1]) + 4 }));
  for (const end of spread(ends, 14)) out.push(text(width - right + 8, end.y, end.name, `fill="${end.colour}"`));
  return [...out, '</svg>', ''].join('\n');
}

export function plots(report) {
  const of = finder(report);
  const line = (name, xs, row) => ({ name, points: xs.map((x) => [x, row(x)?.p50_us]).filter(([, y]) => y > 0) });
  const events = [10, 100, 1_000, 10_000];
  const some = (lines) => lines.filter((one) => one.points.length > 1);
  return {
    'growth-trips.svg': plot('Median of an action by the number of trips', 'trips of the tenant', some(growthNames.map((name) => line(name, report.plan.growth, (size) => of(`growth:${size}`, 'fast', 'voygent', name))))),
    'growth-events.svg': plot('Median of an action by the length of the history', 'events of the trip', some(['read_summary', 'edit_1', 'replay'].map((name) => line(name, events, (count) => of('histories', 'fast', 'voygent', `${name}/events:${count}`))))),
  };
}
