import { host } from './instance.js';

export { Caller } from './caller.js';
export { Site } from './site.js';
export default { fetch: (request, bindings, context) => host.fetch(request, bindings, context) };
