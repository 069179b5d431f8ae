// node bench/mcp/peer/server.mjs echo | trips --database=<file>: the same tools on the official TypeScript SDK, as its
// documentation has them for plain Node.js: guards for Host and Origin in front of the handler, both eras on one path, no
// sessions. The first line of the output is the port.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';

const { values: options, positionals: [kind] } = parseArgs({ allowPositionals: true, options: { database: { type: 'string' } } });

function echo() {
  const inputSchema = z.object({ message: z.string() });
  return {
    admit: () => true,
    make() {
      const server = new McpServer({ name: 'echo', version: '1.0.0' });
      server.registerTool('echo', { description: 'Says back what it is told', inputSchema, annotations: { readOnlyHint: true } },
        ({ message }) => ({ content: [{ type: 'text', text: message }] }));
      return server;
    },
  };
}

// What the answer holds beside the text is not described to the SDK: it would check each answer against the description, and
// the product does not.
async function trips() {
  const { openDatabase } = await import('../../peers/open.mjs');
  const { tripReader } = await import('./read_trip.mjs');
  const reader = tripReader(await openDatabase(options.database, 'fast'));
  const inputSchema = z.object({ trip_id: z.string() });
  return {
    admit: (request) => reader.knows((request.headers.authorization ?? '').replace(/^Bearer /i, '')),
    make() {
      const server = new McpServer({ name: 'trips', version: '1.0.0' });
      server.registerTool('read_trip', { description: 'Reads one trip', inputSchema, annotations: { readOnlyHint: true } },
        ({ trip_id }) => {
          const { text, data } = reader.summary(trip_id);
          return { content: [{ type: 'text', text }], structuredContent: data, _meta: { 'voygent/db_calls': 1 } };
        });
      return server;
    },
  };
}

const { admit, make } = kind === 'trips' ? await trips() : echo();
const handle = toNodeHandler(createMcpHandler(make, { responseMode: 'json' }));
const goodHost = localhostHostValidation();
const goodOrigin = localhostOriginValidation();
const server = createServer((request, response) => {
  if (!goodHost(request, response) || !goodOrigin(request, response)) return;
  if (!admit(request)) {
    response.writeHead(401).end();
    return;
  }
  void handle(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
