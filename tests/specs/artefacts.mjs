// What is wrong with the constitution and with the specifications: their form, their numbers, what each says of the others, and paths that lead nowhere.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from './files.mjs';

const artefacts = ['spec.md', 'plan.md', 'research.md', 'data-model.md', 'quickstart.md', 'tasks.md', 'checklists/requirements.md'];
const specSections = ['## User Scenarios & Testing *(mandatory)*', '### Edge Cases', '## Requirements *(mandatory)*', '### Functional Requirements', '## Success Criteria *(mandatory)*',
  '### Measurable Outcomes', '## Assumptions'];
const planSections = ['## Summary', '## Technical Context', '## Constitution Check', '## Project Structure'];
const planFields = ['Language/Version', 'Primary Dependencies', 'Storage', 'Testing', 'Target Platform', 'Project Type', 'Performance Goals', 'Constraints', 'Scale/Scope'];
const storyLabels = ['**Why this priority**:', '**Independent Test**:', '**Acceptance Scenarios**:'];
const fewestChecks = 16;
// Folders of the project: what begins with one of them is meant as a path.
const topFolders = 'apps bench cmake docs infra packages platform services spec specs tests tools .ci .github .specify'.split(' ');

const withoutComments = (text) => text.replace(/<!--[\s\S]*?-->/g, '');
const withoutCode = (text) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
const pieces = (text, head) => text.split(head).slice(1);
const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
// A sentence may be broken into lines, which go on with blanks in front.
const joined = (text) => text.replace(/\n[ \t]+(?=\S)/g, ' ');

export const featureFolders = (root) => readdirSync(join(root, 'specs')).filter((name) => statSync(join(root, 'specs', name)).isDirectory()).sort();
export const statusOf = (text) => /^\*\*Status\*\*: (.*)$/m.exec(text)?.[1];
export const requirementsOf = (text) => [...text.matchAll(/^- \*\*(FR-\d+)\*\*:/gm)].map((match) => match[1]);

// What nobody has decided yet, and what was left of a template.
function openMarkers(text) {
  const plain = withoutCode(withoutComments(text)).replace(/^- \[[ x]\] (T\d+ (\[P\] )?(\[US\d+\] )?)?/gm, '');
  const words = [...plain.matchAll(/NEEDS CLARIFICATION|\b(?:TODO|TBD|FIXME|TKTK|XXX)\b|\?\?\?|\$ARGUMENTS/g)].map((match) => match[0]);
  const brackets = [...plain.matchAll(/\[[^\]\n]+\](?!\()/g)].map((match) => match[0]);
  return [...words, ...brackets].map((marker) => `${marker} is not resolved`);
}

// Numbers of one kind begin with 1 and have no gap.
function numbering(kind, numbers) {
  const found = numbers.length === 0 ? [`there is no ${kind}`] : [];
  const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at);
  for (const number of new Set(twice)) found.push(`${kind} ${number} is there twice`);
  if (twice.length === 0) numbers.forEach((number, at) => { if (number !== at + 1) found.push(`${kind} ${number} stands where ${at + 1} is due`); });
  return found.slice(0, 3);
}

const missing = (text, heads) => heads.filter((head) => !text.split('\n').includes(head)).map((head) => `the section "${head}" is missing`);

