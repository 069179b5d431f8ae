// Texts of workflows as JSON on standard input, [text, …]; what GitHub's own parser says of each on standard output, [[finding, …], …].
import { text } from 'node:stream/consumers';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

const out = [];
for (const workflow of JSON.parse(await text(process.stdin))) {
  const found = await validate(TextDocument.create('file:///repository/.github/workflows/one.yaml', 'yaml', 1, workflow), {});
  out.push(found.map(({ range, message }) => `github: line ${range.start.line + 1}: ${message}`));
}
console.log(JSON.stringify(out));
