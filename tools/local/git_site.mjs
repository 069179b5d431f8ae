// A site as a Git host offers it: a repository over the smart HTTP protocol, and the pages of its branch as a web site.
// The protocol is served by git's own `http-backend`; nothing of it is imitated.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
  '.css': 'text/css', '.ics': 'text/calendar',
};

function git(...args) {
  const done = spawnSync('git', args, { encoding: 'buffer', maxBuffer: 1 << 26 });
  return done.status === 0 ? done.stdout : null;
}

function makeRepository(repository) {
  if (existsSync(join(repository, 'HEAD'))) return;
  if (git('init', '--quiet', '--bare', repository) === null) throw new Error('git init failed');
  git('-C', repository, 'config', 'http.receivepack', 'true');
  git('-C', repository, 'config', 'uploadpack.allowFilter', 'true');
  git('-C', repository, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
}

// What http-backend says: header lines, an empty line, the body.
function passThrough(backend, response) {
  let head = Buffer.alloc(0);
  let body = false;
  backend.stdout.on('data', (chunk) => {
    if (body) return response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    body = true;
    let status = 200;
    const headers = {};
    for (const line of head.subarray(0, end).toString().split('\r\n')) {
      const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()];
      if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
      else headers[name] = value;
    }
    response.writeHead(status, headers);
    response.write(head.subarray(end + 4));
  });
  backend.stdout.on('end', () => response.end());
}

function serveGit(repositoryFolder, name, request, response, url) {
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: repositoryFolder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      REMOTE_USER: name,
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(backend.stdin);
  passThrough(backend, response);
}

function servePage(repository, branch, pathname, response) {
  const path = pathname.slice(1) + (pathname.endsWith('/') ? 'index.html' : '');
  const bytes = git('-C', repository, 'cat-file', 'blob', `${branch}:${path}`);
  if (bytes === null) return response.writeHead(404).end('There is no such page.');
  response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' });
  return response.end(bytes);
}

// `folder` holds the repository `site.git`. With `password`, pushing and fetching need it (user x-access-token).
export async function serveGitSite({ folder, branch = 'gh-pages', port = 0, password = '' }) {
  const repository = join(folder, 'site.git');
  makeRepository(repository);
  const expected = 'Basic ' + Buffer.from('x-access-token:' + password).toString('base64');
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (!url.pathname.startsWith('/site.git/')) return servePage(repository, branch, url.pathname, response);
    if (password && request.headers.authorization !== expected)
      return response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="site"' }).end();
    return serveGit(folder, 'publisher', request, response, url);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}/`;
  return {
    repository,
    branch,
    pages: base,
    remote: `${base}site.git#${branch}`,
    commits: () => (git('-C', repository, 'rev-list', branch) ?? '').toString().split('\n').filter(Boolean),
    messages: () => (git('-C', repository, 'log', '--format=%an %ae %B', branch) ?? '').toString(),
    paths: () => (git('-C', repository, 'ls-tree', '-r', '--name-only', branch) ?? '').toString().split('\n').filter(Boolean),
    // Somebody else changes the site: one commit on what is there, without Voygent.
    async commitFromOutside(path, text) {
      const inside = (args, input = '') => spawnSync('git', ['-C', repository, ...args], { input, encoding: 'utf8', env: { ...process.env, GIT_AUTHOR_NAME: 'Somebody', GIT_AUTHOR_EMAIL: 'somebody@example.com', GIT_COMMITTER_NAME: 'Somebody', GIT_COMMITTER_EMAIL: 'somebody@example.com' } }).stdout.trim();
      const head = inside(['rev-parse', branch]);
      const blob = inside(['hash-object', '-w', '--stdin'], text);
      const entries = inside(['ls-tree', head]).split('\n').filter((line) => !line.endsWith(`\t${path}`));
      const tree = inside(['mktree'], [...entries, `100644 blob ${blob}\t${path}`].join('\n') + '\n');
      inside(['update-ref', `refs/heads/${branch}`, inside(['commit-tree', tree, '-p', head, '-m', `Change ${path}`]), head]);
    },
    read: (path) => git('-C', repository, 'cat-file', 'blob', `${branch}:${path}`)?.toString() ?? null,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
