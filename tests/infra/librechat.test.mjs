// The configuration of LibreChat as LibreChat would read it, and the mistakes that it would not see.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { actionDocument, usualOperations } from '../../tools/librechat/action.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { composeFindings } from './compose_rules.mjs';
import { librechatFindings, readEnvironment } from './librechat_rules.mjs';
import { seeded } from './seeded.mjs';

const { openapiToFunction, validateAndParseOpenAPISpec } = createRequire(import.meta.url)('librechat-data-provider');
const folder = join(projectFolder, 'apps', 'librechat');
const read = (name) => readFileSync(join(folder, name), 'utf8');
const [configuration, compose, example] = ['librechat.yaml', 'docker-compose.yaml', '.env.example'].map(read);
const environment = readEnvironment(example);

describe('librechat.yaml', () => {
  test('is what LibreChat reads', () => assert.deepEqual(librechatFindings(configuration, environment), []));

  seeded(configuration, (text) => librechatFindings(text, environment), [
    ['a version that is none', /^version: .*/m, 'version: 1', /schema: version/],
    ['an unknown key at the top', /^cache: true/m, 'cash: true', /schema: .*cash/],
    ['a key that is silently dropped', 'startup: false', 'startUp: false', /startUp is no key/],
    ['servers of an endpoint', 'disableBuilder: true', 'disableBuilder: true\n    mcpServers: [voygent-trips]', /endpoints\.agents\.mcpServers is no key/],
    ['an address of the sse transport', '/mcp/trips"', '/mcp/sse"', /older sse transport/],
    ['no type', '    type: streamable-http\n', '', /without a type/],
    ['the type sse', 'type: streamable-http', 'type: sse', /the type is streamable-http/],
    ['an address that is none', '"${VOYGENT_URL}/mcp/trips"', '"voygent/mcp"', /schema/],
    ['a variable that is not set', '${VOYGENT_URL}/mcp/trips', '${VOYGENT_ADDRESS}/mcp/trips', /VOYGENT_ADDRESS\} is not set/],
    ['a server that is not there', 'mcpServers: [voygent-trips, voygent-templates]', 'mcpServers: [voygent-trips, voygent-pages]', /no server voygent-pages/],
    ['a token in the file', 'Bearer {{VOYGENT_TOKEN}}', 'Bearer vg_0123456789', /Authorization is written out/],
    ['a placeholder of nobody', 'Bearer {{VOYGENT_TOKEN}}', 'Bearer {{VOYGENT_KEY}}', /VOYGENT_KEY\}\} is in no customUserVars/],
    ['OAuth left to guessing', '    requiresOAuth: false\n', '', /requiresOAuth: false keeps/],
    ['a connection before there is a token', '    startup: false\n', '', /startup: false/],
    ['a token in plain sight', 'sensitive: true', 'sensitive: false', /is shown while it is typed/],
    ['no instructions', '    serverInstructions: true\n', '', /serverInstructions/],
    ['a long name', /voygent-publisher/g, 'voygent-publisher-of-pages', /at most 20/],
    ['an agent of one database', 'modelLabel: "Voygent"', 'agent_id: agent_1', /agent_id is of one database/],
    ['no default', '      default: true\n', '', /exactly one is the default/],
    ['an endpoint that is none', 'endpoint: anthropic', 'endpoint: [anthropic]', /schema/],
  ]);

  test('has the servers and the tools of the product', () => {
    const { mcpServers } = parse(configuration);
    const specs = ['trips', 'templates', 'publisher'];
    assert.deepEqual(Object.keys(mcpServers), specs.map((name) => `voygent-${name}`));
    for (const name of specs) {
      assert.equal(mcpServers[`voygent-${name}`].url, `\${VOYGENT_URL}/mcp/${name}`);
      for (const tool of JSON.parse(readFileSync(join(projectFolder, 'spec', 'mcp', `${name}.json`), 'utf8')))
        assert.ok(`${tool.name}_mcp_voygent-${name}`.length <= 64, tool.name);
    }
  });

  test('tells the model of tools that there are', () => {
    const { modelSpecs } = parse(configuration);
    const tools = ['trips', 'templates', 'publisher'].flatMap((name) => JSON.parse(readFileSync(join(projectFolder, 'spec', 'mcp', `${name}.json`), 'utf8')).map((tool) => tool.name));
    const named = modelSpecs.list[0].preset.promptPrefix.match(/\b[a-z]+_[a-z_]+\b/g);
    assert.ok(named.length >= 2);
    for (const name of named) assert.ok(tools.includes(name), name);
  });
});

