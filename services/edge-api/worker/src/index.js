import { host } from './instance.js';

export { Caller } from './caller.js';
export default { fetch: (request, bindings, context) => host.fetch(request, bindings, context) };
