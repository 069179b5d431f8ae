// The Debian packages that a program of this machine consists of: those whose libraries it loads, and those that were compiled into it.
import { execFileSync, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

const format = '${Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\n';
export const compiledIn = ['libboost1.81-dev', 'libcli11-dev', 'libtomlplusplus-dev', 'libstdc++-12-dev'];

function ownerOf(file) {
  for (const name of [file, realpathSync(file), realpathSync(file).replace(/^\/usr/, '')]) {
    const { status, stdout } = spawnSync('dpkg-query', ['-S', name], { encoding: 'utf8' });
    if (status === 0) return stdout.split(': ')[0].split(',')[0].trim();
  }
  throw new Error(`${file} is of no package`);
}

export function packagesOf(program) {
  const libraries = [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)].map((match) => match[1]);
  const names = [...new Set([...libraries.map(ownerOf), ...compiledIn])];
  return execFileSync('dpkg-query', ['-W', '-f', format.replaceAll('\\t', '\t').replaceAll('\\n', '\n'), ...names], { encoding: 'utf8' });
}
