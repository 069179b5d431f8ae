// Every Markdown file of the project keeps the rules, and each rule notices what breaks it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lint } from './lint_rules.mjs';
import { projectFiles, read } from './documents.mjs';

// Texts that the program answers with: they have no title.
const isAnswer = (path) => path.startsWith('packages/app/guide/');

describe('Markdown', () => {
  const files = projectFiles('.md');
  const findings = (path) => lint(read(path)).filter(({ rule }) => !(isAnswer(path) && rule === 'a file has one title'));
  test('is found', () => assert.ok(files.length > 60 && files.includes('README.md'), `${files.length} files`));
  for (const path of files) test(path, () => assert.deepEqual(findings(path).map(({ line, rule, text }) => `${path}:${line}: ${rule}: ${text}`), []));
});

const good = `# Title

Words with \`https://example.com/code\`, [a link](https://example.com) and <https://example.com>.

## Part

| a | b |
|---|---|
| \`x \\| y\` | 2 |

- item

\`\`\`sh
# no heading   
curl https://example.com
\`\`\`
`.replace('heading   ', 'heading');

describe('a rule', () => {
  test('lets good Markdown pass', () => assert.deepEqual(lint(good), []));

  for (const [what, pattern, replacement, rule] of [
    ['a jump of headings', '## Part', '### Part', 'headings increase by one'],
    ['a second title', '## Part', '# Part', 'a file has one title'],
    ['no title', '# Title', 'Title', 'a file has one title'],
    ['a heading without a space', '## Part', '##Part', 'a heading is marks, one space, words'],
    ['a heading with a full stop', '## Part', '## Part.', 'a heading ends without punctuation'],
    ['a heading that comes twice', '- item', '## Part\n\n- item', 'a heading is there once'],
    ['a heading in a paragraph', '## Part\n', '## Part\nwords\n', 'an empty line stands around a heading'],
    ['a block without a language', '```sh', '```', 'a fenced block names its language'],
    ['a language that nobody knows', '```sh', '```shh', 'the language of a fenced block is a known one'],
    ['a block that does not end', 'example.com\n```\n', 'example.com\n', 'a fenced block ends'],
    ['a block in a paragraph', '- item\n\n', '- item\n', 'an empty line stands around a fenced block'],
    ['a space at the end', '- item', '- item ', 'a line has no space at its end'],
    ['a bare address', '- item', '- https://example.com/item', 'an address is a link or code'],
    ['a cell too many', '| 2 |', '| 2 | 3 |', 'the rows of a table have as many cells as its head'],
    ['a cell too few', '| 2 |\n', '|\n', 'the rows of a table have as many cells as its head'],
    ['a table without a line', '|---|---|\n', '', 'a table has a line below its head'],
    ['a row without its last bar', '| 2 |', '| 2', 'a row of a table ends with a bar'],
    ['a table in a paragraph', '## Part\n', '## Part\n\nwords', 'an empty line stands before a table'],
    ['a list of stars', '- item', '* item', 'a list has hyphens'],
    ['two empty lines', '- item\n', '\n- item\n', 'one empty line is enough'],
    ['a link to nowhere', '](https://example.com)', ']()', 'a link leads somewhere'],
    ['a tab', '- item', '-\titem', 'no tabs'],
    ['no line feed at the end', /```\n$/, '```', 'a file ends with one line feed'],
    ['an empty line at the end', /```\n$/, '```\n\n', 'a file ends with one line feed'],
  ])
    test(`notices ${what}`, () => {
      const bad = good.replace(pattern, replacement);
      assert.notEqual(bad, good);
      assert.ok(lint(bad).some((finding) => finding.rule === rule), JSON.stringify(lint(bad)));
    });
});
