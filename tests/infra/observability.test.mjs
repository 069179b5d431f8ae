// Alerts, their tests and the dashboard: read by promtool, and held to the counters that the server really has.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { scratchFolder, startWorld } from '../e2e/world.mjs';
import { dashboardFindings, exposed, unknownIn } from './expressions.mjs';
import { seeded } from './seeded.mjs';

const read = (...path) => readFileSync(join(projectFolder, ...path), 'utf8');
const observability = (name) => read('infra', 'observability', name);
const [rules, tests, configuration, dashboard] = ['alerts.rules.yaml', 'alerts.test.yaml', 'prometheus.yaml', 'dashboard.json'].map(observability);

// tools/setup puts one into build/ where Debian's Prometheus is not installed.
const fetched = join(projectFolder, 'build', 'promtool', 'usr', 'bin', 'promtool');
const promtool = existsSync(fetched) ? fetched : 'promtool';
const noPromtool = spawnSync(promtool, ['--version']).status === 0 ? false : 'promtool is not installed; it is in the Debian package prometheus';
const folder = scratchFolder();

// What promtool says of these files, by name; nothing when it is content.
function ask(command, files, input) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const done = spawnSync(promtool, [...command, ...Object.keys(files).slice(0, 1)], { cwd: folder, input, encoding: 'utf8' });
  return done.status === 0 ? [] : [done.stdout + done.stderr];
}
const checkRules = (text) => ask(['check', 'rules'], { 'alerts.rules.yaml': text });
// Only those of the tests whose names match, because each takes seconds.
const playTests = (rulesText, pattern = /./, testsText = tests) => {
  const file = parse(testsText);
  file.tests = file.tests.filter(({ name }) => pattern.test(name));
  assert.ok(file.tests.length > 0, `no test is called ${pattern}`);
  return ask(['test', 'rules'], { 'alerts.test.yaml': stringify(file), 'alerts.rules.yaml': rulesText });
};

const alerts = parse(rules).groups.flatMap((group) => group.rules).filter((rule) => rule.alert);
const records = parse(rules).groups.flatMap((group) => group.rules).filter((rule) => rule.record);
const known = {
  recorded: new Set(records.map(({ record }) => record)),
  operations: new Set([
    ...['trips', 'templates', 'publisher'].flatMap((name) => JSON.parse(read('spec', 'mcp', `${name}.json`)).map((tool) => tool.name)),
    ...Object.values(JSON.parse(read('spec', 'openapi.json')).paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId)),
  ]),
  classes: new Set(),
};

