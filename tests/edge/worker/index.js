// The worker as it ships, with a look into its Durable Objects: /kept says how many numbers each caller's object holds.
import worker, { Caller as Shipped } from '../../../services/edge-api/worker/src/index.js';

export { Site } from '../../../services/edge-api/worker/src/index.js';

export class Caller extends Shipped {
  kept() {
    return [...this.ctx.storage.kv.list()].length;
  }
}

const names = new Set();
export default {
  async fetch(request, env, context) {
    if (new URL(request.url).pathname === '/kept') return Response.json(await Promise.all([...names].map((name) => env.CALLERS.getByName(name).kept())));
    const CALLERS = {
      getByName(name) {
        names.add(name);
        return env.CALLERS.getByName(name);
      },
    };
    return worker.fetch(request, { ...env, CALLERS }, context);
  },
};
