// Every Mermaid block of the documents is read without a fault, its drawing is up to date and linked below it, and a browser finds every text inside of its box.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { diagrams, draw, drawingsFolder } from '../../tools/diagrams/diagrams.mjs';
import { parse } from '../../tools/diagrams/mermaid.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { openBrowser } from '../e2e/browser.mjs';
import { linesOf, projectFiles, read } from './documents.mjs';

const all = diagrams();

describe('the diagrams', () => {
  test('are drawn as the documents have them', () => {
    const done = spawnSync(process.execPath, [join(projectFolder, 'tools/diagrams/main.mjs'), '--check'], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  });

  test('have names of their own, and a link below each', () => {
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    for (const { document, source, name } of all) assert.ok(read(`docs/${document}`).includes(`${source}\`\`\`\n\n[The same as a picture](diagrams/${name})\n`), `${document} ${name}`);
  });

  test('are all of the blocks that there are', () => {
    const blocks = projectFiles('.md').flatMap((path) => linesOf(read(path)).filter(({ opens, language }) => opens && language === 'mermaid').map(() => path));
    assert.deepEqual(blocks.toSorted(), all.map(({ document }) => `docs/${document}`).toSorted());
  });

  test('are drawn the same each time, and differently from another source', () => {
    for (const { source } of all) {
      assert.equal(draw(source), draw(source));
      assert.notEqual(draw(source.replace(/accTitle: .*/, 'accTitle: Another one')), draw(source));
    }
  });

  test('name every package, service and part of the platform', () => {
    const layers = all.find(({ name }) => name === 'the-layers.svg').source;
    const folders = (root) => readdirSync(join(projectFolder, root), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const root of ['packages', 'platform', 'services'])
      assert.deepEqual(folders(root).filter((name) => !layers.split(`${root}: `)[1].split('"]')[0].split(', ').includes(name)), [], root);
  });
});

describe('what cannot be read is refused', () => {
  const chart = (...lines) => ['flowchart LR', '  accTitle: A title', ...lines.map((line) => `  ${line}`)].join('\n');
  for (const [what, source, expected] of [
    ['another kind', 'gantt\n  accTitle: A title', /line 1: "gantt" is not understood/],
    ['a drawing without a title', 'flowchart LR\n  a["A"]', /no accTitle/],
    ['a node without a label', chart('a["A"] --> b'), /b has no label/],
    ['a label that is not closed', chart('a["A] --> b["B"]'), /line 3/],
    ['an arrow that is none', chart('a["A"] ==> b["B"]'), /line 3: an arrow is expected/],
    ['an arrow to itself', chart('a["A"] --> a'), /a leads to itself/],
    ['two labels of one node', chart('a["A"] --> b["B"]', 'a["C"] --> b'), /a has two labels/],
    ['a message of nobody', 'sequenceDiagram\n  accTitle: A title\n  participant a as A\n  a->>b: x', /line 4: b is no participant/],
    ['a step that is none', 'sequenceDiagram\n  accTitle: A title\n  participant a as A\n  loop x', /line 4: "loop x" is not understood/],
  ])
    test(what, () => assert.throws(() => parse(source), { message: expected }));
});

describe('in a browser', () => {
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser.close());

  for (const { name } of all)
    test(`${name} is well-formed, and no text leaves its box`, async () => {
      const page = await browser.newPage();
      await page.setContent('<!doctype html><body></body>');
      const found = await page.evaluate((svg) => {
        const root = new DOMParser().parseFromString(svg, 'image/svg+xml');
        if (root.querySelector('parsererror')) return [root.querySelector('parsererror').textContent];
        document.body.append(document.importNode(root.documentElement, true));
        const out = [];
        const view = document.querySelector('svg').viewBox.baseVal;
        const boxes = [...document.querySelectorAll('rect.box,rect.store,rect.aside')];
        for (const text of document.querySelectorAll('text')) {
          const place = text.getBBox();
          if (place.x < 0 || place.y < 0 || place.x + place.width > view.width || place.y + place.height > view.height) out.push(`outside: ${text.textContent}`);
          if (text.getAttribute('class') === 'edge-label') continue;
          const inside = boxes.map((box) => box.getBBox()).filter((box) => place.x + place.width / 2 > box.x && place.x + place.width / 2 < box.x + box.width && place.y + place.height / 2 > box.y && place.y + place.height / 2 < box.y + box.height);
          for (const box of inside) if (place.x < box.x || place.x + place.width > box.x + box.width) out.push(`too wide: ${text.textContent}`);
        }
        return out;
      }, readFileSync(join(drawingsFolder, name), 'utf8'));
      assert.deepEqual(found, []);
      await page.close();
    });
});
