// The official conformance suite, both frozen requirement sets, against the fixture server. Every scored scenario passes; the
// warnings that there are, are these and no others.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { install, node, packages } from './install.mjs';

const results = join(projectFolder, 'build', 'test', 'conformance');
const suite = join(packages, '@modelcontextprotocol', 'conformance');

// There are no sessions: the first scenario wants the id of one to open several streams with, and has nothing else to say; the
// second, which is not scored, resumes a stream with one.
const explainedWarnings = { '2025-11-25': ['server-sse-multiple-streams', 'server-sse-polling'], '2026-07-28': [] };
// Not scored: the extension for tasks, which the library does not have.
const isTask = (scenario) => scenario.startsWith('tasks-');

async function startServer() {
  const database = join(results, 'fixture.db');
  const child = spawn(join(projectFolder, 'build', 'release', 'conformance_server'), ['0', database], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, url };
}

// The scenarios that a set scores, from the file of the suite.
function scored(revision) {
  const lines = readFileSync(join(suite, 'requirements', `${revision}.yaml`), 'utf8').split('\n');
  const from = lines.findIndex((line) => line.startsWith('server:'));
  const out = [];
  for (const line of lines.slice(from + 1)) {
    if (/^\S/.test(line) && !line.startsWith('#')) break;
    const entry = /^\s+- ([a-z0-9-]+)\s*$/.exec(line);
    if (entry) out.push(entry[1]);
  }
  return out;
}

// Every scenario with the status of each of its checks.
function run(url, revision) {
  const folder = join(results, revision);
  rmSync(folder, { recursive: true, force: true });
  const done = spawnSync(node, [join(suite, 'dist', 'index.js'), 'server', '--url', url, '--requirements', revision, '-o', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const scenarios = new Map();
  for (const name of readdirSync(folder)) {
    const scenario = /^server-(.*)-\d{4}-\d\d-\d\dT/.exec(name)[1];
    scenarios.set(scenario, JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')));
  }
  return { status: done.status, output: done.stdout + done.stderr, scenarios };
}

describe('the official conformance suite', () => {
  let server;
  before(async () => {
    install();
    mkdirSync(results, { recursive: true });
    server = await startServer();
  });
  after(() => server?.child.kill());

  for (const [revision, count] of [['2025-11-25', 30], ['2026-07-28', 37]]) {
    test(`${revision}: ${count} of ${count} scored scenarios`, () => {
      const { status, output, scenarios } = run(server.url, revision);
      assert.equal(status, 0, output);
      const wanted = scored(revision);
      assert.equal(wanted.length, count);
      const with_ = (kind) => [...scenarios].filter(([, checks]) => checks.some((check) => check.status === kind)).map(([name]) => name);
      const failed = with_('FAILURE');
      for (const scenario of wanted) {
        assert.ok(scenarios.has(scenario), `${scenario} did not run`);
        assert.ok(!failed.includes(scenario), `${scenario}: ${JSON.stringify(scenarios.get(scenario).filter((check) => check.status === 'FAILURE'))}`);
      }
      assert.deepEqual(failed.filter((scenario) => !isTask(scenario)), []);
      assert.deepEqual(with_('WARNING').filter((scenario) => !isTask(scenario)).sort(), explainedWarnings[revision]);
    });
  }
});
