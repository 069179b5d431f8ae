// node drip.mjs <port> <connections>: clients that never finish. Every second each sends one byte more, half of them of the
// head of a request, half of its body; who is thrown out comes back. Prints how many are connected when all have been.
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const head = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
let opened = 0;

function drip(index) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const text = index % 2 === 0 ? head : `${head}Content-Length: 1000\r\n\r\n${' '.repeat(1000)}`;
  let at = index % 2 === 0 ? 0 : text.length - 1000;
  let timer;
  socket.on('connect', () => {
    if (++opened === count) console.log(count);
    socket.write(text.slice(0, at));
    timer = setInterval(() => socket.write(text[at++ % text.length]), 1_000);
  });
  socket.on('data', () => {});
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(timer);
    setTimeout(() => drip(index), 100);
  });
}

// Spread over a second, so that they do not all send at once.
for (let i = 0; i < count; ++i) setTimeout(() => drip(i), (i * 1_000) / count);
