// Commands that stand within sentences: each names a command that there is, with options that it takes.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command, projectFolder } from '../../tools/local/voygent.mjs';
import { textOf } from './document.mjs';

const folder = join(projectFolder, 'docs', 'runbooks');
const documents = ['README.md', 'docs/README.md', 'docs/connect.md', 'docs/architecture.md', ...readdirSync(folder).map((name) => `docs/runbooks/${name}`)];

const helps = new Map();
function helpOf(words) {
  const key = words.join(' ');
  if (!helps.has(key)) {
    const done = command({}, [...words, '--help']);
    helps.set(key, done.status === 0 ? done.out : '');
  }
  return helps.get(key);
}
const subcommands = (help) => [...(help.split('\nSubcommands:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/^ {2}([a-z-]+) /gm)].map((match) => match[1]);
const options = (help) => new Set([...help.matchAll(/(?<![\w-])--[a-z-]+/g)].map(([name]) => name));
const everywhere = options(helpOf([]));

// The two commands of the checkout, and what reads their options.
const scripts = { './run': ['run', 'tools/demo/main.mjs'], './test': ['test', 'tools/test/main.mjs'] };
function faultOfScript(words) {
  const sources = scripts[words[0]].map((name) => readFileSync(join(projectFolder, name), 'utf8')).join('\n');
  const wrong = words.filter((word) => word.startsWith('--')).find((word) => !new RegExp(`['"]?${word.slice(2)}['"]?: \\{ type:|${word}\\b`).test(sources));
  return wrong ? `no option ${wrong}` : '';
}

// What is wrong with a command, or nothing.
function faultOf(text) {
  if (text.split(' ')[0] in scripts) return faultOfScript(text.split(' '));
  const words = text.split(/\s+/).slice(1);
  const path = [];
  while (words.length > 0 && subcommands(helpOf(path)).includes(words[0])) path.push(words.shift());
  const help = helpOf(path);
  if (subcommands(help).length > 0 && words.length > 0 && /^[a-z]/.test(words[0])) return `no command ${words[0]}`;
  const known = options(help);
  const wrong = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]).find((word) => !known.has(word) && !everywhere.has(word));
  return wrong ? `no option ${wrong}` : '';
}

const spans = documents.flatMap((name) => [...textOf(name).replace(/^ *```[\s\S]*?^ *```$/gm, (block) => block.replace(/[^\n]/g, '')).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)]
  .map((match) => ({ name, text: match[1] })).filter(({ text }) => /^(?:(?:build\/release\/)?voygent|\.\/run|\.\/test)( |$)/.test(text)));

describe('commands within sentences', () => {
  test('are there, with their options', () => {
    assert.ok(spans.length > 20, `${spans.length} commands`);
    for (const { name, text } of spans) assert.equal(faultOf(text), '', `${name}: ${text}`);
  });

  test('would be seen when they are not', () => {
    assert.equal(faultOf('voygent trip list'), '');
    assert.equal(faultOf('voygent cutover plan --environment staging --database x'), '');
    for (const text of ['voygent trips', 'voygent trip lsit', 'voygent restore x --replce', 'voygent cutover unfreeze', './test --sometimes', './run --never']) assert.notEqual(faultOf(text), '', text);
  });
});
