// How many test cases a log tells of.

function sum(text, pattern) {
  let total = 0;
  for (const match of text.matchAll(pattern)) total += Number(match[1]);
  return total;
}

// Of `ctest -V`: the cases of each GoogleTest program, and one for every other test.
export function countCtest(log) {
  const outputs = new Map();
  for (const match of log.matchAll(/^(\d+): (.*)$/gm)) outputs.set(match[1], (outputs.get(match[1]) ?? '') + match[2] + '\n');
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const results = [...log.matchAll(/Test\s+#(\d+): \S+ \.*\s*(Passed|\*\*\*\S+)/g)];
  if (results.length === 0) throw new Error('no test was run');
  for (const [, number, result] of results) {
    const output = outputs.get(number) ?? '';
    const ended = /\[==========\] \d+ tests? from \d+ test suites? ran/.test(output);
    if (!ended) {
      counts[result === 'Passed' ? 'passed' : 'failed'] += 1;
      continue;
    }
    counts.passed += sum(output, /\[  PASSED  \] (\d+) tests?\./g);
    counts.failed += sum(output, /\[  FAILED  \] (\d+) tests?, listed below/g);
    counts.skipped += sum(output, /\[  SKIPPED \] (\d+) tests?, listed below/g);
  }
  return counts;
}

// Of the test anything protocol as Node.js writes it at its end.
export function countTap(tap) {
  return { passed: sum(tap, /^# pass (\d+)$/gm), failed: sum(tap, /^# fail (\d+)$/gm), skipped: sum(tap, /^# skipped (\d+)$/gm) };
}

// What it left out, and why.
export function skippedTap(tap) {
  return [...tap.matchAll(/^\s*ok \d+ - (.*) # SKIP (.+)$/gm)].map(([, name, reason]) => `${name}: ${reason}`);
}

// Of tests/fuzz/run.mjs: a line for each program.
export function countFuzzers(log) {
  const count = (pattern) => [...log.matchAll(pattern)].length;
  return { passed: count(/^ok     \w+: \d+ executions/gm), failed: count(/^FAILED \w+: \d+ executions/gm), skipped: 0 };
}
