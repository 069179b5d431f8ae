// A shell that a reader would have: what a block sets or where it goes holds for the next one.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const longestBlock = 180_000;
const longestStart = 60_000;

// `scratch` keeps what was typed and said, apart from the folder in which it happens.
export function openShell({ folder, env, scratch }) {
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, env, detached: true, stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  child.stdin.on('error', () => {});
  let count = 0;
  let reports = '';
  let reported = () => {};
  child.stdio[3].setEncoding('utf8').on('data', (text) => { reports += text; reported(); });

  async function report() {
    const line = new Promise((resolve) => {
      reported = () => {
        const end = reports.indexOf('\n');
        if (end < 0) return;
        resolve(reports.slice(0, end));
        reports = reports.slice(end + 1);
        reported = () => {};
      };
      reported();
    });
    const late = new AbortController();
    const first = await Promise.race([line, ended.then(() => null), pause(longestBlock, null, { signal: late.signal, ref: false }).catch(() => null)]);
    late.abort();
    if (first === null) throw new Error('the shell ended, or took too long');
    return first;
  }

  const typed = (code) => {
    const file = join(scratch, `block-${++count}`);
    writeFileSync(`${file}.sh`, `${code}\n`);
    writeFileSync(`${file}.out`, '');
    return { script: `${file}.sh`, out: `${file}.out` };
  };

  let up = null;  // the process group of what stays up
  return {
    // What it said, and the exit codes of the commands that failed.
    async run(code) {
      const { script, out } = typed(`trap 'failed+=($?)' ERR\n${code}\ntrap - ERR`);
      child.stdin.write(`failed=(); . '${script}' > '${out}' 2>&1 < /dev/null; echo "\${failed[*]}" >&3\n`);
      const failures = (await report()).split(' ').filter(Boolean).map(Number);
      return { answer: readFileSync(out, 'utf8'), failures };
    },
    // Leaves it running once `url` answers; what it says first.
    async start(code, url) {
      const { script, out } = typed(code);
      child.stdin.write(`set -m; . '${script}' > '${out}' 2>&1 < /dev/null & set +m; echo $! >&3\n`);
      up = Number(await report());
      for (const end = Date.now() + longestStart; Date.now() < end; await pause(50)) {
        try {
          process.kill(up, 0);
        } catch {
          break;
        }
        const answer = await fetch(url).catch(() => null);
        if (answer?.ok) return readFileSync(out, 'utf8');
      }
      throw new Error(`it does not stay up: ${readFileSync(out, 'utf8')}`);
    },
    isUp: () => up !== null,
    async stop() {
      if (up === null) return;
      child.stdin.write(`kill -TERM -- -${up} 2> /dev/null; wait ${up}; echo stopped >&3\n`);
      await report();
      // The shell in between ends before what it started.
      for (let gone = false; !gone; await pause(10)) {
        try {
          process.kill(-up, 0);
        } catch {
          gone = true;
        }
      }
      up = null;
    },
    async close() {
      if (child.exitCode === null) await this.stop().catch(() => {});
      child.stdin.end();
      await Promise.race([ended, pause(2_000, undefined, { ref: false })]);
      for (const group of [up, child.pid]) {
        try {
          if (group) process.kill(-group, 'SIGKILL');
        } catch { /* it is over */ }
      }
    },
  };
}
