// The decision log on the legacy: its report, its faults, and what it cites of our own.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { answer, json, refused, run } from './cli.mjs';
import { scratchFolder } from './world.mjs';

const log = join(projectFolder, 'spec', 'decisions', 'keep-rebuild.yaml');
const report = join(projectFolder, 'docs', 'reports', 'keep-rebuild.md');
const parts = ['d1-database-improved', 'prompt-instructions-d1-mcp', 'template-document-mcp v1', 'template-document-mcp v0/v2', 'github-mcp-cta', 'd1-database-prod v2',
  'voygen-mobile-api', 'mcp-anchor-browser', 'orchestrator', 'publisher', 'HTML templates', 'LLM tools', 'DB schema', 'LibreChat integration', 'CI/CD'];

test('every part of the legacy is decided by the rule', async () => {
  const { decisions } = await json({}, ['rubric', '--check'], { cwd: projectFolder });
  assert.deepEqual(decisions.map((one) => one.name), parts);
  for (const one of decisions) {
    assert.deepEqual(Object.keys(one.scores), ['maintainability', 'latency', 'cost', 'reliability', 'simplicity']);
    assert.equal(one.sum, Object.values(one.scores).reduce((sum, score) => sum + score), one.name);
    assert.equal(one.decision, one.sum < 14 || one.clear_win ? 'rebuild' : 'keep', one.name);
  }
});

test('the report is what the log makes, and --check says when it is not', async () => {
  const folder = scratchFolder();
  const other = join(folder, 'report.md');
  await answer({}, ['rubric', log, '--report', other]);
  assert.equal(readFileSync(other, 'utf8'), readFileSync(report, 'utf8'));
  assert.match(await answer({}, ['rubric', log, '--report', other, '--check']), /The report says the same/);
  writeFileSync(other, readFileSync(other, 'utf8').replace('**keep**', '**rebuild**'));
  const before = readFileSync(other, 'utf8');
  await refused({}, ['rubric', log, '--report', other, '--check'], 'conflict', [/is not what .*keep-rebuild\.yaml makes/]);
  assert.equal(readFileSync(other, 'utf8'), before);
  await refused({}, ['rubric', log, '--report', join(folder, 'none.md'), '--check'], 'conflict', [/none\.md/]);
});

test('a log that cannot be used is refused with the line of each fault', async () => {
  const good = readFileSync(log, 'utf8');
  const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split('\n').length;
  const from = () => ['rubric', '-', '--report', join(scratchFolder(), 'report.md')];
  const cases = [
    [good.replace('score: 1', 'score: 6'), (text) => new RegExp(`line ${lineOf(text, 'score: 6')}: score is "6"`)],
    [good.replace('score: 1', 'score: good'), () => /score is "good"/],
    [good.replace(/evidence: 0 database calls.*\n/, '\n'), () => /line \d+: evidence is missing/],
    [good.replace('[c]', ''), () => /evidence is to end with one of the marks \[m\], \[c\], \[d\], \[s\]/],
    [good.replace('components:', 'components: ['), () => /not readable as YAML at line \d+, column \d+/],
    ['', () => /it is to be a map with rule and components/],
    ['a: \u0000', () => /not readable as YAML at line 1/],
  ];
  for (const [text, says] of cases) await refused({}, from(), 'invalid', [says(text)], { input: text });
  await refused({}, ['rubric', '/no/such.yaml'], 'invalid', [/\/no\/such\.yaml cannot be read/]);
  const written = await run({}, ['rubric', log, '--report', '/proc/no/report.md']);
  assert.equal(written.status, 6, written.err);
});

test('what is cited of our own is in the report that is named', () => {
  const cited = [...readFileSync(log, 'utf8').matchAll(/rebuild:\n\s+value: ([\d.]+)\n\s+evidence: (docs\/reports\/[\w-]+\.md)/g)];
  assert.ok(cited.length >= 4);
  for (const [, value, path] of cited) {
    assert.ok(existsSync(join(projectFolder, path)), path);
    const text = readFileSync(join(projectFolder, path), 'utf8');
    assert.match(text, new RegExp(`(^|[^\\d,.])${Number(value).toLocaleString('en-US')}([^\\d,.]|$)`, 'm'), `${path} does not say ${value}`);
  }
});
