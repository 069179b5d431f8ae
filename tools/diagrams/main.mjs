// node tools/diagrams/main.mjs [--check]: draws docs/diagrams/*.svg, or says which of them is not what its block makes.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagrams, draw, drawingsFolder } from './diagrams.mjs';

const check = process.argv.includes('--check');
mkdirSync(drawingsFolder, { recursive: true });
const wanted = new Map(diagrams().map(({ name, source }) => [name, draw(source)]));
const there = readdirSync(drawingsFolder).filter((name) => name.endsWith('.svg'));
const wrong = [];
for (const [name, drawing] of wanted) {
  if (!check) writeFileSync(join(drawingsFolder, name), drawing);
  else if (!there.includes(name) || readFileSync(join(drawingsFolder, name), 'utf8') !== drawing) wrong.push(name);
}
for (const name of there.filter((name) => !wanted.has(name))) {
  if (check) wrong.push(name);
  else rmSync(join(drawingsFolder, name));
}
if (wrong.length > 0) {
  console.error(`docs/diagrams is not what the documents make: ${wrong.join(', ')}; run node tools/diagrams/main.mjs`);
  process.exit(1);
}
