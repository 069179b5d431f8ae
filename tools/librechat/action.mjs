// The OpenAPI document of an Action in LibreChat: `node tools/librechat/action.mjs https://trips.example.com [operation …]`.
// An Action wants an absolute address and makes a tool of every operation, so it gets those that a chat needs and no others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../local/voygent.mjs';

export const usualOperations = [
  'startSession', 'findTrips', 'createTrip', 'readTrip', 'editTrip', 'checkTrip', 'addOptions', 'recommendOptions',
  'renderTrip', 'publishTrip', 'listPublications', 'rollbackPublication', 'guide',
];

// What of `document` these operations need, served at `url`. An unknown operation is an error.
export function actionDocument(document, url, operations = usualOperations) {
  const wanted = new Set(operations);
  const paths = {};
  for (const [path, methods] of Object.entries(document.paths)) {
    const kept = Object.entries(methods).filter(([, operation]) => wanted.delete(operation.operationId));
    if (kept.length > 0) paths[path] = Object.fromEntries(kept);
  }
  if (wanted.size > 0) throw new Error(`there is no operation ${[...wanted].join(', ')}`);
  return { ...document, servers: [{ url: new URL(url).href.replace(/\/$/, '') }], paths };
}

if (import.meta.filename === process.argv[1]) {
  const [url, ...operations] = process.argv.slice(2);
  if (!url) {
    console.error('usage: node tools/librechat/action.mjs ADDRESS [OPERATION …]');
    process.exit(2);
  }
  const document = JSON.parse(readFileSync(join(projectFolder, 'spec', 'openapi.json'), 'utf8'));
  console.log(JSON.stringify(actionDocument(document, url, operations.length > 0 ? operations : undefined), null, 2));
}
