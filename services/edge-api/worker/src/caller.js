// The bucket of one caller for all isolates: a token, an address, or the wrong tokens of an address. What it holds is one number, the time at
// which the bucket is full; then the object is empty again and costs nothing.
import { DurableObject } from 'cloudflare:workers';
import { host } from './instance.js';

const FULL_AT = 'full_at';

export class Caller extends DurableObject {
  async charge(limit, count) {
    const { kv } = this.ctx.storage;
    const fullAt = host.core.charge(limit, kv.get(FULL_AT) ?? 0, Date.now(), count);
    kv.put(FULL_AT, fullAt);
    await this.ctx.storage.setAlarm(Math.ceil(fullAt / 1000));
    return fullAt;
  }

  async alarm() {
    const fullAt = this.ctx.storage.kv.get(FULL_AT) ?? 0;
    if (fullAt > Date.now() * 1000) await this.ctx.storage.setAlarm(Math.ceil(fullAt / 1000));
    else await this.ctx.storage.deleteAll();
  }
}
