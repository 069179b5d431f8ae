// docs/threat-model.md: every test that it names is there and is one, and every boundary has all six kinds of threats.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { cellsOf, codeOf, isTableLine, read } from './documents.mjs';

const document = read('docs/threat-model.md');

// A file with tests that the runner of its kind finds.
const isTest = (path) => /_test\.cpp$|\.test\.mjs$/.test(path) ? /\bTEST(_F|_P)?\(|\btest\(/.test(read(path)) : /^tests\/fuzz\/\w+\.cpp$/.test(path);

function findings(markdown) {
  const out = [];
  for (const [, path] of markdown.matchAll(/`((?:tests|packages|platform|services|tools)\/[^`]+)`/g)) {
    if (!existsSync(join(projectFolder, path))) out.push(`there is no ${path}`);
    else if (!isTest(path)) out.push(`${path} has no tests`);
  }
  const sections = markdown.split(/^### /m).slice(1);
  if (sections.length === 0) out.push('there are no boundaries');
  for (const section of sections) {
    const title = section.split('\n')[0];
    const rows = section.split(/^## /m)[0].split('\n').filter(isTableLine).slice(2).map(cellsOf);
    const kinds = new Set(rows.map(([kind]) => kind));
    for (const kind of 'STRIDE') if (!kinds.has(kind)) out.push(`${title} has nothing of the kind ${kind}`);
    for (const [kind, threat, mitigation, shown] of rows) {
      if (!threat || !mitigation) out.push(`${title}: ${kind} says nothing`);
      if (codeOf(shown ?? '').length === 0 && !/^none: ./.test(shown ?? '')) out.push(`${title}: "${threat}" is shown by nothing`);
    }
  }
  const drawn = [...(markdown.match(/```mermaid[\s\S]*?```/)?.[0] ?? '').matchAll(/"(\d+): /g)].map((match) => match[1]);
  const written = sections.map((section) => section.match(/^\d+/)?.[0]);
  if (drawn.join() !== written.join()) out.push(`the drawing has ${drawn}, the tables ${written}`);
  return out;
}

describe('the threat model', () => {
  test('names tests that there are, and every kind of threat at every boundary', () => assert.deepEqual(findings(document), []));

  for (const [what, pattern, replacement, expected] of [
    ['a test that is not there', 'tests/e2e/oauth.test.mjs', 'tests/e2e/auth.test.mjs', /there is no tests\/e2e\/auth\.test\.mjs/],
    ['a file that is no test', 'tests/e2e/oauth.test.mjs', 'tests/e2e/world.mjs', /world\.mjs has no tests/],
    ['a kind of threat that was forgotten', '| R | "the model did it"', '| S | "the model did it"', /nothing of the kind R/],
    ['a mitigation that nothing shows', '`packages/templates/engine/engine_test.cpp` |\n| E', 'trust |\n| E', /is shown by nothing/],
    ['a boundary that is not drawn', '-->|"6: keys, tokens"|', '-->|"keys, tokens"|', /the drawing has/],
  ])
    test(`${what} is noticed`, () => {
      const bad = document.replace(pattern, replacement);
      assert.notEqual(bad, document);
      assert.match(findings(bad).join('\n'), expected);
    });
});
