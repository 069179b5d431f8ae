// Seeded mistakes: each puts one into a good file, and the check has to say what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';

// Rows of [what, pattern, replacement, what a finding has to match]. A pattern that is a text is replaced once. A check that throws has seen the mistake too.
export function seeded(good, check, rows) {
  for (const [what, pattern, replacement, expected] of rows)
    test(`${what} is noticed`, async () => {
      const bad = good.replace(pattern, () => replacement);
      assert.notEqual(bad, good, 'the mistake is not in the file');
      let found;
      try { found = await check(bad); } catch (error) { found = [error.message]; }
      assert.ok(found.some((finding) => expected.test(finding)), `found: ${JSON.stringify(found)}`);
    });
}
