// node tools/backup/open.mjs PRIVATE_KEY.pem SEALED > FILE: what was sealed. A key with a passphrase asks for BACKUP_PASSPHRASE.
import { readFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { open } from './sealed.mjs';

const [keyFile, file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node tools/backup/open.mjs PRIVATE_KEY.pem SEALED > FILE');
  process.exit(2);
}
const key = createPrivateKey({ key: readFileSync(keyFile), passphrase: process.env.BACKUP_PASSPHRASE });
process.stdout.write(open(readFileSync(file), key));
