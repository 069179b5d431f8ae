// Plays all tasks and writes what they cost to docs/reports/data/evaluation.json, and from there into the tables of
// docs/reports/evaluation.md. With --check it plays nothing and only says whether the text has the numbers of the data.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withNumbers } from '../../bench/report.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { compare, legacy, median, taskFigures, totalsOf } from './figures.mjs';
import { loadTasks, play, startInstallation } from './player.mjs';

const folder = join(projectFolder, 'docs', 'reports');
const dataFile = join(folder, 'data', 'evaluation.json');
const textFile = join(folder, 'evaluation.md');

const table = (titles, rows) => [
  `| ${titles.join(' | ')} |`,
  `|---|${'---:|'.repeat(titles.length - 1)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');
const whole = (number) => Math.round(number).toLocaleString('en-US');
const part = (ours, theirs) => (ours / theirs).toFixed(2);
const wire = ({ bytes_in, bytes_out }) => bytes_in + bytes_out;

// The bytes of the list of all tools, as an answer in each era and as the tools alone.
async function measureList(installation) {
  const token = installation.tokenOf('list of tools');
  const ask = async (headers, params) => {
    const response = await fetch(`${installation.server.url}/mcp`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params }),
    });
    return response.text();
  };
  const modern = '2026-07-28';
  const _meta = { 'io.modelcontextprotocol/protocolVersion': modern, 'io.modelcontextprotocol/clientCapabilities': {} };
  const old = await ask({}, {});
  const { tools } = JSON.parse(old).result;
  return {
    tools: tools.length,
    tools_bytes: Buffer.byteLength(JSON.stringify(tools)),
    legacy_answer_bytes: Buffer.byteLength(old),
    modern_answer_bytes: Buffer.byteLength(await ask({ 'MCP-Protocol-Version': modern, 'Mcp-Method': 'tools/list' }, { _meta })),
  };
}

async function measure() {
  const installation = await startInstallation();
  try {
    const tasks = [];
    for (const { name, says, ...task } of loadTasks()) tasks.push({ name, says, calls: await play(installation, { name, ...task }) });
    return { list: await measureList(installation), tasks };
  } finally {
    await installation.stop();
  }
}

function tables({ list, tasks }) {
  const played = new Map(tasks.map((task) => [task.name, task.calls]));
  const { compared, beyond } = compare(played);
  const total = totalsOf(compared);
  const theirAll = total.theirAnswers + total.theirInstructions;
  const rows = tasks.flatMap((task) => task.calls);
  const fifth = (value) => (value <= 0.2 ? 'yes' : '**no**');
  const most = (values, bar) => [whole(Math.max(...values)), Math.max(...values) <= bar ? 'yes' : '**no**'];
  const ratioRow = (what, of, to) => [what, '≤ 0.20', part(of, to), fifth(of / to)];
  const simple = rows.filter((row) => row.expected_db_calls < 2);
  const middle = median(tasks.map((task) => task.calls.length));
  return {
    bars: table(['what', 'bar', 'measured', 'met'], [
      ['calls of the median task', '≤ 2', middle, middle <= 2 ? 'yes' : '**no**'],
      ['database calls of a call', '≤ 1', ...most(simple.map((row) => row.db_calls), 1)],
      ['… that restores, attaches or changes a site', '≤ 2', ...most(rows.map((row) => row.db_calls), 2)],
      ['characters of the longest text that is no whole section or document', '≤ 1,500', ...most(rows.filter((row) => !row.whole).map((row) => row.text_characters), 1500)],
      ['tools', '≤ 15', ...most([list.tools], 15)],
      ['bytes of the list of tools', '≤ 10,240', ...most([list.tools_bytes], 10_240)],
      ['… as a whole answer, revisions with `initialize`', '≤ 10,240', ...most([list.legacy_answer_bytes], 10_240)],
      ['… as a whole answer, 2026-07-28', '≤ 10,240', ...most([list.modern_answer_bytes], 10_240)],
      ratioRow('bytes on the wire, beside the answers of the legacy', total.wire, total.theirAnswers),
      ratioRow('… and the instructions that it loads', total.wire, theirAll),
      ratioRow('bytes of a model that gets the text, beside the answers of the legacy', total.model, total.theirAnswers),
      ratioRow('… and the instructions that it loads', total.model, theirAll),
      ratioRow('bytes of a model that gets the data, beside the answers of the legacy', total.dataModel, total.theirAnswers),
      ratioRow('… and the instructions that it loads', total.dataModel, theirAll),
    ]),
    tasks: table(['task', 'calls', 'tools', 'database', 'bytes in', 'bytes out', 'of the model'], tasks.map((task) => {
      const figures = taskFigures(task.calls);
      return [task.name, figures.calls, task.calls.map((row) => row.tool).join(', '), figures.db_calls, whole(figures.bytes_in), whole(figures.bytes_out), whole(figures.model_bytes)];
    })),
    legacy: table(
      ['task', 'legacy: calls', 'database', 'answers', 'instructions', 'ours: database', 'wire', 'of the model', 'wire ÷ answers', 'model ÷ all'],
      [
        ...compared.map(({ name, ours: mine, theirs: other }) => [
          name, other.calls.join('; '), other.db_calls, whole(other.bytes), whole(other.instruction_bytes), mine.db_calls, whole(wire(mine)), whole(mine.model_bytes),
          part(wire(mine), other.bytes), part(mine.model_bytes, other.bytes + other.instruction_bytes),
        ]),
        [
          '**together**', '', total.theirDbCalls, whole(total.theirAnswers), whole(total.theirInstructions), total.dbCalls, whole(total.wire), whole(total.model),
          part(total.wire, total.theirAnswers), part(total.model, theirAll),
        ],
      ],
    ),
    notes: compared.filter((row) => row.theirs.note).map((row) => `- *${row.name}*: ${row.theirs.note}.`).join('\n'),
    figures: table(['figure', 'bytes', 'database', 'what it is'], Object.entries(legacy.calls).map(([name, { bytes, db_calls, kind }]) => [name, whole(bytes), db_calls, kind])),
    beyond: table(['task', 'why not'], beyond.map(({ name, why }) => [name, why])),
  };
}

const writtenFrom = (report) => withNumbers(readFileSync(textFile, 'utf8'), tables(report));

// Whether the text has the numbers of the data.
export const isCurrent = () => readFileSync(textFile, 'utf8') === writtenFrom(JSON.parse(readFileSync(dataFile, 'utf8')));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) {
    const report = await measure();
    const lines = report.tasks.map((task) => JSON.stringify(task)).join(',\n');
    writeFileSync(dataFile, `{\n"list": ${JSON.stringify(report.list)},\n"tasks": [\n${lines}\n]\n}\n`);
    writeFileSync(textFile, writtenFrom(report));
  }
  const current = isCurrent();
  console.log(current ? 'the report says what was measured' : 'docs/reports/evaluation.md differs from its data');
  process.exitCode = current ? 0 : 1;
}
