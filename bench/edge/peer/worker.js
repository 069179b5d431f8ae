// The worker: who may ask at all, whose token it is, and the requests that are measured. Each makes one batch.
import { summaryOf } from '../../mcp/peer/summary.mjs';
import { tools } from '../../../build/bench/prepared.js';
import { editAnswer, planEdit, refusal } from './edit.js';
import { page } from './page.js';
import { openTrip, selectTrip, who } from './sql.js';
import { wholeTrip } from './trip.js';

const encoder = new TextEncoder();
const maxBody = 1024 * 1024;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const json = { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' };
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const answer = (status, data, headers = {}) => new Response(typeof data === 'string' ? data : JSON.stringify(data), { status, headers: { ...json, 'Cache-Control': 'no-store', ...headers } });
const problem = (status, detail) => new Response(JSON.stringify({ type: 'about:blank', status, detail }), { status, headers: { ...json, 'Content-Type': 'application/problem+json' } });

function isStranger(request, env) {
  const host = (request.headers.get('host') ?? '').replace(/:\d{1,5}$/, '').toLowerCase();
  if (!loopback.has(host) && host !== new URL(env.VOYGENT_PUBLIC_URL).hostname) return true;
  const origin = request.headers.get('origin');
  return origin !== null && !(URL.canParse(origin) && loopback.has(new URL(origin).hostname));
}

async function callerOf(request) {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) return null;
  return { hash: hex(await crypto.subtle.digest('SHA-256', encoder.encode(token))), tenant: null, now: Date.now() };
}

const asked = (db, sql, { hash, tenant, now }, ...more) => db.prepare(sql).bind(hash, tenant, now, ...more);
const mayNot = (row, scope) => (row === undefined || row.tenant === null ? 401 : row.scopes.split(' ').includes(scope) ? 0 : 403);

// `context` keeps what is said of the request in the log.
async function batch(db, statements, context) {
  const begun = Date.now();
  const results = await db.batch(statements);
  context.calls += 1;
  context.databaseMs += Date.now() - begun;
  return results.map(({ results: rows }) => rows);
}
const timing = ({ calls, databaseMs }) => `db;desc="calls=${calls}";dur=${databaseMs}.000`;

async function tool(name, args, caller, db, context) {
  context.operation = name;
  if (name === 'read_trip') {
    if (typeof args.trip_id !== 'string' || (args.view ?? 'summary') !== 'summary') return { refused: 'a trip_id is expected' };
    const [[row]] = await batch(db, [asked(db, openTrip, caller, args.trip_id)], context);
    const status = mayNot(row, 'read');
    if (status) return { status };
    if (row.version === null) return { refused: `there is no trip '${args.trip_id}'; look it up with find_trips` };
    return summaryOf(args.trip_id, row.version, JSON.parse(row.doc));
  }
  return { refused: `there is no tool ${name}` };
}

async function mcp(request, env, context) {
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'POST' } });
  const caller = await callerOf(request);
  if (!caller) return problem(401, 'a token is needed: send the header Authorization: Bearer <token>');
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) return problem(415, 'the Content-Type must be application/json');
  let message;
  try {
    message = JSON.parse(await request.text());
  } catch {
    return answer(400, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'no JSON' } });
  }
  const { id, method, params } = message;
  if (method === 'tools/list') {
    context.operation = 'mcp';
    const [[row]] = await batch(env.DB, [asked(env.DB, who, caller)], context);
    if (mayNot(row, 'read')) return problem(401, 'the token is missing, unknown, expired or revoked');
    return answer(200, `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${tools}}`);
  }
  if (method !== 'tools/call') return answer(200, { jsonrpc: '2.0', id, error: { code: -32601, message: `there is no method ${method}` } });
  const said = await tool(params?.name, params?.arguments ?? {}, caller, env.DB, context);
  if (said.status) return problem(said.status, 'the token is missing, unknown, expired or revoked');
  const result = said.refused
    ? { content: [{ type: 'text', text: `Error: ${said.refused}` }], isError: true }
    : { content: [{ type: 'text', text: said.text }], structuredContent: said.data };
  return answer(200, { jsonrpc: '2.0', id, result: { ...result, _meta: { 'voygent/db_calls': context.calls } } });
}

