// The figures of a run, and beside them those of the legacy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

export const legacy = JSON.parse(readFileSync(join(projectFolder, 'tests', 'evaluation', 'legacy.json'), 'utf8'));

export const sum = (list, of = (value) => value) => list.reduce((total, item) => total + of(item), 0);

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

// Of one task: bytes on the wire, and those that a model writes as arguments and reads: as text, or as data where its host
// shows that instead.
export const taskFigures = (rows) => ({
  calls: rows.length,
  db_calls: sum(rows, (row) => row.db_calls),
  bytes_in: sum(rows, (row) => row.bytes_in),
  bytes_out: sum(rows, (row) => row.bytes_out),
  model_bytes: sum(rows, (row) => row.argument_bytes + row.text_bytes),
  data_model_bytes: sum(rows, (row) => row.argument_bytes + (row.data_bytes > 2 ? row.data_bytes : row.text_bytes)),
});

function legacyFigures({ calls, instructions = [], note }) {
  const of = (names, field) => sum(names, (name) => legacy.calls[name][field]);
  return {
    calls: [...calls, ...instructions],
    db_calls: of([...calls, ...instructions], 'db_calls'),
    bytes: of(calls, 'bytes'),
    instruction_bytes: of(instructions, 'bytes'),
    ...(note ? { note } : {}),
  };
}

// `played`: rows by task. A task that legacy.json does not name is an error.
export function compare(played) {
  const compared = [];
  const beyond = [];
  for (const [name, rows] of played) {
    if (name in legacy.can) compared.push({ name, ours: taskFigures(rows), theirs: legacyFigures(legacy.can[name]) });
    else if (name in legacy.cannot) beyond.push({ name, why: legacy.cannot[name] });
    else throw new Error(`legacy.json says nothing about the task "${name}"`);
  }
  return { compared, beyond };
}

// Bytes and database calls of all tasks that can be compared: ours on the wire and of the model, theirs without and with
// instructions.
export function totalsOf(compared) {
  return {
    wire: sum(compared, ({ ours }) => ours.bytes_in + ours.bytes_out),
    model: sum(compared, ({ ours }) => ours.model_bytes),
    dataModel: sum(compared, ({ ours }) => ours.data_model_bytes),
    dbCalls: sum(compared, ({ ours }) => ours.db_calls),
    theirAnswers: sum(compared, ({ theirs }) => theirs.bytes),
    theirInstructions: sum(compared, ({ theirs }) => theirs.instruction_bytes),
    theirDbCalls: sum(compared, ({ theirs }) => theirs.db_calls),
  };
}
