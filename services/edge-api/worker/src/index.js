import { env } from 'cloudflare:workers';
import module from '../../../../build/wasm/core.wasm';
import { Host } from './host.js';
import { SiteQueue } from './site.js';

const host = new Host(module, env);

export default { fetch: (request, bindings) => host.fetch(request, bindings) };

export class Site extends SiteQueue {
  host = host;
}
