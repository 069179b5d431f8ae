// The Blueprint: what Render's schema says, where somebody has it, and what it does not say.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { variables as backupVariables } from '../../tools/backup/nightly.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { blueprintFindings } from './blueprint_rules.mjs';
import { readEnvironment } from './librechat_rules.mjs';
import { seeded } from './seeded.mjs';

const read = (...path) => readFileSync(join(projectFolder, ...path), 'utf8');
const blueprint = read('infra', 'render.yaml');
const settings = {
  librechat: Object.keys(readEnvironment(read('apps', 'librechat', '.env.example'))),
  mongodb: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'],
  backup: backupVariables,
};
const findings = (text) => blueprintFindings(text, settings);

// The schema has no licence, so it is not in the tree.
const schemaFile = process.env.VG_RENDER_SCHEMA ?? '';
const noSchema = existsSync(schemaFile) ? false : 'VG_RENDER_SCHEMA names no copy of the schema of render.yaml, which may not be kept here';

describe('the schema of Render', () => {
  if (noSchema) return test('takes the file', { skip: noSchema }, () => {});
  const validate = addFormats(new Ajv({ allErrors: true, strict: false })).compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
  const errors = (text) => (validate(parse(text)) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
  test('takes the file', () => assert.deepEqual(errors(blueprint), []));
  return seeded(blueprint, errors, [
    ['a misspelt field', 'healthCheckPath', 'healthcheckPath', /healthcheckPath/],
    ['an unknown plan', 'plan: standard', 'plan: giant', /plan/],
    ['an unknown region', 'region: frankfurt', 'region: atlantis', /region/],
  ]);
});

describe('render.yaml', () => {
  test('has nothing wrong that rules know', () => assert.deepEqual(findings(blueprint), []));
  seeded(blueprint, findings, [
    ['a field that is none', 'healthCheckPath', 'healthcheckPath', /healthcheckPath is no field/],
    ['no health check', '            healthCheckPath: /health\n', '', /no healthCheckPath/],
    ['a group that is not there', 'fromGroup: voygent-settings', 'fromGroup: settings', /no group settings/],
    ['a service that is not there', 'name: voygent, envVarKey', 'name: server, envVarKey', /no service server/],
    ['a service of another type', '{ type: web, name: voygent, envVarKey', '{ type: pserv, name: voygent, envVarKey', /voygent is a web/],
    ['a secret in the file', '{ key: VOYGENT_SITE_TOKEN, sync: false }', '{ key: VOYGENT_SITE_TOKEN, value: "ghp_x" }', /VOYGENT_SITE_TOKEN is a secret in the file/],
    ['what opens the collector in the file', '{ key: VOYGENT_OTLP_HEADERS, sync: false }', '{ key: VOYGENT_OTLP_HEADERS, value: "Authorization=Bearer x" }', /VOYGENT_OTLP_HEADERS is a secret in the file/],
    ['a setting for the collector that is none', 'VOYGENT_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT', /OTEL_EXPORTER_OTLP_ENDPOINT is no setting/],
    ['a secret in a group', '{ key: NO_INDEX, value: "true" }', '{ key: JWT_SECRET, sync: false }', /a group has values/],
    ['a key that Render would make wrongly', '{ key: CREDS_KEY, sync: false }', '{ key: CREDS_KEY, generateValue: true }', /CREDS_KEY has to be hexadecimal/],
    ['PostgreSQL taken for MongoDB', '{ key: MONGO_URI, sync: false }', '{ key: MONGO_URI, fromDatabase: { name: mongodb, property: connectionString } }', /is PostgreSQL/],
    ['two instances on one disk', 'numInstances: 1', 'numInstances: 2', /one instance/],
    ['a disk of a cron job', 'schedule: "17 3 * * *"', 'schedule: "17 3 * * *"\n            disk: { name: x, mountPath: /data, sizeGB: 1 }', /a cron job has no disk/],
    ['a disk where nothing may be', 'mountPath: /data,', 'mountPath: /etc/secrets,', /is taken/],
    ['a database beside the disk', 'VOYGENT_DATABASE, value: /data/', 'VOYGENT_DATABASE, value: /var/', /not on the disk/],
    ['a setting that is none', 'VOYGENT_LOG_LEVEL', 'VOYGENT_LOGLEVEL', /VOYGENT_LOGLEVEL is no setting/],
    ['a value that is none', 'VOYGENT_DURABILITY, value: safe', 'VOYGENT_DURABILITY, value: full', /durability/],
    ['a wrong network', '10.0.0.0/8', '10.0.0.0/99', /trusted-proxies/],
    ['another port than the one asked', 'VOYGENT_PORT, value: "8787"', 'VOYGENT_PORT, value: "10000"', /listens on 10000/],
    ['a server for itself only', 'VOYGENT_HOST, value: 0.0.0.0', 'VOYGENT_HOST, value: 127.0.0.1', /has to be 0\.0\.0\.0/],
    ['a number that is no text', 'key: PORT, value: "3080"', 'key: PORT, value: 3080', /is to be a text/],
    ['a variable that LibreChat does not read', 'key: CREDS_IV', 'key: CREDS_VI', /CREDS_VI is read by nobody/],
    ['a variable that LibreChat needs', '              - { key: JWT_SECRET, generateValue: true }\n', '', /JWT_SECRET is missing/],
    ['a variable that the backup does not read', 'BACKUP_S3_BUCKET', 'BACKUP_BUCKET', /BACKUP_BUCKET is read by nobody/],
    ['a Dockerfile that is not there', './infra/docker/Dockerfile', './Dockerfile', /there is no \.\/Dockerfile/],
    ['a filter for what is not there', 'packages/**', 'source/**', /buildFilter: there is no source/],
    ['a moving image', 'mongo:8.0.20', 'mongo:latest', /not one version/],
    ['an old field', 'autoDeployTrigger: checksPass', 'autoDeploy: true', /autoDeploy is no field/],
    ['a schedule that is none', '17 3 * * *', '17 3 * *', /no schedule/],
    ['a name that is taken', 'name: librechat\n', 'name: voygent\n', /two services are called voygent/],
  ]);

  test('pairs LibreChat with the MongoDB of the compose file', () => {
    const image = (text) => [...text.matchAll(/mongo:(\S+?)[\s}]/g)].map((match) => match[1]);
    const all = [blueprint, read('apps', 'librechat', 'docker-compose.yaml'), read('infra', 'backup', 'Dockerfile')].flatMap(image);
    assert.equal(all.length, 3);
    assert.equal(new Set(all).size, 1, all.join(' '));
  });
});
