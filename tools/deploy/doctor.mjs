// Asks a deployment with `voygent doctor --remote`, which is the program of this commit; the token goes by the environment.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, projectFolder } from '../local/voygent.mjs';

// The version that a deployment of this commit says it is.
export const versionHere = () => /project\(\s*voygent\s+VERSION\s+([\d.]+)/i.exec(readFileSync(join(projectFolder, 'CMakeLists.txt'), 'utf8'))[1];

// What is wrong with the deployment at `address`; nothing when all is well.
export function examine(address, token, version = versionHere()) {
  return new Promise((resolve) => {
    const child = spawn(program, ['doctor', '--remote', address, '--expect', version, '--json'], { env: { PATH: process.env.PATH, SSL_CERT_FILE: process.env.SSL_CERT_FILE, VOYGENT_TOKEN: token } });
    const texts = { stdout: '', stderr: '' };
    for (const name of Object.keys(texts)) child[name].setEncoding('utf8').on('data', (text) => { texts[name] += text; });
    child.on('error', ({ message }) => resolve([`the doctor does not run: ${message}`]));
    child.on('close', (status) => {
      let found;
      try { found = JSON.parse(texts.stdout).checks.filter(({ good }) => !good).map(({ what, detail }) => `${what}: ${detail}`); } catch { found = []; }
      resolve(status === 0 || found.length > 0 ? found : [`the doctor ends with ${status}: ${texts.stderr.trim()}`]);
    });
  });
}

// The same until it is well or the time is over: a new version is not everywhere at once.
export async function examineWithin(seconds, address, token, version) {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const found = await examine(address, token, version);
    if (found.length === 0 || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 250 * seconds)));
  }
}
