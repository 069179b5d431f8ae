// Bundles, starts and asks the worker once. deployment.test.mjs runs it where there is no network.
import { startEdge } from '../../tools/local/edge.mjs';

const edge = await startEdge();
const { status } = await fetch(edge.url + '/health');
await edge.close();
process.exit(status === 200 ? 0 : 1);
