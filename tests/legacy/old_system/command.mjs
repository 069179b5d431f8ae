// node command.mjs NAME PROGRAM [ARGUMENT…]: runs a program as the adapter of a cutover. When the file `kill` of this folder says `NAME before` or
// `NAME after`, the process that asked for it, the cutover, is killed there, once.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const [name, program, ...rest] = process.argv.slice(2);
const wanted = existsSync('kill') ? readFileSync('kill', 'utf8').trim() : '';

function killIf(moment) {
  if (wanted !== `${name} ${moment}`) return;
  rmSync('kill');
  process.kill(process.ppid, 'SIGKILL');
  process.exit(moment === 'before' ? 1 : 0);
}

killIf('before');
const done = spawnSync(program, rest, { stdio: 'inherit' });
killIf('after');
process.exit(done.status ?? 1);