export function principles(constitution) {
  return [...constitution.matchAll(/^### ([IVX]+)\. (.+)$/gm)].map((match) => `${match[1]} ${match[2]}`);
}

function constitutionFindings(raw) {
  const text = withoutComments(raw);
  const found = [...missing(text, ['## Core Principles', '## Governance']), ...openMarkers(raw)];
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
  found.push(...numbering('principle', principles(text).map((name) => roman.indexOf(name.split(' ')[0]) + 1)));
  for (const piece of pieces(text.split('## Core Principles')[1]?.split(/^## /m)[0] ?? '', /^### /m)) if (!/\bMUST\b/.test(piece)) found.push(`the principle ${piece.split('\n')[0]} demands nothing`);
  const governance = text.split('## Governance')[1] ?? '';
  for (const word of ['amend', 'major', 'minor', 'patch', 'review']) if (!governance.toLowerCase().includes(word)) found.push(`the governance says nothing of ${word}`);
  const [, version, ratified, amended] = /^\*\*Version\*\*: (\d+\.\d+\.\d+) \| \*\*Ratified\*\*: (\S+) \| \*\*Last Amended\*\*: (\S+)\s*$/.exec(text.trim().split('\n').at(-1)) ?? [];
  if (!version) return [...found, 'the last line is not version, ratified, last amended'];
  if (!isDate(ratified) || !isDate(amended) || amended < ratified) found.push('the dates of the last line are no dates in their order');
  const report = /<!--\s*Sync Impact Report: (\d+\.\d+\.\d+) -> (\d+\.\d+\.\d+);/.exec(raw);
  if (report?.[2] !== version) found.push(`no Sync Impact Report leads to ${version}`);
  return found;
}

function storyFindings(text) {
  const heads = [...text.matchAll(/^### User Story (.*)$/gm)].map((match) => match[1]);
  const found = numbering('user story', heads.map((head) => Number(/^(\d+) - \S.* \(Priority: P[1-5]\)$/.exec(head)?.[1] ?? 0)));
  for (const piece of pieces(text, /^### User Story /m)) {
    const story = joined(piece.split(/^##/m)[0]);
    const name = `user story ${story.split(' ')[0]}`;
    for (const label of storyLabels) if (!story.includes(label)) found.push(`${name} lacks ${label}`);
    const scenarios = [...(story.split('**Acceptance Scenarios**:')[1] ?? '').matchAll(/^(\d+)\. (.*)$/gm)];
    found.push(...numbering(`scenario of ${name}`, scenarios.map((match) => Number(match[1]))));
    for (const [, number, scenario] of scenarios) if (!/^\*\*Given\*\* .+\*\*When\*\* .+\*\*Then\*\* .+/.test(scenario)) found.push(`scenario ${number} of ${name} is not Given, When, Then`);
  }
  return found;
}

function specFindings(raw, folder) {
  const text = joined(withoutComments(raw));
  const found = [...missing(text, specSections), ...openMarkers(raw), ...storyFindings(text)];
  const head = (name) => new RegExp(`^\\*\\*${name}\\*\\*: (.+)$`, 'm').exec(text)?.[1] ?? '';
  if (head('Feature Branch') !== `\`${folder}\``) found.push('the feature branch is not the folder');
  if (!isDate(head('Created'))) found.push('Created is no date');
  if (!['Draft', 'Implemented'].includes(head('Status'))) found.push('the status is neither Draft nor Implemented');
  if (!/^\*\*Input\*\*: User description: "[^"]+"$/m.test(text)) found.push('Input is no user description');
  for (const [kind, pattern] of [['FR', /^- \*\*FR-(\d{3})\*\*: (.*)$/gm], ['SC', /^- \*\*SC-(\d{3})\*\*: (.*)$/gm]]) {
    const lines = [...text.matchAll(pattern)];
    found.push(...numbering(kind, lines.map((match) => Number(match[1]))));
    for (const [, number, sentence] of lines) if (kind === 'FR' && !/\bMUST\b/.test(sentence)) found.push(`FR-${number} demands nothing`);
  }
  for (const [, line] of text.matchAll(/^- \*\*((?:FR|SC)-[^*]*)\*\*/gm)) if (!/^(FR|SC)-\d{3}$/.test(line)) found.push(`${line} is no number of three digits`);
  for (const name of ['Edge Cases', 'Assumptions']) if (!new RegExp(`^##+ ${name}\n+- \\S`, 'm').test(text)) found.push(`${name} is empty`);
  if (/^## Clarifications/m.test(text)) {
    const [part] = text.split('## Clarifications')[1].split(/^## /m);
    if (!/^### Session \d{4}-\d\d-\d\d$/m.test(part)) found.push('clarifications without a session');
    for (const [line] of part.matchAll(/^- .*$/gm)) if (!/^- Q: .+\? → A: .+$/.test(line)) found.push(`no question with its answer: ${line.slice(0, 60)}`);
  }
  return found;
}

// Paths of the project in a text that are not there. `{a,b}` and `*` stand for several.
function pathFindings(text, root) {
  const words = [...text.matchAll(/(?<![\w./{},<-])(\.?[a-z]+)\/[\w.{},*/-]*/g)].filter((match) => topFolders.includes(match[1])).map((match) => match[0].replace(/[.,]+$/, ''));
  return [...new Set(words)].filter((word) => expand(root, word).some((paths) => paths.length === 0)).map((word) => `there is no ${word}`);
}

function planFindings(raw, root, folder, names) {
  const text = joined(raw);
  const found = [...missing(text, planSections), ...openMarkers(raw)];
  if (!new RegExp(`^\\*\\*Branch\\*\\*: \`${folder}\` \\| \\*\\*Date\\*\\*: \\d{4}-\\d\\d-\\d\\d \\| \\*\\*Spec\\*\\*: \\[spec\\.md\\]\\(spec\\.md\\)$`, 'm').test(text)) found.push('the line of branch, date and spec is not as it has to be');
  for (const field of planFields) if (!new RegExp(`^\\*\\*${field}\\*\\*: \\S`, 'm').test(text)) found.push(`${field} is missing`);
  if (!/^\*\*Structure Decision\*\*: \S/m.test(text)) found.push('the structure decision is missing');
  const checked = [...(text.split('## Constitution Check')[1] ?? '').matchAll(/^\| ([IVX]+ [^|]+?) \|/gm)].map((match) => match[1]);
  for (const name of names) if (!checked.includes(name)) found.push(`the principle ${name} is not checked`);
  for (const name of checked) if (!names.includes(name)) found.push(`there is no principle ${name}`);
  return found;
}

function taskFindings(raw, { requirements, stories, status }) {
  const text = withoutComments(raw);
  const found = [...openMarkers(raw), ...missing(text, ['## Dependencies', '## Strategy'])];
  const numbers = [];
  const served = new Set();
  let phase = '';
  for (const line of text.split('\n')) {
    phase = /^## (.*)$/.exec(line)?.[1] ?? phase;
    if (!/^\s*- \[/.test(line)) continue;
    const task = /^- \[([ x])\] T(\d{3}) (?:\[P\] )?(?:\[US(\d+)\] )?(\S.*)$/.exec(line);
    if (!task) {
      found.push(`no task: ${line.slice(0, 60)}`);
      continue;
    }
    const [, state, number, story, what] = task;
    numbers.push(Number(number));
    if (status === 'Implemented' && state !== 'x') found.push(`T${number} is open although the specification is implemented`);
    if (status === 'Draft' && state === 'x') found.push(`T${number} is done although the specification is a draft`);
    const owner = /User Story (\d+)/.exec(phase)?.[1];
    if (owner !== story) found.push(`T${number} is of story ${story ?? 'none'} in the phase of ${owner ?? 'none'}`);
    if (story) served.add(story);
    for (const [requirement] of what.matchAll(/FR-\d+/g)) if (!requirements.includes(requirement)) found.push(`T${number} names ${requirement}, which there is not`);
  }
  found.push(...numbering('task', numbers));
  for (const story of stories) if (!served.has(story)) found.push(`user story ${story} has no task`);
  for (const requirement of requirements) if (!text.includes(requirement)) found.push(`${requirement} has no task`);
  return found;
}

function featureFindings(root, folder, names) {
  const at = (name) => join(root, 'specs', folder, name);
  const read = (name) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : undefined);
  const found = [];
  const note = (name, findings) => found.push(...findings.map((finding) => `${folder}/${name}: ${finding}`));
  if (!/^\d{3}(-[a-z0-9]+)+$/.test(folder)) note('', ['the folder is not a number and a short name']);
  for (const name of artefacts) if (!read(name)?.trim()) note(name, ['is missing']);
  if (!existsSync(at('contracts')) || readdirSync(at('contracts')).length === 0) note('contracts', ['is missing']);
  const spec = read('spec.md') ?? '';
  const status = statusOf(spec);
  note('spec.md', specFindings(spec, folder));
  note('plan.md', planFindings(read('plan.md') ?? '', root, folder, names));
  for (const section of pieces(read('research.md') ?? '', /^## /m))
    for (const word of ['Decision', 'Rationale', 'Alternatives considered']) if (!section.includes(`**${word}**: `)) note('research.md', [`"${section.split('\n')[0]}" lacks ${word}`]);
  for (const name of ['research.md', 'data-model.md', 'quickstart.md', 'checklists/requirements.md']) note(name, openMarkers((read(name) ?? '').replace(/NEEDS CLARIFICATION/g, name.startsWith('checklists') ? '' : '$&')));
  if (!/^```sh\n[\s\S]+?^```/m.test(read('quickstart.md') ?? '')) note('quickstart.md', ['has no command']);
  const stories = [...spec.matchAll(/^### User Story (\d+) /gm)].map((match) => match[1]);
  note('tasks.md', taskFindings(read('tasks.md') ?? '', { requirements: requirementsOf(spec), stories, status }));
  if (status === 'Implemented') for (const name of ['plan.md', 'tasks.md']) note(name, pathFindings(read(name) ?? '', root));
  const checks = [...(read('checklists/requirements.md') ?? '').matchAll(/^- \[([ x])\] (CHK\d{3}) (.*)$/gm)];
  if (checks.length < fewestChecks) note('checklists/requirements.md', [`${checks.length} checks are fewer than ${fewestChecks}`]);
  note('checklists/requirements.md', numbering('check', checks.map((match) => Number(match[2].slice(3)))));
  for (const [, state, name] of checks) if (state !== 'x') note('checklists/requirements.md', [`${name} is open`]);
  return found;
}

// Findings as texts; none when all is well. `root` is a folder with .specify and specs.
export function artefactFindings(root) {
  const constitution = readFileSync(join(root, '.specify', 'memory', 'constitution.md'), 'utf8');
  const folders = featureFolders(root);
  const found = constitutionFindings(constitution).map((finding) => `constitution.md: ${finding}`);
  for (const folder of folders) found.push(...featureFindings(root, folder, principles(constitution)));
  const numbers = folders.map((folder) => folder.slice(0, 3));
  for (const number of new Set(numbers)) if (numbers.filter((other) => other === number).length > 1) found.push(`specs: the number ${number} is used twice`);
  const { feature_directory: current } = JSON.parse(readFileSync(join(root, '.specify', 'feature.json'), 'utf8'));
  if (!existsSync(join(root, current))) found.push(`feature.json: there is no ${current}`);
  return found;
}
