import Handlebars from 'handlebars';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

const server = new McpServer({ name: 'template-document', version: '1.0.0' });

server.registerTool('render_template', { description: 'Renders', inputSchema: { data: {} } }, async ({ data, templateId }) => {
  return { content: [{ type: 'text', text: Handlebars.compile(templateId)(data) }] };
});

server.tool('list_templates', 'Lists what there is', {}, async () => ({ content: [] }));

export default server;
