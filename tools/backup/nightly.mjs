// The nightly copy from a machine without the disks: trips over REST and MongoDB by mongodump, compressed, sealed, into a bucket. What is
// configured is copied; a part that fails does not keep the other from being copied, and the exit code is 1.
import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { put } from './s3.mjs';
import { seal } from './sealed.mjs';
import { readTrips } from './trips.mjs';

export const variables = ['BACKUP_VOYGENT_URL', 'BACKUP_VOYGENT_TOKEN', 'BACKUP_MONGO_URI', 'BACKUP_RECIPIENT',
  'BACKUP_S3_BUCKET', 'BACKUP_S3_REGION', 'BACKUP_S3_ACCESS_KEY_ID', 'BACKUP_S3_SECRET_ACCESS_KEY'];

// The address of the database has its password: it goes through a file that only mongodump reads, not through the list of processes.
function dumpMongo(uri) {
  return new Promise((resolve, reject) => {
    const child = spawn('mongodump', ['--quiet', '--archive', '--gzip', '--config', '/dev/stdin'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, errors] = [[], []];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 && out.length > 0 ? resolve(Buffer.concat(out)) : reject(new Error(`mongodump ended with ${code}`))));
    child.stdin.on('error', () => {}).end(`uri: ${JSON.stringify(uri)}\n`);
  });
}

// { name: bytes } of what was copied; `failures` says what was not.
export async function copy(settings, now = new Date()) {
  const failures = [];
  const bucket = { bucket: settings.BACKUP_S3_BUCKET, region: settings.BACKUP_S3_REGION, keyId: settings.BACKUP_S3_ACCESS_KEY_ID, secret: settings.BACKUP_S3_SECRET_ACCESS_KEY };
  const day = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const parts = [
    [settings.BACKUP_VOYGENT_TOKEN, `trips-${day}.jsonl.gz.sealed`, async () => gzipSync((await readTrips(settings.BACKUP_VOYGENT_URL, settings.BACKUP_VOYGENT_TOKEN)).map((line) => line + '\n').join(''))],
    [settings.BACKUP_MONGO_URI, `mongodb-${day}.archive.gz.sealed`, () => dumpMongo(settings.BACKUP_MONGO_URI)],
  ];
  const done = {};
  for (const [wanted, name, make] of parts) {
    if (!wanted) continue;
    try {
      const sealed = seal(await make(), settings.BACKUP_RECIPIENT);
      await put(bucket, name, sealed, now);
      done[name] = sealed.length;
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  }
  if (Object.keys(done).length + failures.length === 0) failures.push('neither BACKUP_VOYGENT_TOKEN nor BACKUP_MONGO_URI is set: nothing to copy');
  return { done, failures };
}

if (import.meta.filename === process.argv[1]) {
  const missing = variables.filter((name) => !process.env[name] && !/VOYGENT|MONGO/.test(name));
  if (missing.length > 0) {
    console.error(`not set: ${missing.join(', ')}`);
    process.exit(2);
  }
  const { done, failures } = await copy(process.env);
  console.log(JSON.stringify({ event: 'backup', done, failures }));
  process.exit(failures.length === 0 ? 0 : 1);
}
