// What both workers have in common and one of them only at run time: the list of tools as text, the style of the page, the trip.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolate } from '../../../tests/edge/isolate.mjs';
import { createEdgeToken, openD1 } from '../../../tools/local/edge.mjs';
import { projectFolder } from '../../../tools/local/voygent.mjs';

export const folder = join(projectFolder, 'build', 'bench');
export const document = JSON.parse(readFileSync(join(projectFolder, 'tests', 'data', 'trips', '02-multi-country-14d.json'), 'utf8'));

// Writes build/bench/prepared.js for the plain JavaScript worker.
export async function prepare() {
  const { db, close } = await openD1();
  const ours = isolate(db, await createEdgeToken(db));
  const listed = await (await ours.send('POST', '/mcp', { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}' })).json();
  await close();
  const style = readFileSync(join(projectFolder, 'packages', 'templates', 'themes', 'proposal', 'style.css'), 'utf8');
  const hash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
  mkdirSync(folder, { recursive: true });
  const constants = { tools: JSON.stringify(listed.result), style, styleHash: hash };
  writeFileSync(join(folder, 'prepared.js'), Object.entries(constants).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`).join(''));
}
