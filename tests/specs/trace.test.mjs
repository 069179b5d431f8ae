// The specifications and their trace: every requirement that is implemented has tests that ./test runs, every test belongs to a requirement. And the form of it
// all, with a mistake of each kind put into a copy.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { artefactFindings } from './artefacts.mjs';
import { traceFindings } from './trace.mjs';

const scratch = join(projectFolder, 'build', 'test', 'scratch');
mkdirSync(scratch, { recursive: true });
const copy = mkdtempSync(join(scratch, 'specs-'));
after(() => rmSync(copy, { recursive: true, force: true }));
// Specifications, the runner and its neighbours are copied, the rest is linked.
const copied = ['.specify', 'specs', 'tools'];
for (const name of readdirSync(projectFolder)) if (!copied.includes(name) && !['.git', 'build', 'node_modules', 'var'].includes(name)) symlinkSync(join(projectFolder, name), join(copy, name));
for (const name of copied) cpSync(join(projectFolder, name), join(copy, name), { recursive: true, filter: (path) => !path.includes('node_modules') });

// Rows of [what, file, pattern, replacement, what a finding has to match]; a replacement that is undefined takes the file away.
function seeded(check, rows) {
  for (const [what, file, pattern, replacement, expected] of rows)
    test(`${what} is noticed`, () => {
      const path = join(copy, file);
      const good = readFileSync(path, 'utf8');
      const bad = replacement === undefined ? undefined : good.replace(pattern, () => replacement);
      assert.notEqual(bad, good, 'the mistake is not in the file');
      try {
        if (bad === undefined) rmSync(path);
        else writeFileSync(path, bad);
        const found = check(copy);
        assert.ok(found.some((finding) => expected.test(finding)), `found: ${JSON.stringify(found)}`);
      } finally {
        writeFileSync(path, good);
      }
    });
}

