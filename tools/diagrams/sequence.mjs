// A sequence diagram: a column for each participant, a row for each step.
import { element, lineHeight, path, picture, text, widthOf, wrap } from './svg.mjs';

const margin = 20, headHeight = 48, rowGap = 16, textLength = 34, headLength = 18, least = 120;

export function drawSequence({ title, people, steps }) {
  const column = new Map(people.map(({ id }, at) => [id, at]));
  const heads = people.map(({ label }) => wrap(label, headLength));
  const prepared = steps.map((step) => ({ ...step, lines: wrap(step.text, textLength), left: Math.min(column.get(step.from), column.get(step.to)), right: Math.max(column.get(step.from), column.get(step.to)) }));
  // Room between a column and the next one: for heads, and for what passes between them.
  const gaps = people.slice(1).map((_, at) => Math.max(least, (widthOf(heads[at]) + widthOf(heads[at + 1])) / 2 + 48));
  const first = { left: widthOf(heads[0]) / 2 + 14, right: widthOf(heads.at(-1)) / 2 + 14 };
  for (const { kind, lines, left, right, from, to } of prepared) {
    const wanted = widthOf(lines) + 36;
    if (from === to) {
      if (kind === 'message' && right === gaps.length) first.right = Math.max(first.right, wanted + 30);
      else if (kind === 'message') gaps[left] = Math.max(gaps[left], wanted + 40);
      else {
        if (left > 0) gaps[left - 1] = Math.max(gaps[left - 1], wanted / 2 + 24); else first.left = Math.max(first.left, wanted / 2);
        if (right < gaps.length) gaps[right] = Math.max(gaps[right], wanted / 2 + 24); else first.right = Math.max(first.right, wanted / 2);
      }
      continue;
    }
    const have = gaps.slice(left, right).reduce((sum, gap) => sum + gap, 0);
    if (have < wanted) for (let at = left; at < right; ++at) gaps[at] += (wanted - have) / (right - left);
  }
  const x = people.map((_, at) => margin + first.left + gaps.slice(0, at).reduce((sum, gap) => sum + gap, 0));
  const parts = [];
  let y = margin + headHeight + rowGap;
  for (const { kind, lines, left, right, from, to, dashed } of prepared) {
    const height = lines.length * lineHeight;
    const middle = (x[left] + x[right]) / 2;
    if (kind === 'note') {
      const width = Math.max(widthOf(lines) + 24, x[right] - x[left] + 40);
      parts.push(element('rect', { class: 'aside', x: middle - width / 2, y, width, height: height + 10, rx: 3 }) + text(lines, middle, y + height / 2 + 5, 'note'));
      y += height + 10 + rowGap;
    } else if (from === to) {
      const width = widthOf(lines);
      parts.push(text(lines, x[left] + 44 + width / 2, y + height / 2, 'note'), path(`M${x[left]} ${y}h30v${height}h-28`, 'edge', dashed));
      y += height + rowGap;
    } else {
      parts.push(text(lines, middle, y + height / 2, 'note'));
      y += height + 5;
      const [begin, end] = [x[column.get(from)], x[column.get(to)]];
      parts.push(path(`M${begin} ${y}L${end + (begin < end ? -1 : 1)} ${y}`, 'edge', dashed));
      y += rowGap;
    }
  }
  const lives = x.map((at) => element('line', { class: 'life', x1: at, y1: margin + headHeight, x2: at, y2: y }));
  const boxes = heads.map((lines, at) => element('rect', { class: 'box', x: x[at] - widthOf(lines) / 2 - 14, y: margin, width: widthOf(lines) + 28, height: headHeight, rx: 5 }) + text(lines, x[at], margin + headHeight / 2));
  return picture(title, x.at(-1) + first.right + margin, y + margin, [...lives, ...boxes, ...parts.map((part) => part.replace(/M([\d.]+) /g, (_, value) => `M${Math.round(value * 10) / 10} `))]);
}
