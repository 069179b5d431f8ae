// What is wrong with a Dockerfile: by the parser of the language server for Docker, and by rules about what an image may be.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const { validate } = createRequire(import.meta.url)('dockerfile-utils');
const asError = 2;
const strict = Object.fromEntries(['deprecatedMaintainer', 'directiveCasing', 'emptyContinuationLine', 'instructionCasing', 'instructionCmdMultiple', 'instructionEntrypointMultiple',
  'instructionHealthcheckMultiple', 'instructionJSONInSingleQuotes', 'instructionWorkdirRelative'].map((name) => [name, asError]));

// [[INSTRUCTION, rest], …] with continued lines put together.
const instructions = (text) => text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ').split('\n')
  .map((line) => /^\s*([A-Za-z]+)\s+(.*)$/.exec(line)).filter(Boolean).map(([, word, rest]) => [word.toUpperCase(), rest.trim()]);

const isPinned = (image) => image === 'scratch' || /^[^:@]+(:\d+\/[^:@]+)?(:(?!latest$|stable$|main$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image);

// Findings as texts. `context` is the folder that COPY copies from.
export function dockerfileFindings(text, context) {
  const found = validate(text, strict).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  const values = {};
  const stages = new Set();
  let user;
  for (const [word, rest] of instructions(text)) {
    const filled = rest.replaceAll(/\$\{(\w+)\}/g, (_, name) => values[name] ?? '');
    if (word === 'ARG') {
      const [name, value = ''] = rest.split('=');
      values[name] ??= value;
      if (/SECRET|TOKEN|PASSWORD/.test(name)) found.push(`${name} would stay in the history of the image`);
    }
    if (word === 'ENV' && /SECRET|TOKEN|PASSWORD/.test(rest)) found.push('a secret in the image');
    if (word === 'FROM') {
      const [image, , stage] = filled.split(/\s+/);
      if (!stages.has(image) && !isPinned(image)) found.push(`${image} is not one release`);
      if (stage) stages.add(stage);
      user = undefined;
    }
    if (word === 'USER') user = rest;
    if (word === 'ADD') found.push('ADD does more than it says: COPY');
    if (word === 'RUN' && /\b(curl|wget)\b/.test(rest)) found.push('something from the network that is no package');
    if (word === 'RUN' && /\bapt(-get)?\b/.test(rest)) found.push('apt is called by infra/docker/install, which cleans up');
    if (word === 'HEALTHCHECK' && !/^(--\S+ )*\s*CMD \[/.test(rest)) found.push(rest === 'NONE' ? 'no health check' : 'HEALTHCHECK needs a shell');
    if (['CMD', 'ENTRYPOINT'].includes(word) && !rest.startsWith('[')) found.push(`${word} needs a shell`);
    if (word === 'COPY') {
      const [, from] = /--from=(\S+)/.exec(rest) ?? [];
      if (from && !stages.has(from)) found.push(`there is no stage ${from}`);
      for (const source of from ? [] : rest.split(/\s+/).filter((part) => !part.startsWith('--')).slice(0, -1)) if (!existsSync(join(context, source))) found.push(`there is no ${source}`);
    }
  }
  if (user === undefined || /^(root|0)(:|$)/.test(user)) found.push('runs as root');
  return found;
}
