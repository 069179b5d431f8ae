// One connection with one request on the way; it is opened again when the server has closed it.
import { connect } from 'node:net';

export class Line {
  constructor(port) {
    this.port = port;
  }

  open() {
    this.received = '';
    this.socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (data) => this.take(data));
    this.socket.on('error', () => {});
    const socket = this.socket;
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.settle(null);
    });
  }

  settle(answer) {
    const answered = this.answered;
    this.answered = null;
    answered?.(answer);
  }

  take(data) {
    this.received += data;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const all = end + 4 + length;
    if (this.received.length < all) return;
    const body = Buffer.from(this.received.slice(end + 4, all), 'latin1').toString('utf8');
    const extra = this.received.length - all;
    this.received = '';
    if (/connection: close/i.test(head)) {
      this.socket.destroy();
      this.socket = null;
    }
    this.settle(extra > 0 || !this.answered ? { status: 0, body: `bytes that nobody asked for: ${extra}` } : { status: Number(head.slice(9, 12)), body });
  }

  // { status, body }, or null when the connection was closed without an answer.
  ask(text) {
    if (!this.socket) this.open();
    return new Promise((resolve) => {
      this.answered = resolve;
      this.socket.write(text);
    });
  }

  close() {
    this.socket?.destroy();
  }
}
