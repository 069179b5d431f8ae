// The workflows: what actionlint, GitHub's own parser and our rules say of them, and what they overlook without the others.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { seeded } from './seeded.mjs';
import { actionlintFindings, githubFindings, pins, ruleFindings } from './workflow_rules.mjs';

const folder = join(projectFolder, '.github', 'workflows');
const workflows = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const parsed = githubFindings(Object.values(workflows));

describe('every workflow', () => {
  for (const [index, [name, text]] of Object.entries(workflows).entries())
    test(name, async () => {
      assert.deepEqual(await actionlintFindings(text), []);
      assert.deepEqual(parsed[index], []);
      assert.deepEqual(ruleFindings(text), []);
    });
  test('of those that were asked for is there', () =>
    assert.deepEqual(Object.values(workflows).map((text) => parse(text).name).sort(), ['backup', 'deploy worker', 'pages', 'release', 'test']));
});

const deploy = workflows['deploy-worker.yaml'];

describe('actionlint', () => seeded(deploy, actionlintFindings, [
  ['an event that is none', 'workflow_dispatch:', 'workflow_dispatched:', /unknown Webhook event/],
  ['a job that is not there', 'needs: staging', 'needs: stage', /needs job "stage"/],
  ['a permission that is none', '  contents: read\nconcurrency', '  content: read\nconcurrency', /unknown permission scope "content"/],
  ['text of strangers in a script', 'run: cmake --preset wasm', 'run: echo ${{ github.event.head_commit.message }}', /potentially untrusted/],
  ['an output of no step', 'name: core', 'name: ${{ steps.core.outputs.name }}', /"core" is not defined/],
]));

describe('the parser of GitHub', () => seeded(deploy, (text) => githubFindings([text])[0], [
  ['a key that is none', 'timeout-minutes: 45', 'timeout: 45', /Unexpected value 'timeout'/],
  ['a context that is none', '${{ secrets.SMOKE_TOKEN }}', '${{ secret.SMOKE_TOKEN }}', /Unrecognized named-value: 'secret'/],
  ['a function that is none', 'run: cmake --preset wasm', 'run: cmake ${{ join_all(github.ref) }}', /Unrecognized function: 'join_all'/],
  ['a job without a machine', '    runs-on: ubuntu-24.04\n    container: debian:bookworm\n    timeout-minutes: 45', '    timeout-minutes: 45', /runs-on/],
]));

describe('our rules', () => {
  seeded(deploy, ruleFindings, [
    ['an action by its tag', /actions\/checkout@[0-9a-f]{40} # v7\.0\.1/, 'actions/checkout@v7', /checkout@v7 is not in action-pins/],
    ['another commit', /actions\/checkout@3d3c42e/, 'actions/checkout@3d3c42f', /is not in action-pins/],
    ['a comment that says another release', '# v8.0.1', '# v8', /is v8\.0\.1, and the line/],
    ['no permissions', /^permissions:\n  contents: read\n/m, '', /only reads/],
    ['all permissions', /^permissions:\n  contents: read\n/m, 'permissions: write-all\n', /only reads/],
    ['a job that may write', /(needs: staging\n)/, 'needs: staging\n    permissions:\n      contents: write\n', /may write contents/],
    ['no concurrency', /^concurrency:\n.*\n.*\n/m, '', /no concurrency group/],
    ['a deployment that is cancelled', 'cancel-in-progress: false', 'cancel-in-progress: true', /cancelled in its middle/],
    ['no timeout', '    timeout-minutes: 45\n', '', /no timeout-minutes/],
    ['a machine that moves', 'runs-on: ubuntu-24.04', 'runs-on: ubuntu-latest', /which moves/],
    ['a container that moves', 'container: debian:bookworm', 'container: debian:latest', /not one release/],
    ['a token that stays', 'persist-credentials: false', 'persist-credentials: true', /leaves the token/],
    ['rights for strangers', '  workflow_dispatch:', '  pull_request_target:', /rights for strangers/],
    ['secrets without a guard', '    environment: production\n', '', /without an environment/],
    ['a secret that nobody explains', 'secrets.SMOKE_TOKEN', 'secrets.SMOKING_TOKEN', /SMOKING_TOKEN is not explained/],
    ['a program that is not there', 'tools/deploy/worker.mjs staging', 'tools/deploy/edge.mjs staging', /there is no tools\/deploy\/edge\.mjs/],
    ['an expression in a script', 'run: node tools/deploy/worker.mjs staging', 'run: node tools/deploy/worker.mjs ${{ github.ref_name }}', /expression inside/],
    ['a script in the workflow', '- run: cmake --preset wasm\n', '- run: |\n          cmake --preset wasm\n          ctest\n', /belongs into tools/],
    ['a script from the network', 'run: cmake --preset wasm', 'run: curl https://example.com/x | sh', /from the network/],
    ['a step that may fail', '- run: cmake --preset wasm\n', '- run: cmake --preset wasm\n        continue-on-error: true\n', /may fail/],
    ['an artifact for ever', '          retention-days: 7\n', '', /without retention-days/],
  ]);

  test('a secret of all steps is noticed', () =>
    assert.match(ruleFindings(workflows['test.yaml'].replace('    timeout-minutes: 90', '    timeout-minutes: 90\n    env: { TOKEN: "${{ secrets.SMOKE_TOKEN }}" }')).join(), /every step of the job/));
  test('know no action that nobody uses', () => {
    const text = Object.values(workflows).join('\n');
    for (const pin of pins.keys()) assert.ok(text.includes(pin), pin);
  });
});

describe('the order of a deployment', () => {
  const { jobs } = parse(deploy);
  test('is test and build, staging, production', () => {
    assert.deepEqual([jobs.staging.needs, jobs.production.needs], [['test', 'build'], 'staging']);
    assert.deepEqual([jobs.staging.environment, jobs.production.environment], ['staging', 'production']);
  });
  test('deploys the same core to both, and asks them with the program of the same commit', () => {
    const cores = ['staging', 'production'].map((name) => jobs[name].steps.find((step) => step.uses?.startsWith('actions/download-artifact')).with);
    assert.deepEqual(cores[0], cores[1]);
    const kept = jobs.build.steps.find((step) => step.uses?.startsWith('actions/upload-artifact')).with;
    assert.deepEqual(kept.path.trim().split('\n'), ['build/wasm/core.wasm', 'build/release/voygent']);
    assert.equal(cores[0].path, 'build', 'the folder that both have in common');
    assert.equal(cores[0].name, jobs.build.steps.find((step) => step.uses?.startsWith('actions/upload-artifact')).with.name);
  });
});

// A composite action is no workflow to any of these.
test('the action of this repository calls tools/setup as it is', () => {
  const action = parse(readFileSync(join(projectFolder, '.github', 'actions', 'tools', 'action.yaml'), 'utf8'));
  const setup = readFileSync(join(projectFolder, 'tools', 'setup'), 'utf8');
  assert.ok(action.runs.steps.every((step) => step.shell === 'bash' && !step.run.includes('${{')));
  const purposes = Object.values(workflows).flatMap((text) => [...text.matchAll(/purpose: (\w+)/g)].map((match) => match[1]));
  assert.ok(purposes.length > 0);
  for (const purpose of purposes) assert.ok(purpose === 'run' || setup.includes(`= ${purpose} ]`), purpose);
});
