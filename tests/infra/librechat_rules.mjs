// What is wrong with a librechat.yaml: by LibreChat's own schema, and by what that schema lets through.
import { createRequire } from 'node:module';
import { parse } from 'yaml';

const { configSchema } = createRequire(import.meta.url)('librechat-data-provider');

// The schema puts the environment into addresses and throws on what then is no address.
function withEnvironment(variables, action) {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try { return action(); } finally {
    for (const name of Object.keys(variables)) name in before ? (process.env[name] = before[name]) : delete process.env[name];
  }
}

// Paths that stand in the file and not in what the schema made of it: LibreChat goes on without them.
function dropped(given, kept, path = '') {
  if (given === null || typeof given !== 'object') return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return kept === null || typeof kept !== 'object' || !(key in kept) ? [here] : dropped(value, kept[key], here);
  });
}

const leaves = (issue) => issue.unionErrors ? issue.unionErrors.flatMap((error) => error.issues.flatMap(leaves)) : [issue];
const variablesIn = (text) => [...text.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map((match) => match[1]);
const secretHeader = /authorization|token|secret|api-?key|cookie/i;

function serverFindings(name, server, environment) {
  const found = [];
  const say = (text) => found.push(`mcpServers.${name}: ${text}`);
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(name)) say('the name is part of each tool name and has at most 20 letters, digits, _ and -');
  if (server.url === undefined) return [...found, `mcpServers.${name}: a server is reached by its address, not started`];
  const address = server.url.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (_, variable) => environment[variable] ?? '');
  if (server.type === undefined) say('without a type an http address means sse');
  else if (server.type !== 'streamable-http') say(`the type is streamable-http, not ${server.type}`);
  if (/\/(sse|messages)\/?($|\?)/.test(address)) say(`${server.url} is an address of the older sse transport`);
  if (/\$\{[^}]*\}\}?$|\{\{/.test(server.url)) say('the address has a path of its own and nothing of a person in it');
  if (server.requiresOAuth !== false) say('requiresOAuth: false keeps the header');
  if (server.serverInstructions !== true) say('serverInstructions: true lets the model know what the server says about itself');
  const own = Object.keys(server.customUserVars ?? {});
  const used = new Set();
  for (const [header, value] of Object.entries(server.headers ?? {})) {
    const placeholders = [...String(value).matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]);
    placeholders.forEach((word) => used.add(word));
    for (const word of placeholders) if (!word.startsWith('LIBRECHAT_') && !own.includes(word)) say(`{{${word}}} is in no customUserVars`);
    if (secretHeader.test(header) && placeholders.length === 0 && variablesIn(String(value)).length === 0) say(`${header} is written out`);
  }
  if (!Object.keys(server.headers ?? {}).some((header) => /^authorization$/i.test(header))) say('no Authorization: Voygent answers nobody without one');
  for (const word of own) {
    if (!used.has(word)) say(`${word} is asked for and not used`);
    if (/token|key|secret/i.test(word) && server.customUserVars[word].sensitive !== true) say(`${word} is shown while it is typed: sensitive: true`);
  }
  if (own.length > 0 && server.startup !== false) say('startup: false, for there is no token before a person gave one');
  return found;
}

// Findings as texts; none when the file is good. `environment` is what .env.example says, { NAME: value }.
export function librechatFindings(text, environment) {
  const config = parse(text);
  const found = [...new Set(variablesIn(text))].filter((name) => !environment[name]).map((name) => `\${${name}} is not set in .env.example`);
  const missing = Object.fromEntries(variablesIn(text).map((name) => [name, environment[name] || 'http://unset.example.com']));
  let kept;
  try {
    kept = withEnvironment(missing, () => configSchema.strict().safeParse(config));
  } catch (error) {
    return [...found, `schema: ${error.message}`];
  }
  if (!kept.success)
    return [...found, ...kept.error.issues.flatMap(leaves).map((issue) => `schema: ${[...issue.path, ...(issue.keys ?? [])].join('.')}: ${issue.message}`)];
  found.push(...dropped(config, kept.data).map((path) => `${path} is no key that LibreChat keeps`));
  const servers = config.mcpServers ?? {};
  for (const [name, server] of Object.entries(servers)) found.push(...serverFindings(name, server, environment));
  for (const spec of config.modelSpecs?.list ?? []) {
    if (spec.preset?.agent_id) found.push(`modelSpecs ${spec.name}: an agent_id is of one database`);
    if (!(spec.mcpServers?.length > 0)) found.push(`modelSpecs ${spec.name}: names no server`);
    for (const name of spec.mcpServers ?? []) if (!(name in servers)) found.push(`modelSpecs ${spec.name}: there is no server ${name}`);
  }
  if ((config.modelSpecs?.list ?? []).filter((spec) => spec.default).length !== 1) found.push('modelSpecs: exactly one is the default');
  return found;
}

// { NAME: value } of an environment file. Throws on a line that is neither.
export function readEnvironment(text) {
  const out = {};
  for (const line of text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (!match) throw new Error(`no variable: ${line}`);
    if (match[1] in out) throw new Error(`twice: ${match[1]}`);
    out[match[1]] = match[2];
  }
  return out;
}
