// node bench/edge/python.mjs: whether a Python Worker starts on this machine. Prints what bundling and running say; ends with 0 either way.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { wrangler } from '../../tools/local/edge.mjs';
import { projectFolder } from '../../tools/local/voygent.mjs';

const folder = join(projectFolder, 'build', 'bench', 'python');
const source = 'from workers import Response\n\n\nasync def on_fetch(request, env):\n    return Response("ok")\n';
const options = { compatibility_date: '2026-04-01', compatibility_flags: ['python_workers'] };
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'entry.py'), source);
writeFileSync(join(folder, 'wrangler.jsonc'), JSON.stringify({ name: 'python', main: 'entry.py', send_metrics: false, ...options }));

const made = wrangler(['deploy', '--dry-run', '--outdir', join(folder, 'out')], { folder });
console.log(`bundling ends with ${made.status}: ${/Total Upload.*/.exec(made.text)?.[0] ?? made.text}`);

let said = '';
const listen = (stream) => stream.setEncoding('utf8').on('data', (text) => { said += text; });
try {
  const miniflare = new Miniflare({
    modules: [{ type: 'PythonModule', path: 'entry.py', contents: source }], compatibilityDate: options.compatibility_date, compatibilityFlags: options.compatibility_flags, cf: false,
    handleRuntimeStdio: (out, err) => [out, err].forEach(listen),
  });
  const { origin } = await miniflare.ready;
  console.log(`running: it answers ${await (await fetch(origin)).text()}`);
  await miniflare.dispose();
} catch (error) {
  console.log(`running fails: ${error.message}\n${said.split('\n')[0]}`);
}
process.exit();
