// The real server under load: connections that each send a request, wait for its answer, and send the next one.
import { connect } from 'node:net';
import { serve } from '../../tools/local/voygent.mjs';
import { token, tripsOf } from '../peers/work.mjs';
import { openDatabase } from '../peers/open.mjs';

const now = () => Number(process.hrtime.bigint()) / 1000;

function requestText(method, path, body = '') {
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAccept: application/json, text/event-stream\r\n` +
    (body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : '') + `\r\n${body}`;
}

// One connection with one request on the way.
class Line {
  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.received = Buffer.alloc(0);
    this.socket.on('data', (data) => this.take(data));
    this.opened = new Promise((resolve, reject) => this.socket.once('connect', resolve).once('error', reject));
  }

  take(data) {
    this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data]);
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    const status = Number(head.slice(9, 12));
    const bytes = this.received.length;
    this.received = Buffer.alloc(0);
    this.answered({ status, bytes });
  }

  ask(text) {
    return new Promise((resolve) => {
      this.answered = resolve;
      this.socket.write(text);
    });
  }
}

async function load(port, connections, seconds, next) {
  const lines = Array.from({ length: connections }, () => new Line(port));
  await Promise.all(lines.map((line) => line.opened));
  const times = [];
  let bytes = 0;
  const begun = now();
  await Promise.all(lines.map(async (line) => {
    while (now() - begun < seconds * 1e6) {
      const text = next();
      const sent = now();
      const answer = await line.ask(text);
      if (answer.status !== 200) throw new Error(`the server answered ${answer.status}`);
      times.push(now() - sent);
      bytes += answer.bytes;
    }
  }));
  const passed = now() - begun;
  for (const line of lines) line.socket.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))];
  return { mean_us: passed / times.length, min_us: at(0), p50_us: at(0.5), p95_us: at(0.95), p99_us: at(0.99), samples: times.length, answer_bytes: Math.round(bytes / times.length) };
}

// What is asked, by name. A write is another one each time.
function requests(trips) {
  const call = (name, args) => requestText('POST', '/mcp', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }));
  const operations = () => [{ op: 'set', path: 'meta/status', value: `status ${trips.unique()}` }];
  return {
    'http health': () => requestText('GET', '/health'),
    'http read': () => requestText('GET', `/v1/trips/${trips.any()}`),
    'http edit': () => requestText('POST', `/v1/trips/${trips.any()}/edits`, JSON.stringify({ operations: operations() })),
    'mcp read': () => call('read_trip', { trip_id: trips.any() }),
    'mcp edit': () => call('edit_trip', { trip_id: trips.any(), operations: operations() }),
  };
}

export async function measureServer({ database, durability, seconds, connections }) {
  const reader = await openDatabase(database, durability);
  const trips = tripsOf((sql) => reader.prepare(sql).all());
  reader.close();
  // One line for each request in the log would be measured with the reader of the log.
  const server = await serve({ database, durability, log_level: 'warning', rate_token: 0, rate_address: 0 });
  const out = [];
  try {
    for (const [name, next] of Object.entries(requests(trips)))
      for (const count of connections) out.push({ name: `${name}/${count}`, ...await load(server.port, count, seconds, next) });
  } finally {
    await server.stop();
  }
  return out;
}
