// node tools/release/main.mjs TAG FOLDER: what a release consists of: the program without its symbols, its bill of materials, and their digests.
// The tag has to be the version that the program says it is.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, projectFolder } from '../local/voygent.mjs';
import { billOfMaterials, debianComponents, npmComponents } from '../sbom/bom.mjs';
import { packagesOf } from '../sbom/installed.mjs';

export function makeRelease(tag, folder) {
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, the program is ${version}`);
  mkdirSync(folder, { recursive: true });
  const names = { program: `voygent-${version}-debian12-amd64`, bom: `voygent-${version}.cdx.json` };
  execFileSync('strip', ['-o', join(folder, names.program), program]);
  const bytes = readFileSync(join(folder, names.program));
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'));
  const bom = billOfMaterials({ version, program: bytes, components: [...debianComponents(packagesOf(program)), ...npmComponents(lock)] });
  writeFileSync(join(folder, names.bom), JSON.stringify(bom, null, 2) + '\n');
  const digests = Object.values(names).map((name) => `${createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), digests.join(''));
}

if (import.meta.filename === process.argv[1]) {
  const [tag, folder] = process.argv.slice(2);
  if (!folder) {
    console.error('usage: node tools/release/main.mjs TAG FOLDER');
    process.exit(2);
  }
  try {
    makeRelease(tag, folder);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
