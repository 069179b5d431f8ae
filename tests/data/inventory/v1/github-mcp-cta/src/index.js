const API = 'https://api.github.com';

async function contents(env, path) {
  return fetch(`${API}/repos/${env.GITHUB_OWNER}/${env.GITHUB_REPO}/contents/${path}`, {
    headers: { Authorization: `Bearer ${env.GITHUB_TOKEN}`, 'User-Agent': 'github-mcp-cta' },
  });
}

const publish = {
  name: 'publish_travel_document_with_dashboard_update',
  inputSchema: { type: 'object', required: ['trip_id', 'html_content', 'filename'] },
};
const health = { inputSchema: { type: 'object' }, description: 'Whether it is up', name: 'health_check' };

export default {
  async fetch(request, env) {
    const body = await request.json();
    if (body.method === 'tools/list') return Response.json({ tools: [publish, health] });
    const index = await contents(env, 'trips.json');
    const data = await env.DATA.fetch('https://d1-database-improved.example.workers.dev/status');
    return Response.json({ index: await index.json(), data: await data.json() });
  },
};
