// node tools/backup/seal.mjs PUBLIC_KEY.pem FILE > SEALED
import { readFileSync } from 'node:fs';
import { seal } from './sealed.mjs';

const [keyFile, file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node tools/backup/seal.mjs PUBLIC_KEY.pem FILE > SEALED');
  process.exit(2);
}
process.stdout.write(seal(readFileSync(file), readFileSync(keyFile)));
