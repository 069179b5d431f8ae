// GitHub as far as a site needs it: its GraphQL interface, by its real schema, over real bare repositories. Every operation is validated
// and executed against the schema, so that a field that GitHub does not have fails here too; the data is what git says.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { schema as published } from '@octokit/graphql-schema';
import { GraphQLError, buildSchema, graphql } from 'graphql';

const schema = buildSchema(published.idl, { assumeValidSDL: true });
const person = { GIT_AUTHOR_NAME: 'Owner', GIT_AUTHOR_EMAIL: 'owner@example.com', GIT_COMMITTER_NAME: 'GitHub', GIT_COMMITTER_EMAIL: 'noreply@github.com' };
const typed = (type, message, status) => new GraphQLError(message, { extensions: { type, status } });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function openRepository(folder, branches) {
  const git = (args, input) => {
    const done = spawnSync('git', ['-C', folder, ...args], { input, maxBuffer: 1 << 26, env: { ...process.env, ...person } });
    return done.status === 0 ? done.stdout : null;
  };
  const text = (args, input) => git(args, input)?.toString().trim() ?? null;
  spawnSync('git', ['init', '--quiet', '--bare', folder]);
  const head = (branch) => text(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]);
  // The tree of a commit with files put in and taken out: one mktree for each folder.
  const tree = (base, changes) => {
    const entries = new Map((base ? text(['ls-tree', base]) : '').split('\n').filter(Boolean).map((line) => [line.split('\t')[1], line]));
    const below = new Map();
    for (const [path, oid] of changes) {
      const [first, ...rest] = path.split('/');
      if (rest.length > 0) below.set(first, [...(below.get(first) ?? []), [rest.join('/'), oid]]);
      else if (oid === null) entries.delete(first);
      else entries.set(first, `100644 blob ${oid}\t${first}`);
    }
    for (const [name, inner] of below) {
      const made = tree(/tree (\w+)/.exec(entries.get(name) ?? '')?.[1], inner);
      if (made) entries.set(name, `040000 tree ${made}\t${name}`);
      else entries.delete(name);
    }
    return entries.size === 0 && base ? null : text(['mktree'], [...entries.values()].join('\n') + '\n');
  };
  // One commit on a branch that is where it is expected to be; null when it is not.
  const commit = (branch, expected, changes, message) => {
    const made = text(['commit-tree', tree(expected, changes), ...(expected ? ['-p', expected] : []), '-F', '-'], message);
    return git(['update-ref', `refs/heads/${branch}`, made, expected ?? '0'.repeat(40)]) === null ? null : made;
  };
  const blob = (bytes) => text(['hash-object', '-w', '--stdin'], bytes);
  for (const branch of branches) commit(branch, null, [['README.md', blob('A site.\n')]], 'Start');
  return {
    head, commit, blob, git,
    read: (path, at) => git(['cat-file', 'blob', `${at}:${path}`])?.toString() ?? null,
    oid: (path, at) => text(['rev-parse', '--verify', '--quiet', `${at}:${path}`]),
    isCommit: (oid) => text(['cat-file', '-t', oid]) === 'commit',
    messages: (branch) => text(['log', '--format=%s', branch]).split('\n'),
    commits: (branch) => text(['rev-list', branch]).split('\n'),
    everything: () => git(['log', '--all', '-p', '--format=%an %ae %B']).toString(),
    // Somebody else changes the site.
    outside: (branch, path, content) => commit(branch, head(branch), [[path, blob(content)]], `Change ${path}`),
  };
}

// What the schema asks of a repository, as functions of its fields.
function repositoryValue(repository) {
  const blobValue = (at, path, oid) => ({ __typename: 'Blob', oid, isTruncated: false, text: repository.read(path, at) });
  const file = (at) => ({ path }) => {
    const oid = repository.oid(path, at);
    return oid && { oid, path, object: () => blobValue(at, path, oid) };
  };
  const commit = (oid) => ({ __typename: 'Commit', oid, file: file(oid) });
  return {
    ref: ({ qualifiedName }) => {
      const oid = repository.head(qualifiedName.replace('refs/heads/', ''));
      return oid && { name: qualifiedName, target: commit(oid) };
    },
    object: ({ oid }) => (repository.isCommit(oid) ? commit(oid) : null),
  };
}

// { url, repository, calls, mostAtOnce, writes(), fail(...answers), isDown, before, delay, close() }. `fail`: answers instead of the next
// ones; `before`: called with 'read' or 'write' before a call is carried out.
export async function startGithub({ folder, token, name = 'agency/pages', branches = ['gh-pages', 'live'], delay = 0 }) {
  const path = join(folder, 'site.git');
  rmSync(path, { recursive: true, force: true });
  const repository = openRepository(path, branches);
  const failures = [];
  const github = { repository, calls: [], mostAtOnce: 0, before: () => {}, fail: (...answers) => failures.push(...answers), delay };
  github.writes = () => github.calls.filter(({ kind }) => kind === 'write').length;
  const root = {
    repository: ({ owner, name: short }) => {
      if (`${owner}/${short}` === name) return repositoryValue(repository);
      throw typed('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${short}'.`);
    },
    createCommitOnBranch: ({ input: { branch, expectedHeadOid, message, fileChanges } }) => {
      if (branch.repositoryNameWithOwner !== name) throw typed('NOT_FOUND', 'Could not resolve to a Repository');
      const changes = [
        ...fileChanges.additions.map((file) => [file.path, repository.blob(Buffer.from(file.contents, 'base64'))]),
        ...fileChanges.deletions.map((file) => [file.path, null]),
      ];
      const words = message.body ? `${message.headline}\n\n${message.body}` : message.headline;
      const stale = repository.head(branch.branchName) !== expectedHeadOid;
      const oid = stale ? null : repository.commit(branch.branchName, expectedHeadOid, changes, words);
      if (!oid) throw typed('STALE_DATA', `Expected branch to point to "${expectedHeadOid}" but it did not.  Pull and try again.`);
      return { commit: { oid } };
    },
  };

  async function answer(request, body) {
    if (request.method !== 'POST' || request.url !== '/graphql') return { status: 404, body: { message: 'Not Found' } };
    if (request.headers.authorization !== `bearer ${token}`) return { status: 401, body: { message: 'Bad credentials' } };
    if (!request.headers['user-agent']) return { status: 403, body: { message: 'Request forbidden by administrative rules.' } };
    const { query, variables } = JSON.parse(body);
    const kind = query.startsWith('mutation') ? 'write' : 'read';
    github.calls.push({ kind, body });
    if (github.isDown) return { status: 503 };
    if (failures.length > 0) return failures.shift();
    await github.before(kind);
    if (github.delay) await pause(github.delay);
    const done = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    const errors = done.errors?.map((error) => ({ type: error.extensions.type, ...error.toJSON(), ...(error.extensions.type ? { extensions: undefined } : { extensions: { code: 'invalid' } }) }));
    return { status: 200, body: { ...(done.data === undefined ? {} : { data: done.data }), ...(errors ? { errors } : {}) } };
  }

  let now = 0;
  const server = createServer(async (request, response) => {
    github.mostAtOnce = Math.max(github.mostAtOnce, ++now);
    const parts = [];
    for await (const part of request) parts.push(part);
    const { status, headers = {}, body = '' } = await answer(request, Buffer.concat(parts).toString());
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'X-RateLimit-Remaining': '4999', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    --now;
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  github.url = `http://127.0.0.1:${server.address().port}/graphql`;
  github.close = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return github;
}
