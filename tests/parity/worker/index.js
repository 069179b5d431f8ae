// The worker with a clock and a randomness that each request brings. For the parity suite only.
import { env } from 'cloudflare:workers';
import module from '../../../build/wasm/core.wasm';
import { Host } from '../../../services/edge-api/worker/src/host.js';
import { broughtWorld } from '../brought_world.js';

const host = new Host(module, env, broughtWorld);

export default { fetch: (request, bindings) => host.fetch(request, bindings) };
