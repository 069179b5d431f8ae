// A report whose tables are made from one file of numbers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { withNumbers } from '../report.mjs';

const folder = join(projectFolder, 'docs', 'reports');

// The first column is text, the others are numbers.
export const table = (rows) => rows.map((row, i) => `| ${row.join(' | ')} |${i === 0 ? `\n|${row.map((_, k) => (k === 0 ? '---|' : '---:|')).join('')}` : ''}`).join('\n');

// Returns whether the report `name` differed from what `tables` makes of the numbers.
export function writeReport(name, tables, numbers, { write }) {
  const path = join(folder, `${name}.md`);
  const now = readFileSync(path, 'utf8');
  const next = withNumbers(now, tables(numbers));
  if (write && next !== now) writeFileSync(path, next);
  return next !== now;
}

// The program of a report: writes it from its numbers in docs/reports/data, or with --check only says whether it would differ.
export function main(name, tables) {
  const check = process.argv.includes('--check');
  const different = writeReport(name, tables, JSON.parse(readFileSync(join(folder, 'data', `${name}.json`), 'utf8')), { write: !check });
  console.log(different ? `${check ? 'differs' : 'written'}: ${name}.md` : 'the report says what was measured');
  process.exitCode = check && different ? 1 : 0;
}
