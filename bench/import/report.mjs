// Puts the numbers of docs/reports/data/import.json into docs/reports/import.md, between `<!-- numbers: name -->` and
// `<!-- end -->`. `node bench/import/report.mjs` writes; with --check it only says what would differ.
import { fileURLToPath } from 'node:url';
import { main, table, writeReport } from '../harness/report_file.mjs';

const bars = { tokenizer: 100, rows: 100_000, memory: 64 };
const grouped = (number) => Math.round(number).toLocaleString('en-US');

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function tables({ dumps, results }) {
  const of = (set, way) => results.filter((one) => one.set === set && one.way === way);
  const seconds = (set, way) => median(of(set, way).map((one) => one.seconds));
  const speed = (set, way) => dumps[set].bytes / 1e6 / seconds(set, way);
  const rate = (set, way) => dumps[set].rows / seconds(set, way);
  const peak = (set, way) => Math.max(...of(set, way).map((one) => one.peak_kilobytes ?? 0)) / 1024;
  const met = (good) => (good ? 'yes' : '**no**');
  const bar = (what, limit, value, good) => [what, limit, value, met(good)];
  const speeds = ['tokenizer', 'dry run', 'import', 'shell, one transaction'].flatMap((way) => ['mix', 'small'].map((set) => {
    const cpu = median(of(set, way).map((one) => one.cpu));
    const range = of(set, way).map((one) => one.seconds).sort((a, b) => a - b);
    return [`${way}, ${set}`, seconds(set, way).toFixed(2), `${range[0].toFixed(2)} to ${range.at(-1).toFixed(2)}`, cpu.toFixed(2), speed(set, way).toFixed(0), grouped(rate(set, way)),
      (seconds(set, way) / seconds(set, 'shell, one transaction')).toFixed(2)];
  }));
  const memory = Object.keys(dumps).flatMap((set) => ['dry run', 'import'].filter((way) => of(set, way).length > 0).map((way) => [`${set}, ${way}`, grouped(dumps[set].bytes), grouped(dumps[set].rows), seconds(set, way).toFixed(1), peak(set, way).toFixed(1)]));
  return {
    bars: table([['what', 'bar', 'measured', 'met'],
      ...['mix', 'small'].map((set) => bar(`tokenizer, ${set}`, `≥ ${bars.tokenizer} MB/s`, `${speed(set, 'tokenizer').toFixed(0)} MB/s`, speed(set, 'tokenizer') >= bars.tokenizer)),
      ...['small', 'mix'].map((set) => bar(`import, ${set}`, `≥ ${grouped(bars.rows)} rows/s`, `${grouped(rate(set, 'import'))} rows/s`, rate(set, 'import') >= bars.rows)),
      ...['large small', 'large mix'].map((set) => bar(`memory, ${set}`, `≤ ${bars.memory} MB`, `${peak(set, 'import').toFixed(1)} MB`, peak(set, 'import') <= bars.memory))]),
    speeds: table([['what', 'seconds', 'from … to', 'CPU seconds', 'MB/s', 'rows/s', 'of the shell'], ...speeds]),
    memory: table([['dump', 'bytes', 'rows', 'seconds', 'peak in MB'], ...memory]),
    statements: table([['', 'seconds'], ...['shell', 'import'].map((way) => [`${way}, ${grouped(dumps.statements.rows)} rows`, seconds('statements', way).toFixed(1)])]),
  };
}

export const writeImportReport = (numbers, how) => writeReport('import', tables, numbers, how);

if (process.argv[1] === fileURLToPath(import.meta.url)) main('import', tables);
