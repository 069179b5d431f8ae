// node tests/fuzz/run.mjs [--seconds=20] [--target=json]: each program of libFuzzer for so long, one after the other, on the
// seeds of tests/fuzz/corpus and what was found before (build/fuzz/found). Ends with 1 when one stops; the input is then in
// build/fuzz/stopped, and the program with its path as the only argument does it again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../tools/local/voygent.mjs';

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '20' }, target: { type: 'string' } } });
const build = join(projectFolder, 'build', 'fuzz');
const seeds = join(projectFolder, 'tests', 'fuzz', 'corpus');
// Seeds that are the data of other tests; libFuzzer cuts what is too long.
const more = { legacy_dump: [join(projectFolder, 'tests', 'data', 'legacy', 'pitfalls')] };

// Longer inputs than these reach nothing new and take time: head and body of a request, a document.
const longest = { foreign_token: 10_000, http_head: 20_000, inventory: 8_000, json: 8_000, legacy_dump: 6_000, mcp_message: 8_000, tool_arguments: 8_000 };

let failed = false;
for (const target of readdirSync(seeds).sort()) {
  if (options.target && options.target !== target) continue;
  const found = join(build, 'found', target);
  const stopped = join(build, 'stopped');
  for (const folder of [found, stopped]) mkdirSync(folder, { recursive: true });
  const done = spawnSync(join(build, `fuzz_${target}`), [
    `-max_total_time=${options.seconds}`, `-max_len=${longest[target]}`, '-timeout=10', '-rss_limit_mb=1024', '-print_final_stats=1', `-artifact_prefix=${stopped}/${target}-`,
    `-dict=${join(projectFolder, 'tests', 'fuzz', 'words.dict')}`, found, join(seeds, target), ...(more[target] ?? []),
  ], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, UBSAN_OPTIONS: 'print_stacktrace=1' } });
  const executions = /stat::number_of_executed_units:\s*(\d+)/.exec(done.stderr)?.[1] ?? 0;
  const covered = [...done.stderr.matchAll(/cov: (\d+)/g)].at(-1)?.[1] ?? 0;
  const good = done.status === 0;
  failed ||= !good;
  console.log(`${good ? 'ok    ' : 'FAILED'} ${target}: ${executions} executions in ${options.seconds} s, ${covered} edges covered`);
  if (!good) console.log(done.error ?? done.stderr.slice(-6_000));
}
process.exit(failed ? 1 : 0);
