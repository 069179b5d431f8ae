// What a document says a command answers, and what it answered.

// What differs from run to run, as it stands in a document, and what may stand there instead.
const loose = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/, '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'],
  [/\d{8}T\d{6}Z/, '\\d{8}T\\d{6}Z'],
  [/\b\d+\.\d+\.\d+\b(?!\.)/, '\\d+\\.\\d+\\.\\d+'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b/, '[0-9a-f]{7,64}'],
  [/\b\d+(?= (?:µs|ms|s|bytes)\b)/, '\\d+'],
  [/"(?:us|database_us|bytes_in|bytes_out)":\d+/, '"\\w+":\\d+'],
  [/…/, '.*'],
];
const anyLoose = new RegExp(loose.map(([from]) => `(${from.source})`).join('|'), 'g');
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function lineAsPattern(line) {
  let out = '';
  let at = 0;
  for (const match of line.matchAll(anyLoose)) {
    out += escaped(line.slice(at, match.index)) + loose[match.slice(1).findIndex((group) => group !== undefined)][1];
    at = match.index + match[0].length;
  }
  return out + escaped(line.slice(at));
}

const tidy = (text) => text.replace(/[ \t]+$/gm, '').trim();

// A line that is only … stands for any number of lines.
export function saysThat(expected, answer) {
  const lines = tidy(expected).split('\n').map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${lineAsPattern(line)}\n`));
  return new RegExp(`^${lines.join('')}$`).test(`${tidy(answer)}\n`);
}
