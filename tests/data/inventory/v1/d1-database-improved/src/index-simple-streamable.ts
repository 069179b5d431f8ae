import { refreshAllTripFacts, refreshSearchSurface } from './refresh';
import { getAnything, importTripPage } from './trips';

export interface Env {
  DB: D1Database;
  LEGACY_DB: D1Database;
}

const TOOLS = [
  {
    name: 'get_anything',
    description: 'Finds a trip or a client from any words, like "it\'s the Lisbon one".',
    inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  },
  {
    name: 'refresh_trip_search_surface',
    description: `Refreshes the copies that ${'searching'} reads`,
    inputSchema: { type: 'object', properties: { refresh_all: { type: 'boolean' }, name: { type: 'string' } } },
  },
  { name: 'refresh_trip_facts', description: 'Select facts from trips', inputSchema: { type: 'object' } },
  { name: "import_trip_page", inputSchema: { type: "object", properties: { url: { type: "string" } } } },
  {
    name: 'list_templates',
    description: 'Lists templates',
    inputSchema: { type: 'object' },
  },
];

async function handleToolCall(name: string, args: Record<string, unknown>, env: Env): Promise<unknown> {
  switch (name) {
    case 'get_anything':
      return await getAnything(env, args);
    case 'refresh_trip_search_surface': {
      const done = await refreshSearchSurface(env, args);
      return { done };
    }
    case 'refresh_trip_facts':
      return refreshAllTripFacts(env);
    case 'import_trip_page':
      return importTripPage(env, String(args.url));
    case 'list_templates':
      return ['standard', 'luxury'];
    default:
      throw new Error(`Unknown tool: ${name}`);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { method, params } = await request.json();
    if (method === 'tools/list') return Response.json({ tools: TOOLS });
    return Response.json(await handleToolCall(params.name, params.arguments, env));
  },
};
