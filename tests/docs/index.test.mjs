// docs/README.md leads to every document.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { read } from './documents.mjs';

test('the index names every document and folder, and nothing else', () => {
  const text = read('docs/README.md');
  const entries = readdirSync(join(projectFolder, 'docs'), { withFileTypes: true }).filter(({ name }) => name !== 'README.md');
  const wanted = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  const named = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map((match) => match[1].replace(/\/README\.md$/, '/')).filter((path) => !path.startsWith('..'));
  const folders = [...text.matchAll(/`(\w+\/)`/g)].map((match) => match[1]);
  assert.deepEqual([...new Set([...named, ...folders])].toSorted(), wanted.toSorted());
});
