// A document as what it has a reader type, and what it says comes of it.
//
// Behind the language of an `sh` block may stand:
//   needs=WORD   it cannot run here; the reasons are below
//   exit=N       its last command ends with this exit code
//   stays-up     its last command runs until it is stopped, and answers on the port of the server
//   after-stop   what stays up has to be stopped before
// A `text` block is what the `sh` block before it answers; `…` stands for anything.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

export const reasons = {
  cloudflare: 'an account at Cloudflare',
  render: 'an account at Render',
  'a-build': 'builds the program, which ./test does before this test',
  'a-checkout': 'works on the checkout as a whole; ./test is itself one of these commands',
  'claude-code': 'the program claude, which is not part of the project',
};

const languages = new Set(['sh', 'text', 'json', 'yaml', 'toml', 'sql', 'mermaid']);

function marksOf(words, place) {
  const marks = { exit: 0 };
  for (const word of words) {
    const [name, value] = word.split('=');
    if (name === 'needs' && value in reasons) marks.needs = value;
    else if (name === 'exit' && /^\d+$/.test(value ?? '')) marks.exit = Number(value);
    else if (word === 'stays-up') marks.staysUp = true;
    else if (word === 'after-stop') marks.afterStop = true;
    else throw new Error(`${place}: the mark ${word} is not known`);
  }
  return marks;
}

// [{ line, code, marks, says }], in their order; `says` is undefined when nothing is said about the answer.
export function blocksOf(text, name) {
  const blocks = [];
  let open = null;
  for (const [index, line] of text.split('\n').entries()) {
    const place = `${name}:${index + 1}`;
    const fence = /^( *)(```+)(.*)$/.exec(line);
    if (open) {
      if (!fence || fence[2] !== open.fence || fence[3].trim() !== '') {
        open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
        continue;
      }
      const code = open.lines.join('\n');
      const last = blocks.at(-1);
      if (open.language === 'sh') blocks.push({ line: open.line, code, marks: open.marks });
      if (open.language === 'text') {
        if (!last || last.says !== undefined) throw new Error(`${open.place}: no command says this`);
        last.says = code;
      }
      open = null;
    } else if (fence) {
      const [language, ...words] = fence[3].trim().split(/\s+/);
      if (!languages.has(language)) throw new Error(`${place}: a block of commands is sh, and this is "${language}"`);
      open = { place, line: index + 1, indent: fence[1], fence: fence[2], language, lines: [], marks: language === 'sh' ? marksOf(words, place) : {} };
    }
  }
  if (open) throw new Error(`${open.place}: the block does not end`);
  return blocks;
}

export const textOf = (name) => readFileSync(join(projectFolder, name), 'utf8');
