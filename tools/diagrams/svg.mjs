// Pieces of SVG, and how much room a text takes: estimated, because what draws it has fonts of its own.

export const lineHeight = 17;
const characterWidth = 7.4;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const number = (value) => String(Math.round(value * 10) / 10);

// Lines of at most so many characters, broken at spaces.
export function wrap(text, most) {
  const out = [];
  for (const word of text.split(' ')) {
    if (out.length > 0 && out.at(-1).length + 1 + word.length <= most) out.push(`${out.pop()} ${word}`);
    else out.push(word);
  }
  return out;
}

export const widthOf = (lines) => Math.max(...lines.map((line) => line.length)) * characterWidth;

export function element(name, attributes, content = '') {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escaped(value)}"`).join('');
  return content === '' ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`;
}

// Lines of text around a middle.
export function text(lines, x, y, kind = 'label') {
  const top = y - ((lines.length - 1) * lineHeight) / 2;
  return lines.map((line, at) => element('text', { class: kind, x, y: top + at * lineHeight + 4.5 }, escaped(line))).join('');
}

export const path = (d, kind, dashed) => element('path', { class: kind, d, 'marker-end': 'url(#tip)', ...(dashed ? { 'stroke-dasharray': '5 4' } : {}) });
export const point = ({ x, y }) => `${number(x)} ${number(y)}`;

const style = 'text{font:13px system-ui,sans-serif;fill:#1d2733;text-anchor:middle}.note,.edge-label{font-size:12px;fill:#3e4c59}'
  + '.box{fill:#e3edfb;stroke:#2b6cb0}.store{fill:#e2f4e8;stroke:#2f855a}.aside{fill:#fdf1dc;stroke:#b7791f}.edge{fill:none;stroke:#52606d;stroke-width:1.3}'
  + '.life{stroke:#9aa5b1;stroke-dasharray:3 4}.ground,.behind{fill:#fff}#tip path{fill:#52606d}';

export function picture(title, width, height, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8Z"/></marker></defs>',
    element('rect', { class: 'ground', width, height }),
    ...parts,
    '</svg>\n',
  ].join('\n');
}
