// HTTP as bytes, for tests of what no client library would send.
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../tools/local/voygent.mjs';

export const corpus = JSON.parse(readFileSync(join(projectFolder, 'tests', 'data', 'http', 'requests.json'), 'utf8'));

// Takes whole answers from the front of what came: [{ status, headers, body }], and the rest.
export function answersIn(bytes) {
  const answers = [];
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return { answers, rest: bytes };
    const [first, ...lines] = bytes.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const size = Number(headers['content-length'] ?? 0);
    if (bytes.length < end + 4 + size) return { answers, rest: bytes };
    answers.push({ status: Number(first.split(' ')[1]), headers, body: bytes.slice(end + 4, end + 4 + size) });
    bytes = bytes.slice(end + 4 + size);
  }
}

// A connection of bytes (Latin-1). `until(n)` waits for n answers or the end, `ended` for the end.
export async function open(port, host = '127.0.0.1') {
  const socket = connect({ port, host, allowHalfOpen: true });
  let bytes = '';
  let over = false;
  const waiting = new Set();
  const wake = () => waiting.forEach((one) => one());
  socket.setEncoding('latin1').on('data', (text) => { bytes += text; wake(); });
  const ended = new Promise((resolve) => {
    const end = () => { over = true; socket.destroy(); resolve(); wake(); };
    socket.on('end', end).on('close', end).on('error', end);
  });
  await new Promise((resolve) => { socket.once('connect', resolve).once('close', resolve); });
  return {
    socket, ended,
    isOver: () => over,
    send: (text) => new Promise((resolve) => { socket.write(text, 'latin1', () => resolve()); }),
    answers: () => answersIn(bytes).answers,
    async until(count) {
      while (answersIn(bytes).answers.length < count && !over)
        await new Promise((resolve) => { waiting.add(resolve); });
      return answersIn(bytes).answers;
    },
    close: () => socket.destroy(),
  };
}

// Sends bytes on a connection of its own and reads until the server closes it.
export async function exchange(port, text) {
  const connection = await open(port);
  await connection.send(text);
  await connection.ended;
  return connection.answers();
}

export function httpRequest(method, path, { token, headers = {}, body } = {}) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost'];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}
