// node tools/sbom/main.mjs VERSION LIST… > voygent.cdx.json: the bill of materials of the Debian packages in these lists (those of an image are in its
// /usr/share/voygent) and of package-lock.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../local/voygent.mjs';
import { billOfMaterials, debianComponents, npmComponents } from './bom.mjs';

const [version, ...lists] = process.argv.slice(2);
if (lists.length === 0) {
  console.error('usage: node tools/sbom/main.mjs VERSION LIST… > FILE');
  process.exit(2);
}
const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'));
const components = [...lists.flatMap((list) => debianComponents(readFileSync(list, 'utf8'))), ...npmComponents(lock)];
console.log(JSON.stringify(billOfMaterials({ version, components }), null, 2));
