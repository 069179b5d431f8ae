// No document leads nowhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { anchorsOf, linksOf } from './links.mjs';

const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: projectFolder, encoding: 'utf8' }).split('\0').filter((name) => name && existsSync(join(projectFolder, name)));
const documents = listed.filter((name) => name.endsWith('.md'));
const textOf = (name) => readFileSync(join(projectFolder, name), 'utf8');
const anchors = new Map();
const anchorsIn = (name) => {
  if (!anchors.has(name)) anchors.set(name, anchorsOf(textOf(name)));
  return anchors.get(name);
};
// A folder is there when a file in it is.
const there = new Set(listed.flatMap((name) => name.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))));

// What is wrong with a link, or nothing.
function faultOf(name, { target, reference }) {
  if (reference !== undefined) return `the reference [${reference}] is not defined`;
  if (/^(?:https?:|mailto:|data:|[a-z]+:\/\/)/.test(target)) return /^https?:\/\/[^\s/]+/.test(target) || !target.startsWith('http') ? '' : 'no address';
  const [path, anchor] = target.split('#');
  if (path.startsWith('/')) return 'begins at the root of some machine';
  const file = path === '' ? name : normalize(join(dirname(name), decodeURIComponent(path))).replace(/\/$/, '');
  if (file !== '.' && !there.has(file)) return `${file} is not in the repository`;
  if (anchor === undefined) return '';
  if (!file.endsWith('.md') || statSync(join(projectFolder, file)).isDirectory()) return 'an anchor of what has none';
  return anchorsIn(file).has(anchor.toLowerCase()) ? '' : `${file} has no heading #${anchor}`;
}

describe('links', () => {
  test('lead somewhere, in every document', (context) => {
    const faults = [];
    let count = 0;
    for (const name of documents) {
      for (const link of linksOf(textOf(name))) {
        count += 1;
        const fault = faultOf(name, link);
        if (fault) faults.push(`${name}:${link.line}: ${link.target}: ${fault}`);
      }
    }
    context.diagnostic(`${count} links in ${documents.length} documents`);
    assert.ok(documents.length > 100 && count > 50, `${count} links in ${documents.length} documents`);
    assert.deepEqual(faults, []);
  });

  // Comments, messages and configurations name runbooks and reports as well.
  test('of the code to documents lead somewhere', () => {
    const faults = [];
    for (const name of listed.filter((file) => /\.(cpp|hpp|mjs|js|toml|jsonc?|ya?ml|sql|md)$/.test(file) && !file.startsWith('tests/data/') && file !== 'tests/docs/links.test.mjs')) {
      for (const [path] of textOf(name).matchAll(/\bdocs\/[\w./-]+\.md\b/g)) if (!there.has(path)) faults.push(`${name}: ${path}`);
    }
    assert.deepEqual(faults, []);
  });

  test('that are wrong are seen', () => {
    const here = 'docs/connect.md';
    const faults = (text) => linksOf(text).map((link) => faultOf(here, link)).filter(Boolean).length;
    const wrong = ['[a](nowhere.md)', '[a](runbooks/README.md#nowhere)', '[a](#nowhere)', '![a](nowhere.svg)', '[a][b]', '[a]: nowhere.md', '<a href="nowhere.md">a</a>', '[a](/etc/passwd)', '[a](README.md "x") and [b](nowhere.md "y")', '[a](../node_modules/x.md)'];
    for (const text of wrong) assert.equal(faults(text), 1, text);
    const right = ['[a](README.md)', '[a](runbooks/)', '[a](#librechat)', '[a](runbooks/edge.md#when-it-does-not-work)', '`[a](nowhere.md)`', '```sh\n[a](nowhere.md)\n```', 'https://nowhere.example', '[a](https://nowhere.example/x)', '[a](<README.md>)'];
    for (const text of right) assert.equal(faults(text), 0, text);
  });

  test('to headings are spelt as the host of the repository spells them', () => {
    assert.deepEqual([...anchorsOf('# One `two`: three, 4!\n## Same\n## Same\n```sh\n# no heading\n```\nUnder\n-----\n### [Link](x.md) – dash')], ['one-two-three-4', 'same', 'same-1', 'under', 'link--dash']);
  });

  test('stay within the repository', () => {
    for (const name of documents) for (const { target = '' } of linksOf(textOf(name))) if (!/^[a-z]+:/.test(target)) assert.ok(!relative(projectFolder, join(projectFolder, dirname(name), target.split('#')[0])).startsWith('..'), `${name}: ${target}`);
  });
});
