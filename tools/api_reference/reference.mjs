// The reference of the interface as Markdown, made from spec/openapi.json and the tool lists in spec/mcp/.

const servers = ['trips', 'templates', 'publisher'];

// As Markdown: a bar would end the cell, an angle bracket begin a tag.
const plain = (text) => String(text).replace(/\s+/g, ' ').trim().replaceAll('<', '\\<');
const bars = (text) => text.replaceAll('|', '\\|');
const code = (text) => `\`${bars(String(text))}\``;

function table(head, rows) {
  if (rows.length === 0) return '';
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |')).join('\n').replace(/^\| ---.*$/m, (line) => line.replaceAll(' ', '')) + '\n';
}

const anchorOf = (heading) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');

function limitsOf(schema) {
  const out = [];
  if (schema.enum) out.push(schema.enum.map(code).join(', '));
  if (schema.minimum !== undefined && schema.maximum !== undefined) out.push(`${schema.minimum} to ${schema.maximum}`);
  else if (schema.minimum !== undefined) out.push(`from ${schema.minimum}`);
  else if (schema.maximum !== undefined) out.push(`up to ${schema.maximum}`);
  if (schema.maxLength !== undefined) out.push(`up to ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) out.push(`up to ${schema.maxItems}`);
  return out.join('; ');
}

function kindOf(schema) {
  if (schema.type === 'array') return schema.items?.type ? `list of ${kindOf(schema.items)}` : 'list';
  if (schema.type === 'string' && schema.format === 'date') return 'date';
  return { string: 'text', integer: 'whole number', number: 'number', boolean: 'yes or no', object: 'object' }[schema.type] ?? 'anything';
}

const rowOf = (name, schema, required) => [code(name), kindOf(schema), required ? 'yes' : '', bars([limitsOf(schema), plain(schema.description ?? '')].filter(Boolean).join('. '))];

// Fields of a schema, those of objects inside of it below them as `outer.inner`, of objects in a list as `outer[].inner`.
function fieldRows(schema, before = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    rowOf(before + name, field, schema.required?.includes(name)),
    ...fieldRows(field.type === 'array' ? field.items ?? {} : field, `${before}${name}${field.type === 'array' ? '[]' : ''}.`),
  ]);
}

const fields = (schema) => table(['name', 'kind', 'required', 'what'], fieldRows(schema));

function routeSection(method, path, operation) {
  const parts = [`### ${method.toUpperCase()} ${path}\n`, `${plain(operation.summary)}. \`operationId\`: ${code(operation.operationId)}.${operation.security?.length === 0 ? ' Needs no token.' : ''}\n`];
  const parameters = (operation.parameters ?? []).map(({ name, in: place, required, description, schema }) => {
    const row = rowOf(name, { ...schema, description: schema.description ?? description }, required);
    return [row[0], place, ...row.slice(1)];
  });
  if (parameters.length > 0) parts.push(table(['parameter', 'in', 'kind', 'required', 'what'], parameters));
  const body = operation.requestBody?.content['application/json'].schema;
  if (body) parts.push(`Body, JSON${operation.requestBody.required ? ', required' : ''}${body.description ? `: ${plain(body.description)}` : ''}\n`, fields(body));
  const answers = Object.entries(operation.responses).filter(([, response]) => !response.$ref);
  for (const [status, response] of answers) {
    const [[type, content]] = Object.entries(response.content);
    parts.push(`Answer ${status}, ${code(type)}\n`, fields(content.schema));
  }
  const problems = Object.entries(operation.responses).filter(([, response]) => response.$ref).map(([status]) => status);
  parts.push(`Problems: ${problems.join(', ')}.\n`);
  return parts.filter(Boolean).join('\n');
}

function hintsOf({ readOnlyHint, destructiveHint, idempotentHint, openWorldHint }) {
  return [readOnlyHint ? 'reads only' : 'writes', destructiveHint && 'takes something away', idempotentHint && 'may be repeated', openWorldHint && 'reaches beyond the database'].filter(Boolean).join(', ');
}

function toolSection(tool) {
  const out = [`### ${tool.name}\n`, `${tool.title}: ${plain(tool.description)} (${hintsOf(tool.annotations)})\n`];
  const rows = fields(tool.inputSchema);
  out.push(rows ? `Arguments\n\n${rows}` : 'No arguments.\n');
  const answer = fields(tool.outputSchema ?? {});
  if (answer) out.push(`Answer\n\n${answer}`);
  return out.join('\n');
}

// `tools`: { server: its list }.
export function reference(openapi, tools) {
  const routes = Object.entries(openapi.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })));
  const out = [
    '# API reference\n',
    `Version ${openapi.info.version}. ${openapi.info.description} How a client is connected is in [connect.md](connect.md). This page is written by \`node tools/api_reference/main.mjs\` from [spec/](../spec/README.md); change the code, not the page.\n`,
    '## REST\n',
    `A token goes into the header \`Authorization: Bearer <token>\`. ${openapi.components.securitySchemes.token.description}.\n`,
    table(['route', 'what'], routes.map(({ method, path, operation }) => [`[${method.toUpperCase()} ${path}](#${anchorOf(`${method} ${path}`)})`, bars(plain(operation.summary))])),
  ];
  out.push('A problem is `application/problem+json` (RFC 9457):\n', fields(openapi.components.schemas.Problem));
  for (const tag of openapi.tags) {
    out.push(`## Routes: ${tag.name}\n`, `${tag.description}.\n`);
    for (const { method, path, operation } of routes) if (operation.tags.includes(tag.name)) out.push(routeSection(method, path, operation));
  }
  out.push('## Tools of the Model Context Protocol\n', `\`/mcp\` has all of them, each server its own. Which client gets what is in [connect.md](connect.md#what-a-client-gets).\n`);
  out.push(table(['server', 'tools'], servers.map((server) => [code(`/mcp/${server}`), tools[server].map(({ name }) => `[${name}](#${anchorOf(name)})`).join(', ')])));
  for (const server of servers) {
    out.push(`## Tools of /mcp/${server}\n`);
    for (const tool of tools[server]) out.push(toolSection(tool));
  }
  return out.filter(Boolean).join('\n').replace(/\n{3,}/g, '\n\n').trimEnd() + '\n';
}
