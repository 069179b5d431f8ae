// node bench/run.mjs [--quick] [--repetitions=5] [--seconds=0.3]: measures the product, the floor and the peers in one run, in
// turns, and writes docs/reports. --quick: everything once on little data, and nothing is written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../tools/local/voygent.mjs';
import { contestant, contestants, run } from './harness/contestants.mjs';
import { buildAll, built, command, dataFile, emmettFile, removeFile, workingCopy } from './harness/data.mjs';
import { Results } from './harness/results.mjs';
import { writeReport } from './report.mjs';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, repetitions: { type: 'string' }, seconds: { type: 'string' } } });
const plan = given.quick
  ? { sizes: [200], growth: [10, 200], histories: ['5x10', '2x100', '1x1000'], repetitions: 1, seconds: 0.02, connections: [1, 4] }
  : { sizes: [1_000, 100_000], growth: [10, 100, 1_000, 10_000, 100_000], histories: ['300x10', '100x100', '10x1000', '1x10000'], repetitions: 5, seconds: 0.3, connections: [1, 16] };
plan.repetitions = Number(given.repetitions ?? plan.repetitions);
plan.seconds = Number(given.seconds ?? plan.seconds);

const results = new Results();
const started = Date.now();
const say = (text) => console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${text}`);

// A peer that is not there is left out in the open; the product and the floor must be.
async function take(name, where, how) {
  try {
    results.add({ ...where, durability: how.durability, contestant: name }, await run(contestant(name), { seconds: plan.seconds, ...how }));
  } catch (error) {
    if (['floor', 'voygent'].includes(name)) throw error;
    say(`${name} is left out: ${error.message.split('\n').find((line) => line.includes('Error')) ?? error.message}`);
  }
}

const writes = '^(edit|create|add_first|writers)';
const everyoneBut = (...names) => contestants.map((one) => one.name).filter((name) => !names.includes(name));

// The order turns from repetition to repetition, so that nobody is always first.
const turned = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

async function measureTrips(size) {
  const file = dataFile(`trips-${size}`, size);
  const own = emmettFile(file);
  const copy = workingCopy(file);
  for (let repetition = 0; repetition < plan.repetitions; ++repetition) {
    say(`${size} trips, repetition ${repetition + 1} of ${plan.repetitions}, load ${loadavg()[0].toFixed(1)}`);
    const where = { set: `trips:${size}`, repetition };
    for (const name of turned(everyoneBut('emmett'), repetition))
      await take(name, where, { database: contestant(name).own ? own : copy, kind: 'trips', durability: 'fast', filter: '.' });
    for (const name of turned(everyoneBut(), repetition))
      await take(name, where, { database: contestant(name).own ? own : copy, kind: 'trips', durability: 'safe', filter: name === 'emmett' && repetition > 0 ? '^(edit|create|add_first)' : writes });
  }
  removeFile(copy);
}

async function measureHistories() {
  const file = dataFile('histories', given.quick ? 20 : 1_000, plan.histories);
  const own = emmettFile(file);
  for (let repetition = 0; repetition < plan.repetitions; ++repetition) {
    say(`long histories, repetition ${repetition + 1} of ${plan.repetitions}, load ${loadavg()[0].toFixed(1)}`);
    for (const name of turned(['floor', 'voygent', 'better-sqlite3', 'emmett', 'emmett on better-sqlite3'], repetition)) {
      const copy = contestant(name).own ? own : workingCopy(file);
      // Edits make histories longer: so few of them that a history of ten stays one of about ten.
      await take(name, { set: 'histories', repetition }, { database: copy, kind: 'histories', durability: 'fast', filter: '^(read|replay|part)' });
      await take(name, { set: 'histories', repetition }, { database: copy, kind: 'histories', durability: 'fast', filter: '^(edit|restore)', seconds: Math.min(plan.seconds, 0.1) });
      if (copy !== own) removeFile(copy);
    }
  }
}

async function measureGrowth() {
  for (const size of plan.growth) {
    const copy = workingCopy(dataFile(`trips-${size}`, size));
    for (let repetition = 0; repetition < Math.max(1, plan.repetitions - 2); ++repetition) {
      say(`growth, ${size} trips, repetition ${repetition + 1}, load ${loadavg()[0].toFixed(1)}`);
      for (const name of turned(['floor', 'voygent'], repetition))
        await take(name, { set: `growth:${size}`, repetition }, { database: copy, kind: 'trips', durability: 'fast', filter: '^(read_|find_|history|edit_1|create|add_first)' });
    }
    removeFile(copy);
  }
}

// The command as the owner runs it: once with everything to do, once with nothing; and replay afterwards.
async function measureCompaction() {
  const files = [['histories', dataFile('histories', given.quick ? 20 : 1_000, plan.histories)], ...plan.sizes.map((size) => [`${size} trips`, dataFile(`trips-${size}`, size)])];
  for (let repetition = 0; repetition < plan.repetitions; ++repetition) {
    say(`compaction, repetition ${repetition + 1} of ${plan.repetitions}`);
    for (const [what, file] of files) {
      const copy = workingCopy(file);
      for (const when of ['first', 'again']) {
        const begun = performance.now();
        const done = JSON.parse(command(built('voygent'), ['compact', '--database', copy, '--json']));
        const took = (performance.now() - begun) * 1_000;
        results.add({ set: 'compaction', repetition, durability: 'safe', contestant: 'voygent' }, [{ name: `${when}, ${what}`, p50_us: took, checkpoints: done.checkpoints }]);
      }
      if (what === 'histories') await take('voygent', { set: 'compacted', repetition }, { database: copy, kind: 'histories', durability: 'fast', filter: '^replay' });
      removeFile(copy);
    }
  }
}

async function measureHttp() {
  const copy = workingCopy(dataFile(`trips-${plan.sizes[0]}`, plan.sizes[0]));
  for (const durability of ['fast', 'safe'])
    for (let repetition = 0; repetition < plan.repetitions; ++repetition) {
      say(`the server, ${durability}, repetition ${repetition + 1} of ${plan.repetitions}`);
      results.add({ set: 'http', repetition, durability, contestant: 'voygent' }, await measureServer({ database: copy, durability, seconds: plan.seconds * 2, connections: plan.connections }));
    }
  removeFile(copy);
}

function countEverything() {
  const copy = workingCopy(dataFile(`trips-${plan.sizes[0]}`, plan.sizes[0]));
  const counted = JSON.parse(command(built('store_counts'), [copy], { env: { ...process.env, LD_PRELOAD: built('libcounting_sqlite.so') } }));
  removeFile(copy);
  return counted;
}

// One row on one line, so that a difference can be read.
const lines = (all) => `{\n${Object.entries(all).map(([key, value]) => `"${key}": ${Array.isArray(value) ? `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]` : JSON.stringify(value)}`).join(',\n')}\n}\n`;

say('building');
buildAll();
// Its packages are there only now.
const { measureServer } = await import('./harness/http.mjs');
const counts = countEverything();
for (const size of plan.sizes) await measureTrips(size);
await measureHistories();
await measureGrowth();
await measureCompaction();
await measureHttp();

const report = { plan, machine: { threads: cpus().length, node: process.versions.node }, counts, results: results.best() };
if (given.quick) {
  // The tables can be made of it; nobody reads them.
  writeReport(report, { write: false });
  say(`everything runs: ${report.results.length} results, ${counts.length} counted calls`);
} else {
  const data = join(projectFolder, 'docs', 'reports', 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'database.json'), lines(report));
  writeReport(report, { write: true });
  say('docs/reports/database.md is written');
}
