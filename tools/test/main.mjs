// ./test: builds and runs the suites in two lanes, counts test cases, ends with `N passed, N failed, N skipped`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../local/voygent.mjs';
import { countCtest, countFuzzers, countTap, skippedTap } from './count.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, all: { type: 'boolean' } } });

const preset = (name, ctest = true) => [
  ['cmake', '--preset', name],
  ['cmake', '--build', '--preset', name],
  ...(ctest ? [['ctest', '--preset', name, '--parallel', '2', '-V', '--no-tests=error', ...(options.quick ? ['-LE', 'long'] : [])]] : []),
];
const nodeTests = (name, what, ...settings) => {
  const tap = join(projectFolder, 'build', 'test', `${name}.tap`);
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${tap}`];
  const result = () => readFileSync(tap, 'utf8');
  return { steps: [['env', ...settings, 'node', '--test', '--test-concurrency=1', ...reporters, what]], count: () => countTap(result()), skipped: () => skippedTap(result()) };
};

// Lanes run side by side; suites of a lane one after the other, and one that needs another of the other lane waits for it. A suite without
// a counter is one test.
const suites = [
  { name: 'native', lane: 0, when: 'quick', steps: preset('release'), count: countCtest },
  { name: 'format', lane: 0, when: 'quick', steps: [['tools/format', '--check']] },
  { name: 'specs', lane: 0, when: 'quick', ...nodeTests('specs', 'tests/specs/') },
  { name: 'd1', lane: 0, when: 'usual', ...nodeTests('d1', 'tests/plans/d1_rows.test.mjs') },
  { name: 'conformance', lane: 0, when: 'usual', ...nodeTests('conformance', 'tests/conformance/') },
  { name: 'legacy', lane: 0, when: 'usual', ...nodeTests('legacy', 'tests/legacy/') },
  { name: 'e2e', lane: 0, when: 'usual', ...nodeTests('e2e', 'tests/e2e/') },
  { name: 'evaluation', lane: 0, when: 'usual', ...nodeTests('evaluation', 'tests/evaluation/') },
  { name: 'parity', lane: 0, when: 'usual', needs: 'wasm', ...nodeTests('parity', 'tests/parity/') },
  { name: 'edge', lane: 0, when: 'usual', needs: 'wasm', ...nodeTests('edge', 'tests/edge/') },
  { name: 'infra', lane: 0, when: 'usual', needs: 'wasm', ...nodeTests('infra', 'tests/infra/') },
  { name: 'runbooks', lane: 0, when: 'usual', needs: 'wasm', ...nodeTests('runbooks', 'tests/runbooks/') },
  { name: 'docs', lane: 0, when: 'usual', ...nodeTests('docs', 'tests/docs/') },
  { name: 'wasm', lane: 1, when: 'usual', steps: preset('wasm'), count: countCtest },
  { name: 'asan', lane: 1, when: 'usual', steps: preset('asan'), count: countCtest },
  { name: 'image', lane: 0, when: 'all', ...nodeTests('image', 'tests/infra/image.test.mjs', 'VG_WHOLE_IMAGE=1') },
  { name: 'tidy', lane: 0, when: 'all', steps: preset('tidy', false) },
  { name: 'faults', lane: 0, when: 'all', steps: [['env', 'VG_KILL_ROUNDS=1000', 'VG_FAULT_STEP=1', 'ctest', '--preset', 'release', '--parallel', '2', '-V', '-R', '^(disk_faults|out_of_memory|kill)_test$']], count: countCtest },
  { name: 'fuzz', lane: 1, when: 'all', steps: [...preset('fuzz', false), ['node', 'tests/fuzz/run.mjs', '--seconds=20']], count: countFuzzers },
  { name: 'bench', lane: 0, when: 'all', steps: [['node', 'bench/run.mjs', '--quick'], ['node', 'bench/report.mjs', '--check'],
    ['node', 'bench/mcp/run.mjs', '--quick'], ['node', 'bench/mcp/soak.mjs', '--calls=20000'], ['node', 'bench/mcp/report.mjs', '--check'],
    ['node', '--test', 'bench/edge/'], ['node', 'bench/edge/run.mjs', '--quick'], ['node', 'bench/edge/report.mjs', '--check'],
    ['node', 'bench/inventory/run.mjs', '--quick'], ['node', 'bench/inventory/report.mjs', '--check'],
    ['node', 'bench/import/run.mjs', '--quick'], ['node', 'bench/import/report.mjs', '--check']] },
];
assert.equal(new Set(suites.map(({ name }) => name)).size, suites.length, 'two suites have one name');

function isWanted(suite) {
  if (options.quick) return suite.when === 'quick';
  return suite.when !== 'all' || options.all === true;
}

function run(command, log) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (data) => log.write(data));
    child.stderr.on('data', (data) => log.write(data));
    child.on('error', (error) => { log.write(String(error)); resolve(127); });
    child.on('close', (code, signal) => resolve(signal ? 128 : code));
  });
}

async function runSuite(suite) {
  const path = join(projectFolder, 'build', 'test', `${suite.name}.log`);
  const log = createWriteStream(path);
  const started = Date.now();
  let failed = false;
  for (const step of suite.steps) failed = failed || (await run(step, log)) !== 0;
  await new Promise((resolve) => log.end(resolve));
  const text = readFileSync(path, 'utf8');
  let skipped = [];
  let counts = { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 };
  try {
    if (suite.count) counts = suite.count(text);
    if (suite.skipped) skipped = suite.skipped();
  } catch { /* the suite did not get as far as its tests */ }
  // A build that fails, or a runner that dies, is a failure also when no test says so.
  if (failed && counts.failed === 0) counts.failed = 1;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${failed ? 'FAILED' : 'ok    '} ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`);
  for (const one of skipped) console.log(`       skipped ${one}`);
  if (failed) console.log(text.split('\n').slice(-120).join('\n'), `\nThe whole log: build/test/${suite.name}.log`);
  return counts;
}

mkdirSync(join(projectFolder, 'build', 'test'), { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const ended = Object.fromEntries(suites.map(({ name }) => {
  let end;
  return [name, { promise: new Promise((resolve) => { end = resolve; }), end }];
}));
for (const suite of suites.filter((suite) => !isWanted(suite)))
  console.log(`skip   ${suite.name}: ${options.quick ? 'not a unit test of the native build; left out by --quick' : 'takes long; runs with --all'}`);
await Promise.all([0, 1].map(async (lane) => {
  for (const suite of suites.filter((suite) => suite.lane === lane && isWanted(suite))) {
    if (suite.needs) await ended[suite.needs].promise;
    const counts = await runSuite(suite);
    ended[suite.name].end();
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
}));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
