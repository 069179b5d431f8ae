// What is wrong with specs/trace.json, which names for each requirement the tests that show it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { featureFolders, requirementsOf, statusOf } from './artefacts.mjs';
import { asExpression, filesBelow } from './files.mjs';

const isTest = (path) => /(_test\.cpp|\.test\.mjs)$/.test(path) || /^tests\/fuzz\/\w+\.cpp$/.test(path);

// Whether ./test runs a file: its runner hands it, or a folder above it, to Node.js; or the build makes a test of it.
export function whatRuns(root) {
  const runner = readFileSync(join(root, 'tools', 'test', 'main.mjs'), 'utf8');
  const handed = [...runner.matchAll(/nodeTests\('[^']*', '([^']+)'\)|'node', '--test', '([^']+)'|'node', '((?:bench|tests)\/[^']+)'/g)].map((match) => match[1] ?? match[2] ?? match[3]);
  return (path) => {
    if (path.endsWith('.mjs')) return handed.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one));
    if (path.startsWith('tests/fuzz/') && !handed.includes('tests/fuzz/run.mjs')) return false;
    const name = path.split('/').at(-1);
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const file = join(root, folder, 'CMakeLists.txt');
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      const words = text.split(/[\s()]+/);
      if (words.some((word) => word === name || path === `${folder}/${word}`)) return true;
      const stem = name.replace(/\.cpp$/, '');
      if (words.includes(stem) && (path.startsWith('tests/fuzz/') || text.includes('${name}.cpp'))) return true;
    }
    return false;
  };
}

export function traceFindings(root) {
  const { requirements: traced, awaited } = JSON.parse(readFileSync(join(root, 'specs', 'trace.json'), 'utf8'));
  const files = filesBelow(root, ['apps', 'bench', 'packages', 'platform', 'services', 'tests', 'tools']);
  const runs = whatRuns(root);
  const found = [];
  const named = new Set();
  const take = (pattern) => {
    const those = files.filter((file) => asExpression(pattern).test(file));
    those.forEach((file) => named.add(file));
    return those;
  };
  const folders = featureFolders(root);
  for (const folder of folders) {
    const spec = readFileSync(join(root, 'specs', folder, 'spec.md'), 'utf8');
    const rows = traced[folder] ?? {};
    const wanted = statusOf(spec) === 'Implemented' ? requirementsOf(spec) : [];
    for (const requirement of wanted) if (!rows[requirement]?.length) found.push(`${folder} ${requirement} names no test`);
    for (const [requirement, patterns] of Object.entries(rows)) {
      if (!wanted.includes(requirement)) found.push(`${folder} ${requirement} is no requirement that is implemented`);
      for (const pattern of patterns) {
        const those = take(pattern);
        if (those.length === 0) found.push(`${folder} ${requirement}: there is no ${pattern}`);
        for (const file of those) if (!runs(file)) found.push(`${folder} ${requirement}: ./test does not run ${file}`);
      }
    }
    if (folder in awaited) found.push(`${folder} is there: what waits for it in specs/trace.json belongs to its requirements`);
  }
  for (const folder of Object.keys(traced)) if (!folders.includes(folder)) found.push(`${folder} is traced and not there`);
  Object.values(awaited).flat().forEach(take);
  for (const file of files.filter(isTest)) {
    if (!named.has(file)) found.push(`${file} belongs to no requirement: name it in specs/trace.json`);
    if (!runs(file)) found.push(`${file} is not run by ./test`);
  }
  return [...new Set(found)];
}
