// How long single operations take, in the JSON that the programs in C++ print as well: { benchmarks: [{ name, p50_us, … }] }.
import { parseArgs } from 'node:util';

// --database, --kind=trips|histories, --durability=safe|fast, --seconds per workload, --filter as a regular expression.
export function options(more = {}) {
  const { values } = parseArgs({
    options: {
      database: { type: 'string' }, kind: { type: 'string', default: 'trips' }, durability: { type: 'string', default: 'safe' },
      seconds: { type: 'string', default: '0.3' }, filter: { type: 'string', default: '.' }, ...more,
    },
  });
  return { ...values, seconds: Number(values.seconds), filter: new RegExp(values.filter) };
}

function summary(name, times, extra = {}) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))];
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { name, mean_us: mean, min_us: at(0), p50_us: at(0.5), p95_us: at(0.95), p99_us: at(0.99), samples: times.length, ...extra };
}

const now = () => Number(process.hrtime.bigint()) / 1000;
const warmUps = 5;

// `prepare` is not measured; it returns what the operation needs. An operation may be asynchronous.
export async function measure(name, seconds, prepare, operation) {
  const times = [];
  for (let i = 0; i < warmUps; ++i) await operation(prepare());
  for (let spent = 0; spent < seconds * 1e6;) {
    const needed = prepare();
    const begun = now();
    const running = operation(needed);
    if (running instanceof Promise) await running;
    const took = now() - begun;
    times.push(took);
    spent += took;
  }
  return summary(name, times);
}

// `atOnce` operations in flight: the mean is the time that passed for each that went well. What failed is counted.
export async function measureCrowd(name, seconds, atOnce, prepare, operation) {
  const times = [];
  let failed = 0;
  const begun = now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (now() - begun < seconds * 1e6) {
      const started = now();
      try {
        await operation(prepare());
        times.push(now() - started);
      } catch {
        ++failed;
      }
    }
  }));
  if (times.length === 0) return null;
  return { ...summary(name, times, { failed }), mean_us: (now() - begun) / times.length };
}

// Standard output is for the result alone: a peer may print what it likes with console.log.
export function print(benchmarks) {
  process.stdout.write(JSON.stringify({ benchmarks: benchmarks.filter(Boolean) }) + '\n');
}
