// Dumps of any size, from the invented one: its rows again and again, with ids and addresses of their own, in the order of an
// exporter, table after table.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

const base = join(projectFolder, 'tests', 'data', 'legacy', 'voygent-legacy.sql');
const step = 10_000;
const references = new Set(['trip_id', 'client_id', 'hotel_id', 'rate_id', 'advisor_id']);
// Their keys are words, which would be there twice.
const once = new Set(['llm_query_sessions', 'llm_failed_queries', 'email_processing_log', 'sqlite_sequence', 'instruction_sets', 'HtmlDocumentTemplates', 'commission_config',
  'llm_faq_cache', 'processed_emails', 'system_config', 'db_documentation', 'llm_config', 'schema_migrations', 'migration_status', 'subscription_tiers', 'SessionManagement', 'proposal_versions', 'proposals', 'usage_monthly_rollup', 'trip_search_surface']);

const evenQuotes = (text) => (text.split("'").length - 1) % 2 === 0;

// A trigger ends with END;, every other statement with its first semicolon at the end of a line outside of quotes.
function statementsOf(text) {
  const out = [];
  let statement = '';
  for (const line of text.split('\n')) {
    statement += statement === '' ? line : `\n${line}`;
    if (!line.trimEnd().endsWith(';') || !evenQuotes(statement)) continue;
    if (/^\s*CREATE TRIGGER/i.test(statement) && !/\bEND;\s*$/i.test(statement)) continue;
    out.push(statement);
    statement = '';
  }
  return out;
}

// The values of a row as they are written.
function valuesOf(tuple) {
  const out = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < tuple.length; ++i) {
    const c = tuple[i];
    if (c === "'") quoted = !quoted;
    if (quoted) continue;
    if (c === '(') ++depth;
    if (c === ')') --depth;
    if (c === ',' && depth === 0) {
      out.push(tuple.slice(from, i));
      from = i + 1;
    }
  }
  out.push(tuple.slice(from));
  return out;
}

const columnsOf = (create) => valuesOf(create.slice(create.indexOf('(') + 1, create.lastIndexOf(')')).replace(/--.*$/gm, '').replace(/'[^']*'/g, ''))
  .map((part) => part.trim().split(/\s/)[0].replaceAll('"', ''));

const moved = (value, by) => (/^'?\d+'?$/.test(value) ? value.replace(/\d+/, (digits) => String(Number(digits) + by)) : value);

// The row as the copy of that number has it; the first copy is the row itself.
function rowOf({ name, head, values, columns }, copy) {
  if (copy === 0) return `${head}${values.join(',')});\n`;
  const by = copy * step;
  const out = values.map((value, i) => {
    if (i === 0 || references.has(columns[i])) return moved(value, by);
    let text = value;
    if (name === 'trips_v2' || name === 'clients_v2') text = text.replace(/("(?:trip_id|client_id)": ?)(\d+)/g, (_, key, id) => `${key}${Number(id) + by}`);
    if (/email|clients/.test(columns[i])) text = text.replaceAll('@', `.${copy}@`).replace('no-email-yet', `no-email-${copy}`);
    return text;
  });
  return `${head}${out.join(',')});\n`;
}

function tablesOf(text) {
  const before = [];
  const tables = [];
  const after = [];
  for (const statement of statementsOf(text)) {
    const made = /^\s*(?:--.*\n)*CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/i.exec(statement);
    const row = /^INSERT INTO "?(\w+)"? VALUES\(/.exec(statement);
    if (made) {
      tables.push({ name: made[1], create: statement, columns: columnsOf(statement), rows: [] });
    } else if (row && row[1] !== 'sqlite_sequence') {
      const table = tables.find(({ name }) => name === row[1]);
      table.rows.push({ name: row[1], head: row[0], columns: table.columns, values: valuesOf(statement.slice(row[0].length, statement.lastIndexOf(')'))) });
    } else {
      (tables.length === 0 ? before : after).push(statement);
    }
  }
  return { before, tables, after };
}

// Writes a dump of about so many bytes: `mix` has every table, `small` many rows of the log of questions.
export function writeDump(path, bytes, kind) {
  const text = readFileSync(base, 'utf8');
  const { before, tables, after } = tablesOf(text);
  const grows = (table) => (kind === 'small' ? table.name === 'llm_query_log' : !once.has(table.name));
  const perCopy = tables.filter(grows).flatMap(({ rows }) => rows).reduce((sum, row) => sum + Buffer.byteLength(rowOf(row, 1)), 0);
  const copies = Math.max(1, Math.round((bytes - Buffer.byteLength(text)) / perCopy) + 1);
  const file = openSync(path, 'w');
  let buffer = '';
  let written = 0;
  let rows = 0;
  const put = (more) => {
    buffer += more;
    if (buffer.length < 1 << 20) return;
    written += writeSync(file, buffer);
    buffer = '';
  };
  for (const statement of before) put(`${statement}\n`);
  for (const table of tables) {
    put(`${table.create}\n`);
    for (let copy = 0; copy < (grows(table) ? copies : 1); ++copy)
      for (const row of table.rows) {
        put(rowOf(row, copy));
        ++rows;
      }
  }
  for (const statement of after) put(`${statement}\n`);
  written += writeSync(file, buffer);
  closeSync(file);
  return { bytes: written, rows, copies, trips: copies * tables.find(({ name }) => name === 'trips_v2').rows.length };
}
