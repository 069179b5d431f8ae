// Links and anchors of a Markdown text.

// Code is no place for links.
function withoutCode(text) {
  let fence = '';
  const lines = text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence) {
      if (mark && mark[1].startsWith(fence) && mark[2].trim() === '') fence = '';
      return '';
    }
    if (mark) {
      fence = mark[1];
      return '';
    }
    return line;
  });
  return lines.join('\n').replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, (code) => code.replace(/[^\n]/g, ' '));
}

const lineAt = (text, index) => text.slice(0, index).split('\n').length;

// [{ line, target }]: of links, images, reference definitions and HTML; `undefinedReferences` has those that name none.
export function linksOf(text) {
  const plain = withoutCode(text);
  const links = [];
  const add = (index, target) => links.push({ line: lineAt(plain, index), target: target.replace(/^<|>$/g, '') });
  for (const match of plain.matchAll(/\]\(\s*(<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g)) add(match.index, match[1]);
  const defined = new Set();
  for (const match of plain.matchAll(/^ {0,3}\[([^\]^][^\]]*)\]:\s+(\S+)/gm)) {
    defined.add(match[1].toLowerCase());
    add(match.index, match[2]);
  }
  for (const match of plain.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]*)"/g)) add(match.index, match[1]);
  for (const match of plain.matchAll(/\]\[([^\]]+)\]/g)) if (!defined.has(match[1].toLowerCase())) links.push({ line: lineAt(plain, match.index), target: '', reference: match[1] });
  return links;
}

// The anchors that headings get: lower case, without punctuation, blanks as hyphens; repeated ones are numbered.
export function anchorsOf(text) {
  const anchors = new Set();
  let fence = '';
  const lines = text.split('\n');
  const add = (heading) => {
    const words = heading.replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1').replace(/<[^>]+>/g, '').replace(/[`*]/g, '').trim();
    const base = words.toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replace(/ /g, '-');
    let anchor = base;
    for (let i = 1; anchors.has(anchor); ++i) anchor = `${base}-${i}`;
    anchors.add(anchor);
  };
  for (const [index, line] of lines.entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line);
    if (mark) fence = fence ? (mark[1].startsWith(fence) ? '' : fence) : mark[1];
    if (fence || mark) continue;
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line);
    if (heading) add(heading[1]);
    else if (/^ {0,3}(=+|-{2,})\s*$/.test(line) && /^\s{0,3}[^\s|>#*-]/.test(lines[index - 1] ?? '')) add(lines[index - 1]);
    for (const named of line.matchAll(/<a\s[^>]*?(?:id|name)="([^"]+)"/g)) anchors.add(named[1]);
  }
  return anchors;
}