describe('the counters of the server', () => {
  let text;
  before(async () => {
    const world = await startWorld();
    const { trip_id } = (await world.rest('POST', '/v1/trips', { body: { title: 'Azores' } })).body;
    await world.rest('GET', `/v1/trips/${trip_id}`);
    for (const path of ['/v1/trips/t_0', '/nowhere', '/health', '/openapi.json', '/preview/x']) await world.rest('GET', path);
    await world.rest('DELETE', '/health');
    await world.rest('GET', '/v1/session', { token: 'wrong' });
    await world.rest('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
    spawnSync('curl', ['--silent', '--header', 'Host: elsewhere.example', `${world.server.url}/health`]);
    text = (await world.rest('GET', '/metrics')).text;
    text = (await world.rest('GET', '/metrics')).text;
    Object.assign(known, exposed(text));
    // Those that the source names and no request of this test reached.
    for (const file of [['services', 'edge-api', 'edge.cpp'], ['platform', 'beast', 'connection.cpp'], ['services', 'mcp-gateway', 'mcp_exchange.cpp']]) {
      const source = read(...file);
      for (const [, name] of source.matchAll(/immediate\(\s*"([a-z ]+)"|\.name = "([a-z]+)"|case mcp::Asked::\w+: return "([a-z/]+)"/g)) if (name) known.operations.add(name);
      for (const match of source.matchAll(/\.name = "([a-z]+)"|case mcp::Asked::\w+: return "([a-z/]+)"/g)) known.operations.add(match[1] ?? match[2]);
      for (const [, name] of source.matchAll(/"(refused|limited)"/g)) known.classes.add(name);
    }
    for (const [, name] of text.matchAll(/operation="([^"]+)"/g)) known.operations.add(name);
    for (const [, name] of read('packages', 'base', 'error.hpp').split('enum class ErrorCode')[1].split('}')[0].matchAll(/^\s+([a-z_]+)\b/gm)) known.classes.add(name);
  });

  test('are three families that promtool finds well made', { skip: noPromtool }, () => {
    assert.deepEqual([...known.names].sort(), ['voygent_database_calls_total', 'voygent_request_duration_seconds_bucket', 'voygent_request_duration_seconds_count', 'voygent_request_duration_seconds_sum', 'voygent_request_failures_total']);
    assert.equal(spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' }).status, 0);
    assert.notEqual(spawnSync(promtool, ['check', 'metrics'], { input: text.replaceAll('database_calls_total', 'database_calls'), encoding: 'utf8' }).status, 0);
  });

  test('have the bucket that the promise counts', () => assert.match(text, /le="0\.250000"/));

  test('are all that rules and panels ask for', () => {
    for (const { record, alert, expr } of [...records, ...alerts]) assert.deepEqual(unknownIn(expr, known), [], record ?? alert);
    for (const panel of JSON.parse(dashboard).panels) for (const { expr } of panel.targets ?? []) assert.deepEqual(unknownIn(expr, known), [], panel.title);
  });

  seeded(rules, (bad) => parse(bad).groups.flatMap((group) => group.rules).flatMap(({ expr }) => unknownIn(expr, known)), [
    ['a counter that is not there', 'voygent_request_failures_total', 'voygent_errors_total', /does not expose voygent_errors_total/],
    ['a label that is not there', 'operation="stranger"', 'route="stranger"', /no label route/],
    ['a class that is not there', 'internal|unavailable', 'internal|unavailible', /no class unavailible/],
    ['a tool that is not there', 'publish_trip', 'publish_page', /no operation publish_page/],
    ['a rule that is not there', 'job:voygent_slow:ratio_rate6h >', 'job:voygent_slow:ratio_rate4h >', /no rule records/],
    ['a grouping by nothing', 'sum by (job, operation)', 'sum by (job, tool)', /no series has a label tool/],
  ]);
});

describe('the rules', () => {
  test('are what promtool reads', { skip: noPromtool }, () => assert.deepEqual(checkRules(rules), []));
  test('do in every test what the test says', { skip: noPromtool }, () => assert.deepEqual(playTests(rules), []));
  test('have a test for every alert, a severity and a place in the runbook', () => {
    const tested = new Set(parse(tests).tests.flatMap((one) => one.alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname)));
    const headings = read('docs', 'runbooks', 'alerts.md').match(/^## .*/gm).map((heading) => heading.slice(3).toLowerCase().replaceAll(' ', '-'));
    for (const { alert, labels, annotations } of alerts) {
      assert.ok(tested.has(alert), `${alert} has no test`);
      assert.ok(['page', 'ticket'].includes(labels.severity), alert);
      assert.ok(headings.includes(annotations.runbook_url.split('#')[1]), annotations.runbook_url);
    }
  });

  if (!noPromtool) {
    seeded(rules, checkRules, [
      ['a function that is none', 'sum by (job) (rate(', 'summ by (job) (rate(', /parse error/],
      ['a key that is none', 'severity: page }', 'severity: page }\n        anotations: {}', /field anotations not found/],
      ['a window that is none', '[5m]', '[5 minutes]', /parse error|bad duration/],
    ]);
    const played = (name) => (bad) => playTests(bad, name);
    const mutants = [
      [/^one fault in a hundred/, 'budgets of another size', /\* 0\.001/g, '* 0.01'],
      [/^one fault in 250/, 'a line that is too low', /> 6 \* 0\.001/g, '> 3 * 0.001'],
      [/^one fault in 2000/, 'a ticket for nothing', /> 1 \* 0\.001/g, '> 0.1 * 0.001'],
      [/^ten bad minutes/, 'a line for an hour that is too high', '> 14.4 * 0.001', '> 144 * 0.001'],
      [/^a bad hour that is over/, 'no short window', / and job:voygent_faults:ratio_rate5m > 14\.4 \* 0\.001/, ''],
      [/^what the caller did wrong/, 'faults of the caller', /internal\|unavailable/g, 'internal|unavailable|invalid'],
      [/^half of very few/, 'alarm about five requests', /> 100\)/g, '> 1)'],
      [/^faults of what nobody/, 'health checks in the ratio', /operation!~"health\|/g, 'operation!~"'],
      [/^one slow answer in ten/, 'another bucket', /0\.25\(0000\)\?/g, '1(.000000)?'],
      [/^the bound as Prometheus 3/, 'one spelling of the bucket', /0\.25\(0000\)\?/g, '0.250000'],
      [/^a publication may take/, 'publishing among the quick', /subscriptions\/listen\|publish_trip\|/g, 'subscriptions/listen|'],
      [/^one failed publication in ten/, 'budgets of publishing of another size', /publishing_faults:ratio_rate(\w+) > /g, 'publishing_faults:ratio_rate1h > 10 * '],
      [/^the server is gone/, 'impatience', 'for: 3m', 'for: 0m'],
      [/^nobody asks/, 'another job', 'absent(up{job="voygent"})', 'absent(up{job="other"})'],
      [/^an action that calls/, 'three calls allowed', '[15m])) > 2', '[15m])) > 3'],
      [/^somebody has an old/, 'alarm about one old token', '* 60 > 30', '* 60 > 10'],
      [/^few are over/, 'alarm about few limits', '> 0.05', '> 0.01'],
      [/^some strangers/, 'alarm about some strangers', '> 0.5', '> 0.3'],
    ];
    for (const [name, what, pattern, replacement] of mutants) seeded(rules, played(name), [[what, pattern, replacement, /FAILED|exp/]]);
    test('a test that expects something else fails', () => assert.notDeepEqual(playTests(rules, /^somebody guesses/, tests.replace('More than 30 refused', 'More than 40 refused')), []));
  }
});

describe('prometheus.yaml', () => {
  const check = (text) => ask(['check', 'config'], { 'prometheus.yaml': text, 'alerts.rules.yaml': rules, token: 'x' });
  test('is what Prometheus reads', { skip: noPromtool }, () => assert.deepEqual(check(configuration), []));
  if (!noPromtool)
    seeded(configuration, check, [
      ['a key that is none', 'metrics_path', 'metric_path', /field metric_path not found/],
      ['a file of rules that is not there', '[alerts.rules.yaml]', '[rules.yaml]', /rules\.yaml|does not point/],
      ['a token that is not there', 'credentials_file: token', 'credentials_file: tokens', /tokens/],
    ]);
  test('asks as the server answers', () => {
    const [job] = parse(configuration).scrape_configs;
    assert.deepEqual([job.job_name, job.metrics_path, job.authorization.type], ['voygent', '/metrics', 'Bearer']);
    for (const { expr } of alerts) for (const [, name] of expr.matchAll(/job="(\w+)"/g)) assert.equal(name, job.job_name);
  });
});

describe('the dashboard', () => {
  // Expressions as a rule each, with what Grafana would put in.
  const asRules = (text) => stringify({ groups: [{ name: 'dashboard', rules: JSON.parse(text).panels.flatMap((panel) => panel.targets ?? [])
    .map(({ expr }, index) => ({ record: `panel:expression:n${index}`, expr: expr.replaceAll('$__rate_interval', '2m').replaceAll('$job', 'voygent') })) }] });
  const findings = (text) => [...dashboardFindings(JSON.parse(text)), ...(noPromtool ? [] : ask(['check', 'rules'], { 'dashboard.rules.yaml': asRules(text) })),
    ...JSON.parse(text).panels.flatMap((panel) => panel.targets ?? []).flatMap(({ expr }) => unknownIn(expr, known))];
  test('is well made, and promtool reads its expressions', () => assert.deepEqual(findings(dashboard), []));
  seeded(dashboard, findings, [
    ...(noPromtool ? [] : [['an expression that is none', 'histogram_quantile(0.95, ', 'histogram_quantile(', /parse error|expected 2 argument/]]),
    ['a counter that is not there', 'voygent_request_failures_total', 'voygent_failures_total', /does not expose voygent_failures_total/],
    ['one id twice', '"id": 3,', '"id": 2,', /one id/],
    ['a panel over another', '"x": 6,', '"x": 5,', /lies over/],
    ['a variable that is not there', 'job=\\"$job\\"', 'job=\\"$server\\"', /no variable server/],
    ['the data source of one installation', '"uid": "${datasource}"', '"uid": "P1809F7CD0C75ACF3"', /of one installation|no variable/],
    ['a panel without a unit', '"unit": "reqps"', '"unit": ""', /has no unit/],
    ['a panel that is none', '"type": "timeseries"', '"type": "graph"', /is a graph/],
  ]);
});
