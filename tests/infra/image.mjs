// The image of the server, built and run without a daemon: buildah puts it together in a store under build/, on a base that mmdebstrap made once; its root is run by
// chroot as user 10001 with a read-only root, no capabilities and no way to get any. Nothing is fetched after the base. With VG_WHOLE_IMAGE=1 the program is built in
// the image, as somebody without this machine does; else it is the one that the other tests use.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { program, projectFolder } from '../../tools/local/voygent.mjs';
import { compiledIn } from '../../tools/sbom/installed.mjs';

const folder = join(projectFolder, 'build', 'image');
const whole = process.env.VG_WHOLE_IMAGE === '1';
const recipe = (name) => readFileSync(join(projectFolder, 'infra', 'docker', name), 'utf8');
// What the steps of the Dockerfile ask for, so that building it has nothing to fetch.
const [, atRun] = /^RUN install-packages (.*)$/m.exec(recipe('Dockerfile'));
const [, atBuild] = /^ *install-packages (.*) \$headers$/m.exec(recipe('program'));
const [, headers] = /^headers='(.*)'$/m.exec(recipe('program'));
const installed = whole ? `${atRun} ${atBuild} ${headers}` : atRun;
const base = join(folder, `base-${createHash('sha256').update(installed).digest('hex').slice(0, 8)}.tar`);
const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')];
// Of one command of buildah, in milliseconds.
export const longest = whole ? 3_600_000 : 120_000;
const environment = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };
export const mostBytes = 60_000_000;

const has = (name, argument = '--version') => spawnSync(name, [argument]).status === 0;

// Why this machine cannot do it, or nothing.
export function hindrance() {
  if (process.getuid() !== 0) return 'only root may give files to another user and change roots';
  const missing = ['buildah', 'mmdebstrap', 'setpriv'].filter((name) => !has(name));
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  if (spawnSync('dpkg-query', ['-W', ...compiledIn]).status !== 0) return 'the program was not built on Debian 12';
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'this machine does not let a test have mounts of its own';
  if (existsSync(base)) return undefined;
  mkdirSync(folder, { recursive: true });
  const made = spawnSync('mmdebstrap', ['--quiet', '--variant=minbase', `--include=${installed.split(' ').join(',')}`, 'bookworm', `${base}.new.tar`], { encoding: 'utf8', timeout: 300_000 });
  if (made.status !== 0) return `no base: the archive of Debian cannot be reached (${made.stderr.trim().split('\n').at(-1)})`;
  renameSync(`${base}.new.tar`, base);
  return undefined;
}

const buildah = (...args) => execFileSync('buildah', [...store, ...args], { cwd: projectFolder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: longest, killSignal: 'SIGKILL' }).trim();

// { root (of its files), config, bytes, files, log }
export function build() {
  if (!whole) {
    execFileSync('strip', ['-o', join(folder, 'voygent'), program]);
    writeFileSync(join(folder, 'voygent.compiled-in.tsv'), execFileSync('dpkg-query', ['-W', '-f', '${Package}\t${Version}\t${Architecture}\t${source:Package}\n', ...compiledIn]));
  }
  const container = buildah('from', 'scratch');
  buildah('add', '--quiet', container, base, '/');
  buildah('commit', '--quiet', container, 'localhost/debian:bookworm-slim');
  buildah('bud', '--quiet', '--pull-never', '--format', 'docker', '--network', 'none', ...(whole ? [] : ['--build-arg', 'PREBUILT=build/image/voygent']), '--file', 'infra/docker/Dockerfile', '--tag', 'voygent:test', '.');
  const { config } = JSON.parse(buildah('inspect', '--type', 'image', 'voygent:test')).Docker;
  const archive = join(folder, 'voygent.tar');
  rmSync(archive, { force: true });
  buildah('push', '--quiet', 'voygent:test', `docker-archive:${archive}`);
  const root = buildah('mount', buildah('from', '--pull-never', 'voygent:test'));
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
  return { root, config, bytes: statSync(archive).size, files, modes: Object.fromEntries(files.map((file) => [file, modeOf(join(root, file))])) };
}

const modeOf = (path) => { try { return statSync(path).mode; } catch { return 0; } };

// What an image may not be. Its size is that of the archive that `docker load` takes, uncompressed.
export function imageFindings({ config, bytes, files, modes }) {
  const found = [];
  if (bytes > mostBytes) found.push(`${bytes} bytes are more than ${mostBytes}`);
  if (!/^[1-9]\d*:[1-9]\d*$/.test(config.User ?? '')) found.push(`runs as ${config.User || 'root'}`);
  for (const file of files) {
    if (/(^|\/)(sh|bash|dash|busybox|apt|apt-get|dpkg|perl|python3?)$/.test(file)) found.push(`${file} is no part of a server`);
    if (modes[file] & 0o6000) found.push(`${file} gives rights`);
  }
  for (const file of ['usr/bin/voygent', 'usr/bin/git', 'usr/lib/git-core/git-remote-https', 'etc/ssl/certs/ca-certificates.crt', 'usr/share/voygent/packages.tsv', 'usr/share/voygent/compiled-in.tsv', 'data'])
    if (!files.includes(file)) found.push(`${file} is missing`);
  return found;
}

// Starts what the image starts, or another command in it, with further variables; { child, log() }. `data` is a folder of this machine.
export function start({ root, config }, data, variables, started = [...config.Entrypoint, ...config.Cmd]) {
  chownSync(data, 10001, 10001);
  chmodSync(data, 0o700);
  mkdirSync(join(root, 'dev'), { recursive: true });
  // A runtime gives every container /dev; nothing else is there or can be written.
  const script = `set -e
    mount --bind "$ROOT" "$ROOT"
    mount -t tmpfs none "$ROOT/dev"
    for name in null urandom; do touch "$ROOT/dev/$name"; mount --bind "/dev/$name" "$ROOT/dev/$name"; done
    mount --bind "$DATA" "$ROOT/data"
    mount -o remount,ro,bind "$ROOT"
    cd "$ROOT"
    exec setpriv --no-new-privs env -i "$@"`;
  const [user, group] = config.User.split(':');
  const settings = [...config.Env, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
  const command = [...settings, '/usr/sbin/chroot', `--userspec=${user}:${group}`, '--groups=', root, ...started];
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', ...command], { env: { ...process.env, ROOT: root, DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)), log: () => said.join('') };
}

export function clean() {
  spawnSync('buildah', [...store, 'rm', '--all'], { env: environment });
  spawnSync('buildah', [...store, 'rmi', '--all', '--force'], { env: environment });
  for (const name of ['store', 'run', 'voygent.tar']) rmSync(join(folder, name), { recursive: true, force: true });
}
