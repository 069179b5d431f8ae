// Puts the numbers of docs/reports/data/database.json into docs/reports/database.md, between `<!-- numbers: name -->` and
// `<!-- end -->`, and draws the growth curves. `node bench/report.mjs` writes; with --check it only says what would differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../tools/local/voygent.mjs';
import { plots } from './harness/plots.mjs';
import { tables } from './harness/tables.mjs';

const folder = join(projectFolder, 'docs', 'reports');

// The text with the tables of `made` in their places; every one of them has a place.
export function withNumbers(text, made) {
  const used = new Set();
  const out = text.replace(/(<!-- numbers: ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, head, name, tail) => {
    if (!(name in made)) throw new Error(`the report asks for numbers that there are not: ${name}`);
    used.add(name);
    return `${head}\n${made[name]}\n\n${tail}`;
  });
  const missing = Object.keys(made).filter((name) => !used.has(name));
  if (missing.length > 0) throw new Error(`the report has no place for ${missing.join(', ')}`);
  return out;
}

// Returns the names of the files that differ from what the numbers say.
export function writeReport(report, { write }) {
  const made = tables(report);
  const files = plots(report);
  if (report.plan.sizes.length > 1) files['database.md'] = withNumbers(readFileSync(join(folder, 'database.md'), 'utf8'), made);
  const different = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    let now = '';
    try {
      now = readFileSync(path, 'utf8');
    } catch { /* not there yet */ }
    if (now === content) continue;
    different.push(name);
    if (write) writeFileSync(path, content);
  }
  return different;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const different = writeReport(JSON.parse(readFileSync(join(folder, 'data', 'database.json'), 'utf8')), { write: !check });
  console.log(different.length === 0 ? 'the report says what was measured' : `${check ? 'differ' : 'written'}: ${different.join(', ')}`);
  process.exitCode = check && different.length > 0 ? 1 : 0;
}
