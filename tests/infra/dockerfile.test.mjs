// The Dockerfiles as they are written; image.test.mjs builds the one that can be built here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command, projectFolder } from '../../tools/local/voygent.mjs';
import { dockerfileFindings } from './dockerfile_rules.mjs';
import { knownVariables, wrongSettings } from './settings.mjs';
import { seeded } from './seeded.mjs';

const read = (path) => readFileSync(join(projectFolder, path), 'utf8');
const files = { 'infra/docker/Dockerfile': '.', 'infra/backup/Dockerfile': '.', 'apps/librechat/Dockerfile': 'apps/librechat' };
for (const [path, context] of Object.entries(files))
  test(path, () => assert.deepEqual(dockerfileFindings(read(path), join(projectFolder, context)), []));

const server = read('infra/docker/Dockerfile');
describe('the Dockerfile of the server', () => {
  seeded(server, (text) => dockerfileFindings(text, projectFolder), [
    ['a moving base', 'BASE=debian:bookworm-slim', 'BASE=debian:latest', /debian:latest is not one release/],
    ['a base without a release', 'BASE=debian:bookworm-slim', 'BASE=debian', /debian is not one release/],
    ['root', 'USER 10001:10001\n', '', /runs as root/],
    ['root by name', 'USER 10001:10001', 'USER root', /runs as root/],
    ['an instruction that is none', 'EXPOSE 8787', 'EXPOSED 8787', /Unknown instruction/],
    ['a port that is none', 'EXPOSE 8787', 'EXPOSE http', /Invalid containerPort/i],
    ['a stage that is not there', '--from=build /out/voygent', '--from=builder /out/voygent', /no stage builder/],
    ['a file that is not there', 'COPY infra/docker/collect', 'COPY infra/docker/gather', /there is no infra\/docker\/gather/],
    ['a shell that is not there', 'CMD ["serve"]', 'CMD serve', /CMD needs a shell/],
    ['a health check that needs a shell', /CMD \["\/usr\/bin\/voygent", "doctor".*\]/, 'CMD voygent doctor --remote http://127.0.0.1:8787 --health', /HEALTHCHECK needs a shell/],
    ['no health check', /^HEALTHCHECK .*\n.*$/m, 'HEALTHCHECK NONE', /no health check/],
    ['ADD', 'COPY . /source', 'ADD . /source', /ADD does more/],
    ['a download', 'RUN collect /image', 'RUN curl -o x https://example.com && collect /image', /from the network/],
    ['a secret', 'EXPOSE 8787', 'ENV VOYGENT_SITE_TOKEN=x', /a secret in the image/],
    ['a folder from nowhere', 'WORKDIR /data', 'WORKDIR data', /WORKDIR path|absolute/i],
  ]);

  test('sets what the program reads', () => {
    const variables = Object.fromEntries([.../^ENV (.*)$/m.exec(server)[1].matchAll(/(VOYGENT_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
    for (const name of Object.keys(variables)) assert.ok(knownVariables.has(name), name);
    assert.deepEqual(wrongSettings(variables), []);
    assert.match(server, new RegExp(`^EXPOSE ${variables.VOYGENT_PORT}$`, 'm'));
  });

  test('asks itself whether it is well, where it listens', () => {
    const [, options, words] = /^HEALTHCHECK (.*?)\\?\n?\s*CMD (\[.*\])$/m.exec(server);
    const [, port] = /VOYGENT_PORT=(\d+)/.exec(server);
    assert.deepEqual(JSON.parse(words), ['/usr/bin/voygent', 'doctor', '--remote', `http://127.0.0.1:${port}`, '--health']);
    for (const option of ['interval', 'timeout', 'start-period']) assert.match(options, new RegExp(`--${option}=\\d+s`));
    const [program] = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(server)[1]);
    assert.equal(program, JSON.parse(words)[0]);
    const help = command({}, ['doctor', '--help']).out;
    for (const flag of ['--remote', '--health']) assert.match(help, new RegExp(`${flag}\\b`));
  });

  test('has the libraries that tools/setup deploy installs for the same program', () => {
    const [, installed] = /^RUN install-packages (.*)$/m.exec(server);
    const [, deployed] = /= deploy \]; then\n  packages=\(([^)]*)\)/.exec(read('tools/setup'));
    assert.deepEqual(deployed.split(' ').sort(), installed.split(' ').filter((name) => name !== 'git').sort());
  });

  test('installs what tools/setup installs, and names the headers that the bill of materials names', () => {
    const program = read('infra/docker/program');
    const setup = /^packages=\(([^)]*)\)/m.exec(read('tools/setup'))[1].split(/\s+/);
    for (const name of setup.filter((name) => name !== 'git')) assert.ok(program.includes(name), `${name} is missing in infra/docker/program`);
    const [, headers] = /^headers='([^']*)'/m.exec(program);
    assert.deepEqual(headers.split(' ').sort(), [.../compiledIn = \[([^\]]*)\]/.exec(read('tools/sbom/installed.mjs'))[1].matchAll(/'([^']+)'/g)].map((match) => match[1]).sort());
  });
});