async function rest(request, id, edits, env, context) {
  const caller = await callerOf(request);
  if (!caller) return problem(401, 'a token is needed: send the header Authorization: Bearer <token>');
  const db = env.DB.withSession('first-primary');
  const headers = (version) => ({ ETag: `"${version}"`, 'Server-Timing': timing(context), 'Voygent-Bookmark': db.getBookmark() ?? '' });
  if (!edits) {
    context.operation = 'getTrip';
    const [[row]] = await batch(db, [asked(db, openTrip, caller, id)], context);
    const status = mayNot(row, 'read');
    if (status) return problem(status, 'the token does not allow it');
    if (row.version === null) return problem(404, `there is no trip '${id}'`);
    return answer(200, { trip_id: id, version: row.version, view: 'full', trip: wholeTrip(JSON.parse(row.doc)) }, headers(row.version));
  }
  context.operation = 'editTrip';
  const args = { trip_id: id, ...(await request.json()) };
  const wrong = refusal(args);
  if (wrong) return problem(400, wrong);
  const plan = await planEdit(db, caller, args);
  const rows = await batch(db, plan.statements, context);
  const status = mayNot(rows[0][0], 'write');
  if (status) return problem(status, 'the token does not allow it');
  const said = editAnswer(plan, args, rows.at(-1)[0]);
  if (said.status !== 200) return problem(said.status, said.data.detail);
  return answer(200, said.data, headers(said.version));
}

let key;
async function preview(ticket, env, context) {
  context.operation = 'preview';
  const parts = ticket.split('.');
  key ??= await crypto.subtle.importKey('raw', encoder.encode(env.VOYGENT_SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = base64url(await crypto.subtle.sign('HMAC', key, encoder.encode(parts.slice(0, 4).join('.')))).slice(0, 22);
  const [tenant, id, theme, expires, given] = parts;
  const isRight = given?.length === signature.length && crypto.subtle.timingSafeEqual(encoder.encode(given), encoder.encode(signature));
  const now = Date.now();
  if (!isRight || theme !== 'proposal' || Number(expires) * 1000 < now) return problem(404, 'this preview link is wrong or over; ask for a new one with render_trip');
  const db = env.DB.withSession('first-unconstrained');
  const caller = { hash: null, tenant, now };
  const [, [row]] = await batch(db, [asked(db, who, caller), asked(db, selectTrip, caller, id)], context);
  if (!row) return problem(404, `there is no trip '${id}'`);
  return new Response(page(JSON.parse(row.doc)), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store', 'Content-Security-Policy': "frame-ancestors 'none'", 'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex, nofollow', 'X-Content-Type-Options': 'nosniff', 'Voygent-Bookmark': db.getBookmark() ?? '',
    },
  });
}

async function route(request, env, context) {
  if (isStranger(request, env)) return problem(403, 'this server does not answer for this Host or Origin');
  if (Number(request.headers.get('content-length') ?? 0) > maxBody) return problem(413, 'a request body may have at most 1 MiB');
  const { pathname } = new URL(request.url);
  if (pathname === '/health') {
    context.operation = 'health';
    return new Response('{"status":"ok","version":"peer","schema":0}', { headers: json });
  }
  if (pathname === '/mcp') return mcp(request, env, context);
  if (pathname.startsWith('/preview/')) return preview(pathname.slice(9), env, context);
  const trip = /^\/trip\/([^/]+)$/.exec(pathname) ?? /^\/v1\/trips\/([^/]+)\/edits$/.exec(pathname);
  if (trip && request.method === (pathname.endsWith('/edits') ? 'POST' : 'GET')) return rest(request, trip[1], pathname.endsWith('/edits'), env, context);
  return problem(404, 'there is nothing at this path');
}

export async function respond(request, env, log = console.log) {
  const begun = Date.now();
  const context = { operation: '', calls: 0, databaseMs: 0 };
  let response;
  try {
    response = await route(request, env, context);
  } catch (error) {
    response = problem(503, `the request was not finished: ${error.message}`);
  }
  const id = crypto.randomUUID();
  response.headers.set('X-Request-Id', id);
  log(JSON.stringify({
    at: new Date().toISOString(), level: 'info', event: 'request', id, operation: context.operation, status: response.status, us: (Date.now() - begun) * 1000,
    database_calls: context.calls, database_us: context.databaseMs * 1000,
  }));
  return response;
}

export default { fetch: (request, env) => respond(request, env) };
