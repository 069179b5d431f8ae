// node tools/site/main.mjs FOLDER: the web site of the project: pages of invented trips (tests/data/trips), published by the program into a folder as it
// publishes everywhere, a list of them, and the description of the interface.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { command, projectFolder } from '../local/voygent.mjs';

const trips = join(projectFolder, 'tests', 'data', 'trips');
const samples = ['01-city-break-3n', '03-med-cruise', '07-honeymoon', '08-road-trip', '14-decisions-board'];
const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function mustWork(settings, args) {
  const done = command(settings, [...args, '--json']);
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.err}`);
  return JSON.parse(done.out);
}

const listPage = (rows) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>Voygent: sample pages</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>
</head>
<body>
<h1>Sample pages</h1>
<p>What a client sees. The trips and everybody in them are invented.</p>
<ul>
${rows.map(({ path, title }) => `<li><a href="${escaped(path)}">${escaped(title)}</a></li>`).join('\n')}
</ul>
<p><a href="openapi.json">The interface for programs, as OpenAPI</a></p>
</body>
</html>
`;

export function makeSite(folder) {
  const place = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    const settings = { database: join(place, 'voygent.db'), site_staging: join(place, 'site'), site_staging_url: 'https://site.invalid/' };
    const rows = [];
    for (const name of samples.map((sample) => `${sample}.json`)) {
      const { trip_id } = mustWork(settings, ['trip', 'create', join(trips, name)]);
      const { url } = mustWork(settings, ['publish', trip_id]);
      const { meta } = JSON.parse(readFileSync(join(trips, name), 'utf8'));
      rows.push({ path: relative('/', new URL(url).pathname) + '/', title: meta?.title ?? name });
    }
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(place, 'site'), folder, { recursive: true });
    cpSync(join(projectFolder, 'spec', 'openapi.json'), join(folder, 'openapi.json'));
    writeFileSync(join(folder, 'index.html'), listPage(rows));
    return rows;
  } finally {
    rmSync(place, { recursive: true });
  }
}

if (import.meta.filename === process.argv[1]) {
  if (!process.argv[2]) {
    console.error('usage: node tools/site/main.mjs FOLDER');
    process.exit(2);
  }
  for (const { path, title } of makeSite(resolve(process.argv[2]))) console.log(`${path}  ${title}`);
}
