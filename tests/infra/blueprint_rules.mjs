// What is wrong with a Render Blueprint that its schema does not say: references, disks, secrets, and settings that the product does not have.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { knownVariables, wrongSettings } from './settings.mjs';

const kinds = ['web', 'pserv', 'worker', 'cron', 'keyvalue'];
const serviceKeys = ['type', 'name', 'runtime', 'dockerfilePath', 'dockerContext', 'dockerCommand', 'image', 'region', 'plan', 'numInstances', 'healthCheckPath', 'maxShutdownDelaySeconds',
  'autoDeployTrigger', 'buildFilter', 'disk', 'envVars', 'domains', 'previews', 'schedule', 'scaling'];
const secretName = /(^|_)(TOKEN|SECRET|PASSWORD|KEY|ID|CREDS|URI|HEADERS)(_|$)/;
const takenPaths = ['/', '/opt', '/opt/render', '/opt/render/project', '/opt/render/project/src', '/home', '/home/render', '/etc', '/etc/secrets'];
// What a service knows of another without being told.
const givenByRender = ['RENDER_EXTERNAL_URL', 'RENDER_EXTERNAL_HOSTNAME', 'RENDER_SERVICE_NAME'];

function variableFindings(variable, environment, own) {
  if (variable.fromGroup) return environment.envVarGroups?.some((group) => group.name === variable.fromGroup) ? [] : [`there is no group ${variable.fromGroup}`];
  const ways = ['value', 'generateValue', 'sync', 'fromService', 'fromDatabase'].filter((way) => way in variable);
  if (ways.length !== 1) return [`${variable.key} comes from ${ways.length} places`];
  const found = [];
  if ('value' in variable && typeof variable.value !== 'string') found.push(`${variable.key} is to be a text`);
  if ('value' in variable && secretName.test(variable.key)) found.push(`${variable.key} is a secret in the file`);
  if (variable.generateValue && /^CREDS_/.test(variable.key)) found.push(`${variable.key} has to be hexadecimal digits, which Render does not make`);
  if (variable.fromDatabase) found.push(`${variable.key}: a database of Render is PostgreSQL, and nothing here speaks to one`);
  if (variable.fromService) {
    const { name, type, property, envVarKey } = variable.fromService;
    const other = environment.services.find((service) => service.name === name);
    if (!other) found.push(`${variable.key}: there is no service ${name}`);
    else if (other.type !== type) found.push(`${variable.key}: ${name} is a ${other.type}`);
    if (!property === !envVarKey) found.push(`${variable.key}: a property or a variable of ${name}`);
    if (envVarKey && other && !givenByRender.includes(envVarKey) && !other.envVars?.some(({ key }) => key === envVarKey)) found.push(`${variable.key}: ${name} has no ${envVarKey}`);
    if (/RENDER_EXTERNAL/.test(envVarKey) && other?.type !== 'web') found.push(`${variable.key}: ${name} is not reached from outside`);
  }
  if (own.filter(({ key }) => key === variable.key).length > 1) found.push(`${variable.key} is there twice`);
  return found;
}

