// The tables of docs/reports/mcp.md from what was measured.

const number = (value) => Math.round(value).toLocaleString('en-US');
const ms = (us) => `${us < 9_950 ? (us / 1_000).toFixed(us < 995 ? 2 : 1) : number(us / 1_000)} ms`;
// Rounded down, so that what misses a bar does not look as if it met it.
const times = (ratio) => `${Math.floor(ratio * 10) / 10}x`;
const table = (head, rows) => [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const kinds = { echo: 'echo', trips: 'trip read' };
const names = { voygent: 'Voygent', typescript: 'TypeScript SDK' };

// Of one kind, era and number of connections: ours and theirs.
function pairs(load) {
  const out = [];
  for (const ours of load.filter((row) => row.server === 'voygent')) {
    const theirs = load.find((row) => row.server === 'typescript' && row.kind === ours.kind && row.era === ours.era && row.connections === ours.connections);
    out.push({ kind: ours.kind, era: ours.era, connections: ours.connections, ours, theirs });
  }
  return out;
}

const least = (list, of) => Math.min(...list.map(of));
const most = (list, of) => Math.max(...list.map(of));
const met = (good) => (good ? 'met' : '**missed**');

function bars({ load, resident, hostile, soak }) {
  const all = pairs(load);
  const crowded = all.filter((pair) => pair.connections === 64);
  const faster = least(all, (pair) => pair.ours.per_second / pair.theirs.per_second);
  const cheaper = least(all, (pair) => pair.theirs.cpu_us / pair.ours.cpu_us);
  const tail = most(crowded, (pair) => pair.ours.p99_us / pair.theirs.p50_us);
  const memory = resident.filter((row) => row.server === 'voygent');
  const largest = most(memory, (row) => row.resident_mb);
  const own = most(memory, (row) => row.resident_mb - row.of_files_mb);
  const errors = [...load, ...resident, ...hostile].filter((row) => row.server === 'voygent').reduce((sum, row) => sum + row.errors, 0);
  const [calm, dripping] = ['calm', 'dripping'].map((clients) => hostile.find((row) => row.server === 'voygent' && row.clients === clients));
  const slower = dripping.p99_us / calm.p99_us;
  const grown = soak.late.own_mb - soak.early.own_mb;
  return table(['bar', 'measured', ''], [
    ['requests/s at least 10x those of the TypeScript SDK, same echo and same trip read', `${times(faster)} in the worst of ${all.length} pairs`, met(faster >= 10)],
    ['at most 1/10 of its CPU time per request', `1/${Math.floor(cheaper)} in the worst`, met(cheaper >= 10)],
    ['resident memory at most 25 MB after 100,000 calls', `${memory.map((row) => `${row.resident_mb} MB (${kinds[row.kind]})`).join(', ')}; without mapped files ${own.toFixed(1)} MB at most`, met(largest <= 25)],
    ['p99 at 64 connections at most the p50 of the TypeScript server', `${Math.round(tail * 100)} % of it in the worst`, met(tail <= 1)],
    ['0 errors', `${errors}`, met(errors === 0)],
    [`${number(dripping.drips)} dripping connections change the p99 of a good client by less than 2x`, times(slower), met(slower < 2)],
    ['soak: memory flat, 0 crashes, 0 wrong answers', `${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB from call ${number(soak.early.calls)} to ${number(soak.late.calls)}, ${soak.crashes} crashes, ${soak.wrong} wrong answers`, met(grown <= 4 && soak.crashes === 0 && soak.wrong === 0)],
  ]);
}

const sideBySide = ({ load }, kind) => table(['connections, era, server', 'requests/s', 'p50', 'p99', 'CPU per request', 'errors', 'requests/s to theirs', 'CPU to theirs'], pairs(load).filter((pair) => pair.kind === kind).flatMap(({ era, connections, ours, theirs }) =>
  [theirs, ours].map((row) => [
    `${connections}, ${era}, ${names[row.server]}`, number(row.per_second), ms(row.p50_us), ms(row.p99_us), `${row.cpu_us < 100 ? row.cpu_us.toFixed(1) : number(row.cpu_us)} µs`, row.errors,
    row === ours ? times(ours.per_second / theirs.per_second) : '', row === ours ? `1/${Math.floor(theirs.cpu_us / ours.cpu_us)}` : '',
  ])));

const memory = ({ resident }) => table(['server', 'calls', 'resident', 'of it mapped files', 'its own'], resident.map((row) => [`${kinds[row.kind]}, ${names[row.server]}`, number(row.calls), `${row.resident_mb} MB`, `${row.of_files_mb} MB`, `${(row.resident_mb - row.of_files_mb).toFixed(1)} MB`]));

const hostileClients = ({ hostile }) => table(['server', 'dripping connections', 'requests/s', 'p50', 'p99', 'errors'], hostile.map((row) => [names[row.server], number(row.drips), number(row.per_second), ms(row.p50_us), ms(row.p99_us), row.errors]));

const soaked = ({ soak }) => table(['', ''], [
  ['calls', `${number(soak.calls)} from ${soak.connections} connections in ${number(soak.seconds)} s`],
  ['of them malformed', number(soak.malformed)],
  ['of them writes', number(soak.writes)],
  ['wrong, missing or foreign answers', soak.wrong],
  ['crashes', soak.crashes],
  ...[soak.early, soak.late].map((look) => [`memory after ${number(look.calls)} calls`, `${look.own_mb} MB of its own, ${look.resident_mb} MB resident with mapped files`]),
]);

export function tables(report) {
  return { bars: bars(report), echo: sideBySide(report, 'echo'), trips: sideBySide(report, 'trips'), memory: memory(report), hostile: hostileClients(report), soak: soaked(report) };
}
