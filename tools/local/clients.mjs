// The official MCP clients, connected. Each is { name, listTools(), call(tool, args), close() }; `call` gives the result
// as the protocol has it.
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';

const identity = { name: 'voygent-tests', version: '1.0.0' };

function wrapped(name, client) {
  return {
    name,
    client,
    revision: () => client.getNegotiatedProtocolVersion?.() ?? client.transport?.protocolVersion,
    listTools: async () => (await client.listTools()).tools,
    call: (tool, args = {}) => client.callTool({ name: tool, arguments: args }),
    close: () => client.close(),
  };
}

const headers = (token) => ({ requestInit: { headers: { Authorization: `Bearer ${token}` } } });

export async function connectSdk1(url, token) {
  const client = new Client1(identity);
  await client.connect(new Http1(new URL(url), headers(token)));
  return wrapped('sdk 1.x', client);
}

// `mode`: 'legacy', 'auto', or a pinned revision. `person` answers what is asked: params of the elicitation -> its result.
export async function connectSdk2(url, token, mode = 'auto', person = undefined) {
  const pinned = ['legacy', 'auto'].includes(mode) ? mode : { pin: mode };
  const capabilities = person ? { elicitation: {} } : {};
  const client = new Client2(identity, { versionNegotiation: { mode: pinned }, capabilities });
  if (person) client.setRequestHandler('elicitation/create', (request) => person(request.params));
  await client.connect(new Http2(new URL(url), headers(token)));
  return wrapped(`sdk 2.x ${mode}`, client);
}

export async function connectStdio1(parameters) {
  const client = new Client1(identity);
  await client.connect(new Stdio1(parameters));
  return wrapped('sdk 1.x stdio', client);
}

export async function connectStdio2(parameters, mode = 'auto') {
  const client = new Client2(identity, { versionNegotiation: { mode } });
  await client.connect(new Stdio2(parameters));
  return wrapped(`sdk 2.x stdio ${mode}`, client);
}
