// wrk on one server, and what the server spent meanwhile.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('calls.lua', import.meta.url));
const tickUs = 1e6 / Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);

// User and system time of all threads.
export function cpuUs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickUs;
}

// Resident memory, and what of it are pages of mapped files (the program, its libraries, with the peer the database): the operating system
// has those anyway and takes them back when it needs them.
export function residentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name) => Math.round((Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) / 1024) * 10) / 10;
  return { resident_mb: mb('VmRSS'), of_files_mb: mb('RssFile') };
}

function output(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (data) => { text += data; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${code}: ${text}`))));
  });
}

// `server` is { url, pid, calls }: calls has tool, file (arguments, one per line) and token.
export async function load(server, { era, connections, seconds }) {
  const { tool, file, token } = server.calls;
  const before = cpuUs(server.pid);
  const text = await output('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, server.url, '--', era, tool, file, ...(token ? [token] : [])]);
  const cpu = cpuUs(server.pid) - before;
  const measured = JSON.parse(text.trim().split('\n').at(-1));
  if (measured.requests === 0) throw new Error(`no request was answered: ${text}`);
  return {
    per_second: measured.requests / (measured.us / 1e6), cpu_us: cpu / measured.requests, p50_us: measured.p50_us, p99_us: measured.p99_us, max_us: measured.max_us,
    requests: measured.requests, errors: measured.errors, bytes: measured.bytes / measured.requests,
  };
}
