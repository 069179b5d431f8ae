// What the tests of the documents share: the files, and a document taken apart into lines with their place.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

export const read = (path) => readFileSync(join(projectFolder, path), 'utf8');

// Every file that is not ignored, whether it is committed yet or not; in an archive without a repository, what find finds.
export function projectFiles(ending) {
  const git = spawnSync('git', ['-C', projectFolder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const found = git.status === 0 ? git.stdout.split('\0') : spawnSync('find', ['.', '(', '-name', 'node_modules', '-o', '-name', 'build', '-o', '-name', 'var', '-o', '-name', '.git', ')', '-prune', '-o', '-type', 'f', '-print0'], { cwd: projectFolder, encoding: 'utf8', maxBuffer: 1 << 26 }).stdout.split('\0').map((path) => path.slice(2));
  return [...new Set(found)].filter((path) => path.endsWith(ending) && !/(^|\/)(node_modules|build|var)\//.test(path)).sort();
}

// [{ number, text, kind }]: `kind` is 'text', 'fence' (its first and last line) or 'code'; `fence` is the word behind the opening one.
export function linesOf(markdown) {
  let open = null;
  return markdown.split('\n').map((text, index) => {
    const fence = text.match(/^(\s*)(`{3,}|~{3,})(.*)$/);
    const line = { number: index + 1, text, kind: open ? 'code' : 'text' };
    if (fence && !open) {
      open = fence[2];
      return { ...line, kind: 'fence', opens: true, language: fence[3].trim().split(' ')[0] };
    }
    if (fence && open && fence[2].startsWith(open) && fence[3].trim() === '') {
      open = null;
      return { ...line, kind: 'fence', opens: false };
    }
    return line;
  });
}

// The cells of a row of a table. A bar inside of code is escaped.
export function cellsOf(line) {
  const text = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return text.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

export const isTableLine = (text) => /^\s*\|/.test(text);

// The rows below the heading whose first table has these columns: [{ column: cell }].
export function tableWith(markdown, columns) {
  const lines = linesOf(markdown).filter(({ kind }) => kind === 'text').map(({ text }) => text);
  const head = lines.findIndex((text) => isTableLine(text) && columns.every((name) => cellsOf(text).includes(name)));
  if (head < 0) throw new Error(`there is no table with the columns ${columns.join(', ')}`);
  const names = cellsOf(lines[head]);
  const rows = [];
  for (let i = head + 2; i < lines.length && isTableLine(lines[i]); ++i) rows.push(Object.fromEntries(cellsOf(lines[i]).map((cell, at) => [names[at], cell])));
  return rows;
}

// The words in backticks.
export const codeOf = (text) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]);
