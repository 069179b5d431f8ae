// The tables of the report, as text in Markdown. Every number that the report tells comes from here.

const table = (titles, rows) => [
  `| ${titles.join(' | ')} |`,
  `|${titles.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');

function time(us) {
  if (us === undefined) return '–';
  if (us < 10) return `${us.toFixed(1)} µs`;
  if (us < 1_000) return `${Math.round(us)} µs`;
  return us < 10_000 ? `${(us / 1_000).toFixed(1)} ms` : `${Math.round(us / 1_000)} ms`;
}
const times = (ratio) => (Number.isFinite(ratio) ? `${ratio < 10 ? ratio.toFixed(2) : Math.round(ratio)}×` : '–');
const whole = (number) => (Number.isFinite(number) ? Math.round(number).toLocaleString('en-US') : '–');
const perSecond = (row) => (row ? 1e6 / row.mean_us : undefined);

// What was measured, by place: of('trips:1000', 'safe', 'voygent', 'edit_1').
export function finder(report) {
  return (set, durability, contestant, name) => report.results.find((row) => row.set === set && row.durability === durability && row.contestant === contestant && row.name === name);
}

const sizesOf = (report) => report.plan.sizes;
const words = { 1000: '1,000', 10000: '10,000', 100000: '100,000' };
const sizeWords = (size) => words[size] ?? String(size);

// ---- counts

const countOf = (row, kind) => Object.entries(row.counts).filter(([key]) => key === kind || key.startsWith(`${kind} `)).reduce((sum, [, times]) => sum + times, 0);
const counted = (report, workload, trip = 'without', when = 'later') => report.counts.find((row) => row.workload === workload && row.trip === trip && row.when === when);
const listed = (row, kind) => Object.entries(row.counts).filter(([key]) => key.startsWith(`${kind} `)).map(([key, times]) => `${key.slice(kind.length + 1)}${times > 1 ? ` ${times}` : ''}`).join(', ') || '–';

function counts(report) {
  const names = [...new Set(report.counts.map((row) => row.workload))].filter((name) => name !== 'read_any_of_all');
  return table(['action', 'calls', 'statements', 'rows read', 'rows changed', 'entries written', 'steps', 'parameters', 'text + data', 'log'], names.map((name) => {
    const row = counted(report, name);
    return [name, row.database_calls, row.statements, whole(countOf(row, 'read')), countOf(row, 'changed'), countOf(row, 'wrote'), whole(countOf(row, 'steps')), `${whole(row.parameter_bytes)} B`, `${whole(row.text_bytes)} + ${whole(row.data_bytes)} B`, `${whole(row.log_bytes)} B`];
  }));
}

function entries(report) {
  const cases = [['edit_1', 'without', 'later'], ['edit_1', 'with a hold date', 'later'], ['create', 'without', 'later'], ['add_first_options_100', 'without', 'later']];
  return table(['action', 'read', 'written', 'removed from an index'], cases.map(([name, trip, when]) => {
    const row = counted(report, name, trip, when);
    return [`${name}, ${trip === 'without' ? 'no hold date' : trip}`, listed(row, 'read'), listed(row, 'wrote'), listed(row, 'removed')];
  }));
}

// ---- side by side

const order = ['read_summary', 'read_full', 'read_any_of_all', 'history', 'find_newest', 'find_word', 'find_oldest', 'find_client', 'recommend', 'edit_1', 'edit_6', 'create', 'add_first_options_100', 'add_options_100'];

function sideBySide(report, size, durability) {
  const of = finder(report);
  const set = `trips:${size}`;
  const names = order.filter((name) => of(set, durability, 'voygent', name));
  return table(['action', 'floor', 'p50', 'p95', 'p99', 'to the floor', 'store alone', 'to the floor', 'better-sqlite3', 'Emmett', '… one connection', '… on better-sqlite3'], names.map((name) => {
    const mine = of(set, durability, 'voygent', name);
    const floor = of(set, durability, 'floor', name);
    const store = of(set, durability, 'store', name);
    const others = ['better-sqlite3', 'emmett', 'emmett, one connection', 'emmett on better-sqlite3'].map((who) => time(of(set, durability, who, name)?.p50_us));
    return [name, time(floor?.p50_us), time(mine.p50_us), time(mine.p95_us), time(mine.p99_us), times(mine.p50_us / floor?.p50_us), time(store?.p50_us), times(store?.p50_us / floor?.p50_us), ...others];
  }));
}

function writers(report) {
  const of = finder(report);
  const set = `trips:${sizesOf(report)[0]}`;
  const rows = [];
  for (const durability of ['safe', 'fast'])
    for (const count of [1, 2, 8, 32]) {
      const mine = of(set, durability, 'voygent', `writers/${count}`);
      const floor = of(set, durability, 'floor', `writers/${count}`);
      const emmett = of(set, durability, 'emmett', count === 1 ? 'edit_1' : `writers/${count}`);
      if (!mine) continue;
      rows.push([`${count}, ${durability}`, whole(perSecond(mine)), time(mine.p50_us), time(mine.p99_us), whole(perSecond(floor) * count),
        emmett ? `${whole(perSecond(emmett))}${emmett.failed ? ` (${whole(emmett.failed)} failed)` : ''}` : '–']);
    }
  return table(['writers', 'edits per second', 'p50', 'p99', 'floor: as many in one transaction', 'Emmett, appends per second'], rows);
}

function http(report) {
  const of = finder(report);
  const rows = [];
  for (const durability of ['safe', 'fast'])
    for (const name of ['http health', 'http read', 'mcp read', 'http edit', 'mcp edit'])
      for (const count of report.plan.connections) {
        const row = of('http', durability, 'voygent', `${name}/${count}`);
        if (row && (durability === 'safe' || name.endsWith('edit')))
          rows.push([`${name}, ${count === 1 ? 'one connection' : `${count} connections`}${name.endsWith('edit') ? `, ${durability}` : ''}`, whole(perSecond(row)), time(row.p50_us), time(row.p95_us), time(row.p99_us), `${whole(row.answer_bytes)} B`]);
      }
  return table(['request', 'per second', 'p50', 'p95', 'p99', 'bytes of the answer'], rows);
}

function histories(report) {
  const of = finder(report);
  const rows = [];
  for (const events of [10, 100, 1_000, 10_000])
    for (const kind of ['read_summary', 'edit_1', 'replay']) {
      const name = `${kind}/events:${events}`;
      const mine = of('histories', 'fast', 'voygent', name);
      if (!mine) continue;
      const floor = of('histories', 'fast', 'floor', name);
      const fold = of('histories', 'fast', 'voygent', `part/fold/events:${events}`);
      rows.push([`${kind}, ${events.toLocaleString('en-US')} events`, time(floor?.p50_us), time(mine.p50_us), time(mine.p99_us),
        kind === 'replay' ? whole((events / mine.p50_us) * 1e6) : '–', kind === 'replay' && fold ? whole((events / fold.mean_us) * 1e6) : '–',
        time(of('histories', 'fast', 'better-sqlite3', name)?.p50_us), time(of('histories', 'fast', 'emmett', name)?.p50_us)]);
    }
  return table(['action', 'floor', 'p50', 'p99', 'events per second', 'folded alone', 'better-sqlite3', 'Emmett'], rows);
}

function compaction(report) {
  const of = finder(report);
  const rows = report.results.filter((row) => row.set === 'compaction').map((row) => [row.name, time(row.p50_us), whole(row.checkpoints)]);
  const replays = [10, 100, 1_000, 10_000].map((events) => [events, of('histories', 'fast', 'voygent', `replay/events:${events}`), of('compacted', 'fast', 'voygent', `replay/events:${events}`)]).filter(([, before, after]) => before && after);
  return `${table(['run of the command', 'time', 'checkpoints written'], rows)}\n\n${table(['replay of', 'before', 'after'], replays.map(([events, before, after]) => [`${whole(events)} events`, time(before.p50_us), time(after.p50_us)]))}`;
}

function parts(report) {
  const of = finder(report);
  const set = `trips:${sizesOf(report)[0]}`;
  const one = (name) => time(of(set, 'fast', 'voygent', name)?.mean_us);
  return table(['part', 'mean'], [['parse the document', one('part/parse')], ['facts and outline of a summary', one('part/summarise')], ['show the whole document and write it', one('part/show_and_write')]]);
}

// ---- growth

export const growthNames = ['read_summary', 'read_full', 'read_any_of_all', 'history', 'edit_1', 'create', 'add_first_options_100', 'find_newest', 'find_word', 'find_oldest', 'find_client'];

function growth(report) {
  const of = finder(report);
  const sizes = report.plan.growth;
  const base = sizes.includes(1_000) ? 1_000 : sizes[0];
  const last = sizes.at(-1);
  return table(['action', ...sizes.map((size) => `${sizeWords(size)} trips`), `${sizeWords(last)} to ${sizeWords(base)}`, 'the floor’s'], growthNames.map((name) => {
    const at = (size, who = 'voygent') => of(`growth:${size}`, 'fast', who, name)?.p50_us;
    return [name, ...sizes.map((size) => time(at(size))), times(at(last) / at(base)), times(at(last, 'floor') / at(base, 'floor'))];
  }));
}

// ---- bars

function bars(report) {
  const of = finder(report);
  const [small] = sizesOf(report);
  const sizes = report.plan.growth;
  const base = sizes.includes(1_000) ? 1_000 : sizes[0];
  const grown = (name) => of(`growth:${sizes.at(-1)}`, 'fast', 'voygent', name)?.p50_us / of(`growth:${base}`, 'fast', 'voygent', name)?.p50_us;
  const toFloor = (durability, name, who = 'voygent') => of(`trips:${small}`, durability, who, name)?.p50_us / of(`trips:${small}`, durability, 'floor', name)?.p50_us;
  const toEmmett = (who, name, mine = name) => perSecond(of(`trips:${small}`, 'safe', 'voygent', mine)) / perSecond(of(`trips:${small}`, 'safe', who, name));
  const hotels = of(`trips:${small}`, 'safe', 'voygent', 'add_first_options_100');
  const longest = [10_000, 1_000].find((events) => of('histories', 'fast', 'voygent', `replay/events:${events}`));
  const replay = of('histories', 'fast', 'voygent', `replay/events:${longest}`);
  const edit = counted(report, 'edit_1');
  const held = counted(report, 'edit_1', 'with a hold date');
  const summary = counted(report, 'read_summary');
  const rows = [
    ['rows written per edit', '≤ 3', countOf(edit, 'changed'), countOf(edit, 'changed') <= 3],
    ['… with the entries of indexes', '≤ 3', `${countOf(edit, 'wrote')}, with a hold date ${countOf(held, 'wrote')}`, countOf(held, 'wrote') <= 3],
    ['rows read per summary', '≤ 2', countOf(summary, 'read'), countOf(summary, 'read') <= 2],
    ['summary at the largest size', '≤ 1.3× of 1,000 trips', times(grown('read_summary')), grown('read_summary') <= 1.3],
    ['whole trip at the largest size', '≤ 1.3×', times(grown('read_full')), grown('read_full') <= 1.3],
    ['edit at the largest size', '≤ 1.3×', times(grown('edit_1')), grown('edit_1') <= 1.3],
    ...[['read_summary', 'fast', 'the store reads a trip'], ['edit_1', 'safe', 'the store edits, safe'], ['edit_1', 'fast', 'the store edits, fast']]
      .map(([name, durability, words]) => [`${words}, beside the floor`, '≤ 2×', times(toFloor(durability, name, 'store')), toFloor(durability, name, 'store') <= 2]),
    ...[['read_summary', 'fast', 'summary'], ['read_full', 'fast', 'whole trip'], ['edit_1', 'safe', 'edit, safe'], ['edit_1', 'fast', 'edit, fast']]
      .map(([name, durability, words]) => [`${words}: from arguments to answer, beside the floor`, '≤ 2×', times(toFloor(durability, name)), toFloor(durability, name) <= 2]),
    ['one writer against Emmett as documented', '≥ 10×', times(toEmmett('emmett', 'edit_1')), toEmmett('emmett', 'edit_1') >= 10],
    ['32 writers against Emmett as documented, one writer', '≥ 10×', times(toEmmett('emmett', 'edit_1', 'writers/32')), toEmmett('emmett', 'edit_1', 'writers/32') >= 10],
    ['32 writers against Emmett on one connection', '≥ 10×', times(toEmmett('emmett, one connection', 'edit_1', 'writers/32')), toEmmett('emmett, one connection', 'edit_1', 'writers/32') >= 10],
    ['100 hotels in one call, p50, safe', '≤ 10 ms', time(hotels?.p50_us), hotels?.p50_us <= 10_000],
    ['events replayed per second', '≥ 300,000', whole((longest / replay?.p50_us) * 1e6), (longest / replay?.p50_us) * 1e6 >= 300_000],
    [`a trip of ${whole(longest)} events rebuilt`, '≤ 50 ms', time(replay?.p50_us), replay?.p50_us <= 50_000],
  ];
  return table(['what', 'bar', 'measured', 'met'], rows.map(([what, bar, measured, met]) => [what, bar, measured, met ? 'yes' : '**no**']));
}

export function tables(report) {
  const out = { bars: bars(report), counts: counts(report), entries: entries(report), writers: writers(report), http: http(report), histories: histories(report), compaction: compaction(report), parts: parts(report), growth: growth(report) };
  report.plan.sizes.forEach((size, i) => {
    out[`${i === 0 ? 'small' : 'large'}-fast`] = sideBySide(report, size, 'fast');
    out[`${i === 0 ? 'small' : 'large'}-safe`] = sideBySide(report, size, 'safe');
  });
  return out;
}
