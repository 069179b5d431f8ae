// The WebAssembly core: bytes in, bytes out. core/frames.hpp and core/site_frames.hpp say what the bytes mean.
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const RESPONSE = 0, BATCH = 1, CHANGE = 2, CALL = 3;
const NULL = 0, NUMBER = 1, TEXT = 2;

// Reads a frame in the memory of the core.
class Reader {
  constructor(memory, at, size) {
    this.bytes = new Uint8Array(memory, at, size);
    this.view = new DataView(memory, at, size);
    this.at = 0;
  }
  word() {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }
  cell() {
    switch (this.word()) {
      case NUMBER: this.at += 8; return this.view.getFloat64(this.at - 8, true);
      case TEXT: {
        const size = this.word(), begin = this.at;
        this.at += (size + 3) & ~3;
        return decoder.decode(this.bytes.subarray(begin, begin + size));
      }
      default: return null;
    }
  }
}

// Writes one; `room` is as much as it may need.
class Writer {
  constructor(wasm, room) {
    this.start = wasm.vg_room(room);
    this.bytes = new Uint8Array(wasm.memory.buffer, this.start, room);
    this.view = new DataView(wasm.memory.buffer, this.start, room);
    this.at = 0;
  }
  word(value) {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }
  cell(value) {
    if (value === null || value === undefined) return this.word(NULL);
    if (typeof value === 'number') {
      this.word(NUMBER);
      this.view.setFloat64(this.at, value, true);
      this.at += 8;
    } else {
      this.word(TEXT);
      const { written } = encoder.encodeInto(value, this.bytes.subarray(this.at + 4));
      this.word(written);
      this.at += (written + 3) & ~3;
    }
  }
}
const headersOf = (lines) => lines.split('\n').slice(0, -1).map((line) => line.split(/: (.*)/s, 2));
const roomOf = (cell) => (typeof cell === 'string' ? 12 + 3 * cell.length : 12);

export class Core {
  // Throws what is wrong with the variables.
  constructor(module, variables) {
    this.wasm = new WebAssembly.Instance(module, {}).exports;
    this.wasm._initialize();
    this.statements = [];
    const [given, size] = this.put(encoder.encode(JSON.stringify(variables)));
    if (!this.wasm.vg_start(given, size)) throw new Error(decoder.decode(this.out().frame));
    this.bodyLimit = this.wasm.vg_body_limit();
  }

  put(...parts) {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const start = this.wasm.vg_room(size);
    let at = start;
    for (const part of parts) {
      new Uint8Array(this.wasm.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
    return [start, size];
  }
  // Views that hold until the next call.
  out() {
    const { buffer } = this.wasm.memory;
    const [frame, frameSize, body, bodySize] = new Uint32Array(buffer, this.wasm.vg_out(), 4);
    return { at: frame, frame: new Uint8Array(buffer, frame, frameSize), body: new Uint8Array(buffer, body, bodySize) };
  }
  sql(number) {
    if (this.statements[number] === undefined) {
      this.wasm.vg_sql(number);
      this.statements[number] = decoder.decode(this.out().frame);
    }
    return this.statements[number];
  }

  // A session of a request, or with `vg_job` of a job of the queue of a site; what it needs is `work()`.
  begin(now, seed, lines, body, open = 'vg_begin') {
    const head = encoder.encode(lines);
    const [given] = this.put(seed, head, body);
    return this.wasm[open](now, given, head.length, body.length);
  }
  end(session, close = 'vg_end') {
    this.wasm[close](session);
  }
  // What the last call asks for: { status, headers, log, reports, body }, { statements, constraint } or
  // { target, key, page, wait, change }; of a job { url, headers, body } or the verdict, { state, tries, due, hold, tell, log, answer }.
  work() {
    const out = this.out();
    const frame = new Reader(this.wasm.memory.buffer, out.at, out.frame.length);
    switch (frame.word()) {
      case RESPONSE: {
        const status = frame.word();
        const [headers, log] = [headersOf(frame.cell()), frame.cell()];
        const reports = Array.from({ length: frame.word() }, () => ({ limit: frame.word(), key: frame.cell(), count: frame.word() }));
        return { status, headers, log, reports, body: out.body.slice() };
      }
      case BATCH: {
        const constraint = frame.cell();
        const planned = Array.from({ length: frame.word() }, () => ({ number: frame.word(), params: Array.from({ length: frame.word() }, () => frame.cell()) }));
        return { constraint, statements: planned.map(({ number, params }) => ({ sql: this.sql(number), params })) };
      }
      case CHANGE: return { target: frame.cell(), key: frame.cell(), page: frame.cell(), wait: frame.cell(), change: out.body.slice() };
      case CALL: return { url: frame.cell(), headers: headersOf(frame.cell()), body: out.body.slice() };
      default: return { state: frame.word(), tries: frame.word(), due: frame.cell(), hold: frame.cell(), tell: frame.word(), log: frame.cell(), answer: out.body.slice() };
    }
  }
  charge(limit, fullAt, now, count) {
    return this.wasm.vg_charge(limit, fullAt, now, count);
  }
  raise({ limit, key }, fullAt) {
    this.wasm.vg_raise(limit, BigInt(key), fullAt);
  }
  // `sets`: the rows of each statement as lists of objects.
  rows(session, sets, bookmark, now) {
    let room = 64 + roomOf(bookmark);
    for (const rows of sets) {
      room += 8;
      for (const row of rows) for (const name in row) room += roomOf(row[name]);
    }
    const frame = new Writer(this.wasm, room);
    frame.word(1);
    frame.cell(bookmark);
    frame.cell(now);
    frame.word(sets.length);
    for (const rows of sets) {
      frame.word(rows.length === 0 ? 0 : Object.keys(rows[0]).length);
      frame.word(rows.length);
      for (const row of rows) for (const name in row) frame.cell(row[name]);
    }
    this.wasm.vg_rows(session, frame.start, frame.at);
  }
  failed(session, message, now) {
    const frame = new Writer(this.wasm, 64 + roomOf(message));
    frame.word(0);
    frame.cell(message);
    frame.cell(now);
    this.wasm.vg_rows(session, frame.start, frame.at);
  }
  // `answer`: the outcome as the queue of a site gave it; empty when it gave none.
  outcome(session, answer) {
    this.wasm.vg_outcome(session, ...this.put(answer));
  }

  // To the call of a job.
  answered(job, now, lines, body) {
    const head = encoder.encode(lines);
    const [given] = this.put(head, body);
    this.wasm.vg_job_answer(job, now, given, head.length, body.length);
  }
}
