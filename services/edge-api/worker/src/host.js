// The worker around the core: requests in, statements to D1, changes to the queue of their site, responses out. It decides nothing.
import { Core } from './core.js';
import { publish } from './publish.js';

const nothing = new Uint8Array();
const failed = () => new Response(
  '{"type":"about:blank","title":"service unavailable","status":503,"detail":"the request was not finished; the same request may be sent again","code":"unavailable"}',
  { status: 503, headers: { 'Content-Type': 'application/problem+json' } });

// The clock and the randomness of the machine.
export const machine = { now: () => Date.now(), seed: () => crypto.getRandomValues(new Uint8Array(32)), log: (line) => console.log(line) };

// Up to one byte more than the limit: the core refuses the rest.
async function bodyOf(request, limit) {
  if (!request.body) return nothing;
  if (Number(request.headers.get('content-length') ?? Infinity) <= limit) return new Uint8Array(await request.arrayBuffer());
  const parts = [];
  let size = 0;
  for await (const chunk of request.body) {
    parts.push(chunk.subarray(0, limit + 1 - size));
    if ((size += chunk.length) > limit) break;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export const headerLines = (headers) => [...headers].map(([name, value]) => `${name}: ${value}\n`).join('');

export function linesOf(request) {
  const { url, headers } = request;
  return `${request.method} ${url.slice(url.indexOf('/', url.indexOf('//') + 2))}\n${headers.get('cf-connecting-ip') ?? ''}\n${headerLines(headers)}`;
}

export class Host {
  // `variables`: the environment of the worker; what is no text in it is a binding and stays here.
  constructor(module, variables, world = machine) {
    this.world = world;
    this.start = () => new Core(module, Object.fromEntries(Object.entries(variables).filter(([, value]) => typeof value === 'string')));
    this.core = this.start();
  }

  async fetch(request, { DB, CALLERS, SITE }, context) {
    const body = await bodyOf(request, this.core.bodyLimit);
    const core = this.core;
    let session;
    try {
      session = core.begin(this.world.now(request), this.world.seed(request), linesOf(request), body);
      for (let work = core.work(); ; work = core.work()) {
        if (work.status) {
          for (const report of work.reports) context?.waitUntil(this.report(core, report, CALLERS));
          return this.respond(work);
        }
        await (work.change ? publish(this, core, session, work, SITE) : this.run(core, session, work, DB));
      }
    } catch (error) {
      this.lost(core, error);
      return failed();
    } finally {
      if (session && !core.dead) core.end(session);
    }
  }

  // A trap leaves the memory as it was in the middle of something: this instance is not used again.
  lost(core, error) {
    this.world.log(JSON.stringify({ at: new Date().toISOString(), level: 'error', event: 'core failed', failure: String(error?.stack ?? error) }));
    if (this.core === core) this.core = this.start();
    core.dead = true;
  }

  respond({ status, headers, log, body }) {
    for (const line of log.split('\n')) if (line) this.world.log(line);
    return new Response(status === 204 || status === 304 ? null : body, { status, headers });
  }

  // What a caller has taken here; back comes when its bucket is full, with what it took elsewhere.
  async report(core, report, callers) {
    const fullAt = await callers.getByName(`${report.limit} ${report.key}`).charge(report.limit, report.count);
    if (!core.dead) core.raise(report, fullAt);
  }

  // The statements of one call are one batch: one transaction, one round trip.
  async run(core, session, { statements, constraint }, db) {
    const using = constraint ? db.withSession(constraint) : db;
    let sets, failure;
    try {
      const results = await using.batch(statements.map(({ sql, params }) => using.prepare(sql).bind(...params)));
      sets = results.map(({ results: rows }) => rows);
    } catch (error) {
      failure = String(error?.message ?? error);
    }
    if (core.dead) throw new Error('the core failed while this request waited');
    if (sets) core.rows(session, sets, constraint ? using.getBookmark() : null, this.world.now());
    else core.failed(session, failure, this.world.now());
  }
}
