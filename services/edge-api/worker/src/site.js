// The queue of one site: a Durable Object, so there is one of it in the world, and it changes its site one change after the other.
// The storage is the truth. What is in memory is callers who wait, and they may ask again. What becomes of a job the core decides.
import { DurableObject } from 'cloudflare:workers';
import { headerLines } from './host.js';
import { host } from './instance.js';

const QUEUED = 0, CALL_MS = 30_000, AFTER_A_TRAP_MS = 60_000;

// `due`: when a queued job is to be tried, when another one may be forgotten. `answer`: what a caller is told now, at first that the job
// is queued (core/site_frames.hpp). A job that is over keeps its answer and not its content. No job overtakes an earlier one of its page.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS job (
  id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, key TEXT NOT NULL, page TEXT NOT NULL, change BLOB NOT NULL,
  state INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL, answer BLOB NOT NULL DEFAULT x'02000000');
CREATE VIEW IF NOT EXISTS ready AS SELECT * FROM job WHERE state = 0 AND id IN (SELECT min(id) FROM job WHERE state = 0 GROUP BY page);`;
const ADD = 'INSERT INTO job (target, key, page, change, due) VALUES (?, ?, ?, ?, ?) RETURNING id';
// Only the last queued job of a page is what the same request asks for again.
const SAME = 'SELECT max(id) AS id, key FROM job WHERE state = 0 AND page = ?';
const TELL_FAILURES = 'DELETE FROM job WHERE state = 2 AND page = ? RETURNING key, answer';
const ANSWER = 'SELECT answer FROM job WHERE id = ?';
const BEGIN = 'UPDATE job SET tries = tries + 1 WHERE id = (SELECT min(id) FROM ready WHERE due <= ?) RETURNING *';
const COMMITS_END = 'SELECT due FROM job WHERE state = 1 AND due > ?';
const SETTLE = "UPDATE job SET state = ?1, tries = ?2, due = ?3, answer = ?4, change = iif(?1 = 0, change, x'') WHERE id = ?5";
const FORGET = 'DELETE FROM job WHERE state <> 0 AND due <= ?';
// What was tried earlier, and what somebody has just been told.
const FORGET_FAILURES = 'DELETE FROM job WHERE state = 2 AND page = ?1 AND (id < ?2 OR (id = ?2 AND ?3 > 0))';
const NEXT = 'SELECT (SELECT min(due) FROM ready) AS ready, (SELECT min(due) FROM job WHERE state <> 0) AS over';

export class Site extends DurableObject {
  waiting = new Map();
  storage = this.ctx.storage;
  rows = (sql, ...values) => this.storage.sql.exec(sql, ...values).toArray();

  constructor(ctx, env) {
    super(ctx, env);
    this.storage.sql.exec(SCHEMA);
  }

  // The outcome as bytes: of the change when it is made in time, else what is known of it.
  async publish({ target, key, page, change, wait }) {
    const failure = this.rows(TELL_FAILURES, page).find((job) => job.key === key);
    if (failure) return failure.answer;
    const [same] = this.rows(SAME, page);
    const id = same.key === key ? same.id : this.rows(ADD, target, key, page, change, host.world.now())[0].id;
    const [outcome] = await Promise.all([this.told(id, wait), this.wake()]);
    return outcome;
  }

  told(id, wait) {
    return new Promise((resolve) => {
      const callers = this.waiting.get(id) ?? new Set();
      const tell = (answer) => {
        clearTimeout(timer);
        callers.delete(tell);
        resolve(answer);
      };
      const timer = setTimeout(() => tell(this.rows(ANSWER, id)[0]?.answer), wait);
      this.waiting.set(id, callers.add(tell));
    });
  }

  // One job at a time: a second alarm waits until this one is over.
  async alarm() {
    const now = host.world.now();
    this.rows(FORGET, now);
    const [job] = this.held <= now ? this.rows(BEGIN, now) : [];
    if (job) this.settle(job, await this.attempt(job));
    await this.wake();
  }

  get held() { return this.storage.kv.get('hold') ?? 0; }

  async wake() {
    const [{ ready, over }] = this.rows(NEXT);
    const next = Math.min(ready === null ? Infinity : Math.max(ready, this.held), over ?? Infinity);
    if (next < Infinity) await this.storage.setAlarm(next);
  }

  // The verdict about a job.
  async attempt({ target, tries, change, answer }) {
    const { core, world } = host;
    let job;
    try {
      const ends = this.rows(COMMITS_END, world.now()).map(({ due }) => due);
      job = core.begin(world.now(), world.seed(), [target, tries, ...ends].join('\n'), new Uint8Array(change), 'vg_job');
      for (let work = core.work(); ; work = core.work()) {
        if (!work.url) return work;
        const { lines, body } = await this.call(work);
        if (core.dead) throw new Error('the core failed while this job waited');
        core.answered(job, world.now(), lines, body);
      }
    } catch (error) {
      host.lost(core, error);
      return { state: QUEUED, tries, due: world.now() + AFTER_A_TRAP_MS, answer };
    } finally {
      if (job && !core.dead) core.end(job, 'vg_job_end');
    }
  }

  async call({ url, headers, body }) {
    try {
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(CALL_MS) });
      return { lines: `${response.status}\n${headerLines(response.headers)}`, body: new Uint8Array(await response.arrayBuffer()) };
    } catch {
      return { lines: '0\n', body: new Uint8Array() };
    }
  }

  settle({ id, page }, { state, tries, due, hold, tell, log, answer }) {
    this.rows(SETTLE, state, tries, due, answer, id);
    if (hold) this.storage.kv.put('hold', hold);
    if (log) host.world.log(log.trimEnd());
    if (!tell) return;
    const callers = [...(this.waiting.get(id) ?? [])];
    this.waiting.delete(id);
    for (const caller of callers) caller(answer);
    if (state !== QUEUED) this.rows(FORGET_FAILURES, page, id, callers.length);
  }
}
