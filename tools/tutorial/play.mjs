// The conversation of the tutorial, played with a connected client.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../local/voygent.mjs';

export const steps = JSON.parse(readFileSync(join(projectFolder, 'tools', 'tutorial', 'steps.json'), 'utf8'));

// `of` leads into an answer: names of members, and an object for the item of a list that has these values.
function find(answer, of) {
  return of.reduce((value, part) => (typeof part === 'string' ? value?.[part] : value?.find((item) => Object.entries(part).every(([name, wanted]) => item[name] === wanted))), answer);
}

const filled = (value, kept) => JSON.parse(JSON.stringify(value).replace(/\{(\w+)\}/g, (all, name) => kept[name] ?? all));

// Calls `after({ step, calls })` behind each step; `calls` are { tool, arguments, result }. Throws when a tool refuses.
export async function play(client, after = async () => {}) {
  const kept = {};
  for (const step of steps) {
    const calls = [];
    for (const { tool, arguments: given, keep } of step.calls) {
      const args = filled(given, kept);
      const result = await client.call(tool, args);
      if (result.isError) throw new Error(`${step.title}, ${tool}: ${result.content[0].text}`);
      if (keep) kept[keep.name] = find(result.structuredContent, keep.of);
      calls.push({ tool, arguments: args, result });
    }
    await after({ step, calls });
  }
  return kept;
}
