// docs/glossary.md explains words that are used: each stands elsewhere in the documents or the code, once in the list, in one line, in order.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cellsOf, isTableLine, projectFiles, read } from './documents.mjs';

const document = read('docs/glossary.md');
const elsewhere = ['.md', '.cpp', '.hpp', '.sql', '.mjs', '.js'].flatMap((ending) => projectFiles(ending))
  .filter((path) => path !== 'docs/glossary.md' && !path.startsWith('tests/docs/'))
  .map(read).join('\n').toLowerCase();

const sectionsOf = (markdown) => markdown.split(/^## /m).slice(1).map((section) =>
  section.split('\n').filter(isTableLine).slice(2).map(cellsOf).map(([term, meaning]) => ({ term, meaning })));

function findings(markdown) {
  const out = [];
  const seen = new Set();
  for (const section of sectionsOf(markdown)) {
    const sorted = section.map(({ term }) => term.toLowerCase()).toSorted((a, b) => (a < b ? -1 : 1));
    section.forEach(({ term, meaning }, at) => {
      const word = term.toLowerCase();
      if (seen.has(word)) out.push(`${term} stands twice`);
      seen.add(word);
      if (word !== sorted[at]) out.push(`${term} stands out of order`);
      if (!meaning || meaning.length > 200) out.push(`${term} needs one line`);
      // As a word, or inside of a name of the code such as `readTrip` or `option_set`.
      const pattern = new RegExp(`(^|[^a-z])${word.replace(/[^a-z0-9]+/g, '[\\s_-]?')}`, 'm');
      if (!pattern.test(elsewhere)) out.push(`${term} is used nowhere`);
    });
  }
  if (seen.size < 50) out.push('there are too few terms');
  return out;
}

describe('the glossary', () => {
  test('explains words that are used, once each', () => assert.deepEqual(findings(document), []));

  test('names every phase of a trip', () => {
    const text = document.toLowerCase();
    const phases = read('packages/trip/description_people.cpp').match(/choice\("phase", advisor, "([^"]+)"/)[1].split(' ');
    assert.deepEqual(phases.filter((phase) => !text.includes(phase)), []);
  });

  for (const [what, pattern, replacement, expected] of [
    ['a word that nobody uses', '| activity |', '| abracadabroid |', /abracadabroid is used nowhere/],
    ['a word that stands twice', '| advisor |', '| activity |', /activity stands twice/],
    ['a word out of order', '| activity |', '| traveller |', /traveller stands (twice|out of order)/],
  ])
    test(`${what} is noticed`, () => assert.match(findings(document.replace(pattern, replacement)).join('\n'), expected));
});
