// The rules for Markdown: [{ line, rule, text }] of what breaks one.
import { cellsOf, isTableLine, linesOf } from './documents.mjs';

const withoutCode = (text) => text.replace(/(`+)(?:(?!\1)[\s\S])*?\1/g, (code) => 'x'.repeat(code.length));
const languages = ['sh', 'bash', 'json', 'jsonc', 'yaml', 'toml', 'text', 'sql', 'cpp', 'js', 'html', 'css', 'mermaid', 'markdown', 'diff', 'http', 'cmake', 'ts'];

export function lint(markdown) {
  const out = [];
  const lines = linesOf(markdown);
  const say = (line, rule) => out.push({ line: line.number, rule, text: line.text.slice(0, 80) });
  let level = 0, titles = 0, table = null, open = null;
  const anchors = new Set();
  lines.forEach((line, at) => {
    const { text, kind } = line;
    if (/[ \t]+$/.test(text)) say(line, 'a line has no space at its end');
    if (text.includes('\t') && kind === 'text') say(line, 'no tabs');
    if (text.includes('\r')) say(line, 'lines end with a line feed alone');
    if (kind === 'fence') {
      open = line.opens ? line : null;
      if (line.opens && !line.language) say(line, 'a fenced block names its language');
      else if (line.opens && !languages.includes(line.language.split(' ')[0])) say(line, 'the language of a fenced block is a known one');
      const beside = lines[at + (line.opens ? -1 : 1)]?.text ?? '';
      if (beside.trim() !== '' && !beside.startsWith('<')) say(line, 'an empty line stands around a fenced block');
    }
    const bars = kind === 'text' && isTableLine(text);
    if (!bars) table = null;
    if (kind !== 'text') return;
    if (at > 0 && text === '' && lines[at - 1].text === '' && lines[at - 1].kind === 'text' && at < lines.length - 1) say(line, 'one empty line is enough');
    const heading = text.match(/^(#+)(\s*)(.*)$/);
    if (heading) {
      const [, marks, space, words] = heading;
      if (space !== ' ' || words === '' || /#+$/.test(words)) say(line, 'a heading is marks, one space, words');
      if (marks.length === 1) ++titles;
      if (titles > 1 && marks.length === 1) say(line, 'a file has one title');
      if (marks.length > level + 1) say(line, 'headings increase by one');
      if (/[.:!]$/.test(words)) say(line, 'a heading ends without punctuation');
      level = marks.length;
      const anchor = words.toLowerCase();
      if (anchors.has(anchor)) say(line, 'a heading is there once');
      anchors.add(anchor);
      for (const beside of [lines[at - 1], lines[at + 1]]) if (beside && beside.text.trim() !== '') say(line, 'an empty line stands around a heading');
    }
    const plain = withoutCode(text);
    if (/(?<![("<\w=])https?:\/\/\S/.test(plain.replace(/\]\([^)]*\)/g, ']()').replace(/<https?:[^>]*>/g, ''))) say(line, 'an address is a link or code');
    if (/\]\(\s*\)/.test(plain)) say(line, 'a link leads somewhere');
    if (/^\s*[*+] /.test(text)) say(line, 'a list has hyphens');
    if (bars) {
      const cells = cellsOf(withoutCode(text).replaceAll('\\|', 'xx')).length;
      if (!table) {
        table = cells;
        if (!/^\s*\|(\s*:?-+:?\s*\|)+$/.test(lines[at + 1]?.text ?? '')) say(line, 'a table has a line below its head');
        if (at > 0 && lines[at - 1].text.trim() !== '') say(line, 'an empty line stands before a table');
      } else if (cells !== table) {
        say(line, 'the rows of a table have as many cells as its head');
      }
      if (!/\|$/.test(text)) say(line, 'a row of a table ends with a bar');
    }
  });
  if (open) say(open, 'a fenced block ends');
  if (titles === 0) out.push({ line: 1, rule: 'a file has one title', text: lines[0].text });
  if (!markdown.endsWith('\n') || markdown.endsWith('\n\n')) out.push({ line: lines.length, rule: 'a file ends with one line feed', text: '' });
  return out;
}
