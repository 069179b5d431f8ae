// edit_trip of one field: what is refused, the statements, the answer. One batch, and the same rows as the product leaves.
import { factsOf, nextStep } from '../../mcp/peer/summary.mjs';
import { dateTrip, insertEvent, insertRequest, listTrip, outcome, updateTrip, who } from './sql.js';

const dayMs = 86_400_000;
const fields = { 'meta/status': 2_000, 'meta/subtitle': 300, 'meta/statusText': 2_000, 'meta/occasion': 300 };
const encoder = new TextEncoder();

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const shortHash = async (text) => base64url(await crypto.subtle.digest('SHA-256', encoder.encode(text))).slice(0, 22);

// JSON with the members of every object in order.
function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(',')}}`;
}

// What is wrong with the arguments, or nothing.
export function refusal({ operations, expected_version: version }) {
  if (!Array.isArray(operations) || operations.length !== 1) return 'one operation is expected';
  const [{ op, path, value }] = operations;
  if (op !== 'set' || !(path in fields)) return 'only a text field can be set';
  if (typeof value !== 'string' || [...value].length > fields[path]) return `${path} takes a text of at most ${fields[path]} characters`;
  if (version !== undefined && !(Number.isInteger(version) && version > 0)) return 'expected_version is a whole number';
  return null;
}

export async function planEdit(db, caller, args) {
  const { trip_id: id, operations: [{ path, value }], expected_version: version = null, idempotency_key: key, ...rest } = args;
  const content = { ...rest, trip_id: id, operations: args.operations };
  if (version !== null) content.expected_version = version;
  const digest = await shortHash(`edit_trip\n${sorted(content)}`);
  const request = key ? await shortHash(`edit_trip\nkey\n${key}`) : digest;
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(9)));
  const cutoff = caller.now - dayMs;
  const [section, field] = path.split('/');
  const patch = JSON.stringify({ [section]: { [field]: value } });
  const asked = [caller.hash, caller.tenant, caller.now];
  const statement = (sql, ...params) => db.prepare(sql).bind(...asked, ...params);
  return {
    request, nonce, path,
    statements: [
      statement(who),
      statement(updateTrip, id, version, patch, '{}', request, cutoff, '[]', '[]', 0, '{}'),
      statement(insertEvent, id, 'edited', request, patch),
      statement(insertRequest, id, request, digest, 'edit_trip', nonce),
      statement(dateTrip, id),
      statement(listTrip, id),
      statement(outcome, id, request, cutoff, '[]', '[]'),
    ],
  };
}

// { status, data, version } of what the batch said.
export function editAnswer({ nonce, path }, { trip_id: id, expected_version: expected }, row) {
  if (!row) return { status: 404, data: { detail: `there is no trip '${id}'; look it up with find_trips` } };
  const seen = row.seen && JSON.parse(row.seen);
  if (!seen) return { status: 409, data: { detail: `the trip ${id} is at version ${row.version} by now; nothing was changed`, expected } };
  const isNew = seen[4] === nonce;
  const data = { status: isNew ? 'applied' : 'duplicate', trip_id: id, version: row.version };
  if (!isNew) return { status: 200, data: { ...data, applied_as: seen[3] }, version: row.version };
  const document = JSON.parse(row.doc);
  Object.assign(data, { changes: [`set ${path}`], added: [], report: [], next: nextStep(document, factsOf(document)) });
  return { status: 200, data, version: row.version };
}
