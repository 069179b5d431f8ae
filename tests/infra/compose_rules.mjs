// What is wrong with the compose file: what it refers to, what it opens, what it runs, and the settings that it gives to Voygent.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { knownVariables, wrongSettings } from './settings.mjs';

const isPinned = (image) => /^[^:@]+(:[0-9]+\/[^:@]+)?:v?\d+\.\d+[\w.-]*$/.test(image) || /@sha256:[0-9a-f]{64}$/.test(image);

function serviceFindings(name, service, file, folder) {
  const found = [];
  const say = (text) => found.push(`${name}: ${text}`);
  if (!service.image === !service.build) say('either an image or a build');
  if (service.image && !isPinned(service.image)) say(`${service.image} is not one version`);
  if (service.build) {
    const dockerfile = join(folder, service.build.context, service.build.dockerfile ?? 'Dockerfile');
    if (!existsSync(dockerfile)) say(`there is no ${service.build.dockerfile ?? 'Dockerfile'}`);
  }
  for (const other of service.depends_on ?? []) if (!(other in file.services)) say(`there is no service ${other}`);
  for (const port of service.ports ?? []) if (!/^127\.0\.0\.1:\d+:\d+$/.test(port)) say(`the port ${port} is open to others than this machine`);
  for (const volume of service.volumes ?? []) {
    const source = volume.split(':')[0];
    if (!source.startsWith('.') && !(source in (file.volumes ?? {}))) say(`there is no volume ${source}`);
  }
  if (!(service.security_opt ?? []).includes('no-new-privileges:true')) say('no-new-privileges is missing');
  if (service.privileged) say('is privileged');
  for (const key of Object.keys(service)) if (!serviceKeys.includes(key)) say(`${key} is no key that is used here`);
  return found;
}

const serviceKeys = ['image', 'build', 'command', 'environment', 'env_file', 'depends_on', 'ports', 'volumes', 'read_only', 'tmpfs', 'cap_drop', 'security_opt', 'restart', 'privileged'];

// Findings as texts. `environment` is what .env.example says, `folder` where the file stands.
export function composeFindings(text, environment, folder) {
  const file = parse(text);
  const found = Object.entries(file.services).flatMap(([name, service]) => serviceFindings(name, service, file, folder));
  for (const [, name] of text.matchAll(/\$\{([A-Z0-9_]+)[^}]*\}/g)) if (!(name in environment)) found.push(`\${${name}} is not in .env.example`);
  for (const [name, service] of Object.entries(file.services)) {
    const given = service.environment ?? {};
    const own = Object.keys(given).filter((variable) => variable.startsWith('VOYGENT_'));
    for (const variable of own) if (!knownVariables.has(variable)) found.push(`${name}: ${variable} is no setting`);
    if (own.length === 0) continue;
    const values = Object.fromEntries(own.map((variable) => [variable, given[variable].replaceAll(/\$\{([A-Z0-9_]+)[^}]*\}/g, (_, used) => environment[used])]));
    found.push(...wrongSettings({ ...values, VOYGENT_SITE_STAGING: '' }).map((wrong) => `${name}: ${wrong}`));
    const [, port] = /:(\d+)$/.exec(service.ports?.[0] ?? '') ?? [];
    if (port !== values.VOYGENT_PORT) found.push(`${name}: listens on ${values.VOYGENT_PORT} and publishes ${port}`);
    if (!service.read_only || !(service.cap_drop ?? []).includes('ALL')) found.push(`${name}: runs with more than it needs`);
    const data = (service.volumes ?? []).map((volume) => volume.split(':')[1]);
    if (!data.some((path) => values.VOYGENT_DATABASE.startsWith(path + '/'))) found.push(`${name}: ${values.VOYGENT_DATABASE} is in no volume`);
  }
  return found;
}