describe('constitution and specifications', () => {
  test('have nothing wrong', () => {
    assert.deepEqual(artefactFindings(projectFolder), []);
    assert.deepEqual(artefactFindings(copy), []);
  });
  const constitution = '.specify/memory/constitution.md';
  const [spec, plan, tasks] = ['spec', 'plan', 'tasks'].map((name) => `specs/004-edge/${name}.md`);
  seeded(artefactFindings, [
    ['a principle that demands nothing', constitution, /MUST reach the database exactly once[\s\S]*?###/, 'reach the database.\n\n###', /One Database Call demands nothing/],
    ['a principle without its number', constitution, '### III. ', '### IV. ', /principle/],
    ['a new version without a report', constitution, /^\*\*Version\*\*: \d+/m, '**Version**: 9', /no Sync Impact Report leads to 9/],
    ['an amendment before its beginning', constitution, /\*\*Last Amended\*\*: \S+/, '**Last Amended**: 2020-01-01', /no dates in their order/],
    ['no governance', constitution, '## Governance', '## Rules', /"## Governance" is missing/],
    ['no rule for versions', constitution, /major/g, 'big', /nothing of major/],
    ['a missing plan', plan, '', undefined, /plan\.md: is missing/],
    ['missing contracts', 'specs/004-edge/contracts/README.md', '', undefined, /contracts: is missing/],
    ['a missing head', spec, /^\*\*Created\*\*.*$/m, '', /Created is no date/],
    ['another branch', spec, '**Feature Branch**: `004-edge`', '**Feature Branch**: `004-worker`', /not the folder/],
    ['a status that is none', spec, '**Status**: Implemented', '**Status**: Done', /neither Draft nor Implemented/],
    ['a missing section', spec, '### Edge Cases', '### Other Cases', /"### Edge Cases" is missing/],
    ['no success criteria', spec, '## Success Criteria *(mandatory)*', '## Criteria', /Success Criteria/],
    ['a requirement twice', spec, '- **FR-005**', '- **FR-004**', /FR 4 is there twice/],
    ['a gap in the requirements', spec, /^- \*\*FR-005\*\*.*\n/m, '', /FR 6 stands where 5 is due/],
    ['requirements out of order', spec, /^(- \*\*FR-006\*\*.*\n)(- \*\*FR-007\*\*.*\n)/m, '- **FR-007**: System MUST a\n- **FR-006**: System MUST b\n', /FR 7 stands where 6 is due/],
    ['a number of another form', spec, '- **FR-005**', '- **FR-5**', /FR-5 is no number/],
    ['a requirement that demands nothing', spec, 'System MUST serve health', 'System serves health', /FR-001 demands nothing/],
    ['a criterion twice', spec, '- **SC-002**', '- **SC-001**', /SC 1 is there twice/],
    ['a story without a reason', spec, '**Why this priority**', '**Why**', /user story 1 lacks/],
    ['a story without a priority', spec, ' (Priority: P1)', '', /user story/],
    ['a scenario without When', spec, '**When** an official client', 'an official client', /scenario 1 of user story 1 is not Given, When, Then/],
    ['a clarification without an answer', spec, /→ A: everything/, 'everything', /no question with its answer/],
    ['an open question', spec, 'System MUST serve health', 'System MUST serve health NEEDS CLARIFICATION', /NEEDS CLARIFICATION is not resolved/],
    ['something to be done', plan, '## Summary', '## Summary\n\nTODO', /TODO is not resolved/],
    ['something to be decided', 'specs/004-edge/research.md', '**Decision**: it does not', '**Decision**: TBD, it does not', /TBD is not resolved/],
    ['a placeholder', 'specs/004-edge/data-model.md', '| isolate | core |', '| isolate | [entity] |', /\[entity\] is not resolved/],
    ['research without alternatives', 'specs/004-edge/research.md', '**Alternatives considered**', '**Others**', /lacks Alternatives considered/],
    ['a plan without a field', plan, '**Storage**:', '**Store**:', /Storage is missing/],
    ['a principle that is not checked', plan, /^\| III .*\n/m, '', /III Private Stays Private is not checked/],
    ['a principle that is none', plan, '| III Private', '| III Public', /there is no principle III Public/],
    ['a path of the plan that is not there', plan, 'tests/parity/ ', 'tests/parities/ ', /there is no tests\/parities/],
    ['a path of a task that is not there', tasks, 'in tests/edge/calls.test.mjs', 'in tests/edge/{calls,costs}.test.mjs', /there is no tests\/edge\/\{calls,costs\}/],
    ['a task that is open', tasks, '- [x] T005', '- [ ] T005', /T005 is open/],
    ['a task twice', tasks, 'T005', 'T004', /task 4 is there twice/],
    ['a task without its story', tasks, '[P] [US1] ', '[P] ', /of story none in the phase of 1/],
    ['a story in the setup', tasks, 'T001 ', 'T001 [US1] ', /of story 1 in the phase of none/],
    ['a task for a requirement that is none', tasks, '(FR-013, SC-003', '(FR-099, SC-003', /FR-099, which there is not/],
    ['a requirement without a task', tasks, '(FR-013, SC-003', '(SC-003', /FR-013 has no task/],
    ['a story without a task', tasks, /^## Phase 6[\s\S]*?(?=^## Phase 7)/m, '', /user story 4 has no task/],
    ['a task of another form', tasks, '- [x] T006 [P]', '- [X] T6 [P]', /no task: /],
    ['a check that is open', 'specs/004-edge/checklists/requirements.md', '- [x] CHK003', '- [ ] CHK003', /CHK003 is open/],
    ['a quickstart without commands', 'specs/004-edge/quickstart.md', /```/g, '', /has no command/],
    ['a feature that is not there', '.specify/feature.json', /specs\/[\w-]+/, 'specs/000-none', /there is no specs\/000-none/],
  ]);
  test('two of one number are noticed', () => {
    const other = join(copy, 'specs', '004-other');
    cpSync(join(copy, 'specs', '004-edge'), other, { recursive: true });
    try {
      assert.ok(artefactFindings(copy).includes('specs: the number 004 is used twice'));
    } finally {
      rmSync(other, { recursive: true });
    }
  });
  test('a draft with a task that is done is noticed', () => {
    const path = join(copy, 'specs/004-edge/spec.md');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace('**Status**: Implemented', '**Status**: Draft'));
    try {
      assert.ok(artefactFindings(copy).some((finding) => /T001 is done although the specification is a draft/.test(finding)));
    } finally {
      writeFileSync(path, good);
    }
  });
});

describe('the trace', () => {
  test('leads from every requirement to tests that are run, and from every test to a requirement', (context) => {
    const { requirements } = JSON.parse(readFileSync(join(projectFolder, 'specs', 'trace.json'), 'utf8'));
    const rows = Object.values(requirements).flatMap(Object.values);
    context.diagnostic(`${rows.length} requirements, ${new Set(rows.flat()).size} tests`);
    assert.deepEqual(traceFindings(projectFolder), []);
    assert.deepEqual(traceFindings(copy), []);
  });
  seeded(traceFindings, [
    ['a requirement without a row', 'specs/trace.json', /^ *"FR-003": .*\n/m, '', /001-trip-core FR-003 names no test/],
    ['a row without a test', 'specs/trace.json', /("FR-003": )\[.*?\]/, '"FR-003": []', /001-trip-core FR-003 names no test/],
    ['a row for no requirement', 'specs/trace.json', '"FR-021": [', '"FR-022": ["tests/e2e/cli.test.mjs"], "FR-021": [', /001-trip-core FR-022 is no requirement/],
    ['a requirement that is new', 'specs/001-trip-core/spec.md', '### Key Entities', '- **FR-022**: System MUST do more\n\n### Key Entities', /001-trip-core FR-022 names no test/],
    ['a test that is not there', 'specs/trace.json', 'tests/e2e/rest.test.mjs', 'tests/e2e/rests.test.mjs', /there is no tests\/e2e\/rests/],
    ['a test that nobody names', 'specs/trace.json', /"tests\/parity\/parity\.test\.mjs"/g, '"tests/edge/worker.test.mjs"', /parity\.test\.mjs belongs to no requirement/],
    ['a specification that is not there', 'specs/trace.json', '"004-edge": {', '"004-ledge": {', /004-ledge is traced and not there/],
    ['a specification that has come', 'specs/trace.json', '"awaited": {}', '"awaited": { "004-edge": [] }', /004-edge is there: what waits/],
    ['a suite that is not run', 'tools/test/main.mjs', "nodeTests('parity', 'tests/parity/')", "nodeTests('parity', 'tests/pair/')", /parity\.test\.mjs is not run/],
    ['a fuzzer that is not run', 'tools/test/main.mjs', 'tests/fuzz/run.mjs', 'tests/fuzz/walk.mjs', /tests\/fuzz\/json\.cpp is not run/],
  ]);
  test('a test that the build does not know is noticed', () => {
    const folder = join(copy, 'tools', 'structure');
    writeFileSync(join(folder, 'other_test.cpp'), '');
    try {
      const found = traceFindings(copy);
      assert.ok(found.includes('tools/structure/other_test.cpp is not run by ./test'));
      assert.ok(found.some((finding) => finding.startsWith('tools/structure/other_test.cpp belongs to no requirement')));
    } finally {
      rmSync(join(folder, 'other_test.cpp'));
    }
  });
});