describe('.env.example', () => {
  // What LibreChat reads of its environment; compose reads the two of Voygent.
  const known = ['HOST', 'PORT', 'DOMAIN_CLIENT', 'DOMAIN_SERVER', 'MONGO_URI', 'TRUST_PROXY', 'NO_INDEX', 'CONSOLE_JSON', 'ALLOW_REGISTRATION',
    'CREDS_KEY', 'CREDS_IV', 'JWT_SECRET', 'JWT_REFRESH_SECRET', 'ENDPOINTS', 'ANTHROPIC_API_KEY', 'VOYGENT_URL', 'VOYGENT_PUBLIC_URL'];
  const secrets = known.filter((name) => /SECRET|CREDS|API_KEY/.test(name));
  const findings = (text) => {
    const given = readEnvironment(text);
    return [...Object.keys(given).filter((name) => !known.includes(name)).map((name) => `${name} is read by nobody`),
      ...known.filter((name) => !(name in given)).map((name) => `${name} is missing`),
      ...secrets.filter((name) => given[name]).map((name) => `${name} has a value`)];
  };
  test('has what is read, and no secret', () => assert.deepEqual(findings(example), []));
  seeded(example, findings, [
    ['a secret', 'CREDS_KEY=', 'CREDS_KEY=f34be427', /CREDS_KEY has a value/],
    ['a name that nobody reads', 'MONGO_URI=', 'MONGO_URL=', /MONGO_URL is read by nobody/],
  ]);
});

describe('docker-compose.yaml', () => {
  test('is consistent, and its settings are those of Voygent', () => assert.deepEqual(composeFindings(compose, environment, folder), []));
  seeded(compose, (text) => composeFindings(text, environment, folder), [
    ['a moving image', 'mongo:8.0.20', 'mongo:latest', /not one version/],
    ['a port for everybody', '127.0.0.1:3080:3080', '3080:3080', /open to others/],
    ['a service that is not there', '[mongodb, voygent]', '[mongo, voygent]', /no service mongo/],
    ['a volume that is not there', '["voygent:/data"]', '["data:/data"]', /no volume data/],
    ['a setting that is none', 'VOYGENT_HOST', 'VOYGENT_ADDRESS', /VOYGENT_ADDRESS is no setting/],
    ['a value that is none', 'VOYGENT_PORT: "8787"', 'VOYGENT_PORT: "http"', /port from VOYGENT_PORT/],
    ['another port than the one published', 'VOYGENT_PORT: "8787"', 'VOYGENT_PORT: "8788"', /listens on 8788/],
    ['a database outside of the volume', '/data/voygent.db', '/var/voygent.db', /in no volume/],
    ['a writable root', '    read_only: true\n', '', /more than it needs/],
    ['a variable that is not explained', '${VOYGENT_PUBLIC_URL:?see .env.example}', '${PUBLIC_URL}', /PUBLIC_URL\} is not in/],
    ['a Dockerfile that is not there', 'infra/docker/Dockerfile', 'infra/docker/Voygent', /there is no infra/],
  ]);

  test('calls Voygent as librechat.yaml and .env.example do', () => {
    const { services } = parse(compose);
    const { hostname, port } = new URL(environment.VOYGENT_URL);
    assert.ok(services[hostname].environment.VOYGENT_ALLOWED_HOSTS.split(',').includes(hostname));
    assert.equal(services[hostname].environment.VOYGENT_PORT, port);
    for (const part of ['mcpSettings', 'actions']) assert.ok(parse(configuration)[part].allowedAddresses.includes(`${hostname}:${port}`));
    assert.ok(new URL(environment.MONGO_URI).hostname in services);
  });
});

test('the image stands in one place', () => {
  const dockerfile = read('Dockerfile');
  assert.match(dockerfile, /^ARG LIBRECHAT_IMAGE=[a-z0-9./-]+$/m);
  assert.match(dockerfile, /^ARG LIBRECHAT_TAG=v\d+\.\d+\.\d+(-rc\d+)?$/m);
  assert.match(dockerfile, /^FROM \$\{LIBRECHAT_IMAGE\}:\$\{LIBRECHAT_TAG\}$/m);
  const [, tag] = /^ARG LIBRECHAT_TAG=(\S+)/m.exec(dockerfile);
  for (const [name, text] of [['docker-compose.yaml', compose], ['README.md', read('README.md')], ['render.yaml', readFileSync(join(projectFolder, 'infra', 'render.yaml'), 'utf8')]])
    assert.ok(!text.includes(tag), `${name} repeats ${tag}`);
});

describe('the Action', () => {
  const document = JSON.parse(readFileSync(join(projectFolder, 'spec', 'openapi.json'), 'utf8'));
  test('is what LibreChat makes tools of', () => {
    const text = JSON.stringify(actionDocument(document, 'https://trips.example.com/'));
    const checked = validateAndParseOpenAPISpec(text);
    assert.ok(checked.status, checked.message);
    assert.equal(checked.serverUrl, 'https://trips.example.com');
    const { functionSignatures } = openapiToFunction(checked.spec, true);
    assert.deepEqual(functionSignatures.map(({ name }) => name).sort(), [...usualOperations].sort());
    for (const { name, parameters } of functionSignatures) assert.match(name, /^[A-Za-z]{1,40}$/, JSON.stringify(parameters));
  });
  test('with an operation or an address that is none is refused', () => {
    assert.throws(() => actionDocument(document, 'https://trips.example.com', ['flyTrip']), /no operation flyTrip/);
    assert.throws(() => actionDocument(document, 'trips.example.com'), /Invalid URL/);
  });
});
