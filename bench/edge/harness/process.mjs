// The process of workerd, seen from outside.
import { readFileSync, readdirSync } from 'node:fs';

const read = (path) => readFileSync(path, 'utf8');

// The workerd processes that this one has started.
export function workerds() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const [, program, rest] = /^\d+ \((.*)\) (.*)$/s.exec(read(`/proc/${pid}/stat`));
      return program === 'workerd' && Number(rest.split(' ')[1]) === process.pid;
    } catch {
      return false;  // it has just ended
    }
  }).map(Number);
}

// The workerd that `start` starts: [what it gives, its process].
export async function withProcess(start) {
  const before = new Set(workerds());
  const started = await start();
  return [started, workerds().find((pid) => !before.has(pid))];
}

// Time on a processor, user and system, of all threads that there are, in microseconds.
export function cpuUs(pid) {
  const fields = read(`/proc/${pid}/stat`).replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

// Of single threads, finer than a tick; a thread that ends takes its time along.
export function fineCpuUs(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1_000, 0);
}

// Megabytes: shared pages by their share, and what belongs to this process alone.
export function memoryMb(pid) {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const mb = (name) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)[1]) / 102.4) / 10;
  return { pss_mb: mb('Pss'), anonymous_mb: mb('Pss_Anon') };
}