function serviceFindings(service, environment) {
  const found = [];
  if (!kinds.includes(service.type)) found.push(`there is no type ${service.type}`);
  for (const key of Object.keys(service)) if (!serviceKeys.includes(key)) found.push(`${key} is no field, or an old one`);
  if (service.type === 'web' && !service.healthCheckPath) found.push('no healthCheckPath');
  if (service.type !== 'web' && service.healthCheckPath) found.push('healthCheckPath is for web services');
  if (service.type === 'cron' && !/^(\S+ ){4}\S+$/.test(service.schedule ?? '')) found.push('no schedule');
  if (service.maxShutdownDelaySeconds !== undefined && !(service.maxShutdownDelaySeconds >= 1 && service.maxShutdownDelaySeconds <= 300)) found.push('maxShutdownDelaySeconds is 1 to 300');
  if (!['docker', 'image'].includes(service.runtime)) found.push(`the runtime ${service.runtime} is none of ours`);
  if (service.runtime === 'docker') {
    const { dockerfilePath = '', dockerContext = '.' } = service;
    if (!existsSync(join(projectFolder, dockerfilePath)) || dockerfilePath === '') found.push(`there is no ${dockerfilePath}`);
    if (!existsSync(join(projectFolder, dockerContext))) found.push(`there is no folder ${dockerContext}`);
  } else if (!/^[^:@]+(:\d+\/[^:@]+)?(:\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(service.image?.url ?? '')) found.push(`the image ${service.image?.url} is not one version`);
  if (service.disk) {
    if (service.type === 'cron') found.push('a cron job has no disk');
    if ((service.numInstances ?? 1) !== 1 || service.scaling) found.push('a disk belongs to one instance');
    if (takenPaths.includes(service.disk.mountPath)) found.push(`${service.disk.mountPath} is taken`);
    if (!service.plan || service.plan === 'free') found.push('a disk needs a plan that is paid');
  }
  if (!service.region) found.push('no region');
  if (service.previews?.generation) found.push('previews of a service have a plan and no generation');
  for (const path of service.buildFilter?.paths ?? [])
    if (!existsSync(join(projectFolder, path.replace(/\/\*\*$/, '')))) found.push(`buildFilter: there is no ${path}`);
  const own = service.envVars ?? [];
  return [...found, ...own.flatMap((variable) => variableFindings(variable, environment, own))];
}

// The variables of a service with those of its groups, [[key, variable]].
export function variablesOf(service, environment) {
  return (service.envVars ?? []).flatMap((variable) => variable.fromGroup
    ? (environment.envVarGroups?.find((group) => group.name === variable.fromGroup)?.envVars ?? []).map((inner) => [inner.key, inner])
    : [[variable.key, variable]]);
}

// A value that such a variable could have, to see whether the setting takes one.
function example([key, { value, fromService }]) {
  if (value !== undefined) return [key, value];
  if (fromService) return [key, fromService.envVarKey === 'RENDER_EXTERNAL_URL' ? 'https://voygent.onrender.com' : 'voygent.onrender.com'];
  return [key, /SECRET|TOKEN/.test(key) ? 'example-of-a-secret-of-some-length' : ''];
}

function voygentFindings(service, environment) {
  const variables = variablesOf(service, environment);
  const values = Object.fromEntries(variables.map(example));
  const found = variables.filter(([key]) => key !== 'PORT' && !knownVariables.has(key)).map(([key]) => `${key} is no setting`);
  found.push(...wrongSettings(Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith('VOYGENT_')))));
  if (values.PORT !== values.VOYGENT_PORT) found.push(`Render asks at port ${values.PORT}, the server listens on ${values.VOYGENT_PORT}`);
  if (values.VOYGENT_HOST !== '0.0.0.0') found.push('VOYGENT_HOST has to be 0.0.0.0');
  if (!values.VOYGENT_ALLOWED_HOSTS) found.push('VOYGENT_ALLOWED_HOSTS is missing: the health check would be refused');
  if (!values.VOYGENT_DATABASE?.startsWith((service.disk?.mountPath ?? '/none') + '/')) found.push(`${values.VOYGENT_DATABASE} is not on the disk`);
  if (service.healthCheckPath !== '/health') found.push('the path of the health check is /health');
  return found;
}

// Findings as texts. `settings` are the names that other services read, { service: [NAME] }.
export function blueprintFindings(text, settings) {
  const file = parse(text);
  const found = ['previewsEnabled', 'previewsExpireAfterDays'].filter((key) => key in file).map((key) => `${key} is an old field`);
  if (!['automatic', 'manual', 'off'].includes(file.previews?.generation)) found.push('previews.generation is automatic, manual or off');
  const environments = (file.projects ?? []).flatMap((project) => project.environments);
  const names = environments.flatMap((environment) => environment.services.map(({ name }) => name));
  for (const name of new Set(names)) if (names.filter((other) => other === name).length > 1) found.push(`two services are called ${name}`);
  for (const environment of environments) {
    for (const group of environment.envVarGroups ?? [])
      for (const variable of group.envVars)
        if (!('value' in variable) && !variable.generateValue) found.push(`${group.name}: ${variable.key}: a group has values, or lets Render make them`);
        else found.push(...variableFindings(variable, environment, group.envVars).map((finding) => `${group.name}: ${finding}`));
    for (const service of environment.services) {
      found.push(...serviceFindings(service, environment).map((finding) => `${service.name}: ${finding}`));
      if (service.name === 'voygent') found.push(...voygentFindings(service, environment).map((finding) => `voygent: ${finding}`));
      const read = settings[service.name];
      const given = variablesOf(service, environment).map(([key]) => key);
      if (read) for (const key of given) if (!read.includes(key)) found.push(`${service.name}: ${key} is read by nobody`);
      if (read) for (const key of read) if (!given.includes(key) && key !== 'VOYGENT_PUBLIC_URL') found.push(`${service.name}: ${key} is missing`);
    }
  }
  return found;
}
