// A tree of so many files in the shape of an older system: for each Worker a configuration, tools, handlers of which every sixth file has
// queries, documents; between them what is left out: vendored code, pictures, minified scripts, links.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const words = ['trip', 'client', 'hotel', 'room', 'flight', 'budget', 'phase', 'note', 'route', 'offer'];
const word = (n) => words[n % words.length];

function handlers(worker, file) {
  let text = `import type { Env } from '../env';\n\n// Handlers of ${worker}, part ${file}.\n`;
  const queries = file % 6 === 0;
  for (let i = 0; i < 12; ++i) {
    const table = `${word(file + i)}s_${worker % 7}`;
    text += `
/** Reads the ${word(i)} that a person asked for; answers with what is known of it, and with nothing else. */
export async function load_${word(i)}_${file}_${i}(env: Env, args: { id: number; ids?: number[] }): Promise<unknown> {
  ${queries ? `const row = await env.DB.prepare('SELECT * FROM ${table} WHERE id = ?').bind(args.id).first();` : `const row = await lookup('${table}', args.id, { fresh: true });`}
  if (row === null) throw new Error(\`there is no ${word(i)} \${args.id}\`);
  const parts = [];
  for (const id of args.ids ?? []) {
${queries && i % 4 === 0 ? `    parts.push(await env.DB.prepare('UPDATE ${table} SET seen = 1 WHERE id = ?').bind(id).run());` : "    parts.push({ id, label: `${id}`.replace(/[^0-9]+/g, '') });"}
  }
  return { row, parts, sum: parts.length / 2, at: 'https://api.${word(file)}-data.net/v1/${word(i)}' };
}
`;
  }
  return text;
}

const toolList = (worker) => `export const TOOLS = [\n${words.map((name) => `  { name: '${name}_${worker}', description: 'Looks for ${name}', inputSchema: { type: 'object', properties: {} } },`).join('\n')}\n];\n`;
const wrangler = (worker) => `name = "worker-${worker}"\nmain = "src/index.ts"\ncompatibility_date = "2025-01-20"\n\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "database-${worker % 5}"\ndatabase_id = "none"\n`;
const prose = (n) => `# Part ${n}\n\n${`What the ${word(n)} does, and why it does so: a sentence of usual length.\n`.repeat(30)}`;

// Returns the number of files and bytes that it wrote outside of vendored folders.
export function makeTree(folder, files) {
  const made = { files: 0, bytes: 0 };
  const put = (path, content) => {
    writeFileSync(path, content);
    ++made.files;
    made.bytes += content.length;
  };
  for (let worker = 0; made.files < files; ++worker) {
    const root = join(folder, `worker-${worker}`);
    for (const name of ['src', 'docs', 'assets', 'node_modules/left-out']) mkdirSync(join(root, name), { recursive: true });
    put(join(root, 'wrangler.toml'), wrangler(worker));
    put(join(root, 'package.json'), JSON.stringify({ name: `worker-${worker}`, scripts: { start: 'wrangler dev' } }));
    put(join(root, 'src', 'tools.ts'), toolList(worker));
    for (let file = 0; file < 60 && made.files < files; ++file) put(join(root, 'src', `handlers_${file}.ts`), handlers(worker, file));
    for (let file = 0; file < 25 && made.files < files; ++file) put(join(root, 'docs', `part_${file}.md`), prose(file));
    for (let file = 0; file < 8 && made.files < files; ++file) put(join(root, 'docs', `data_${file}.yaml`), `name: part ${file}\nlist:\n${'  - key: value\n    more: [1, 2, 3]\n'.repeat(20)}`);
    put(join(root, 'assets', 'app.min.js'), 'var a=1;'.repeat(400));
    put(join(root, 'assets', 'photo.jpg'), 'no picture');
    for (let file = 0; file < 5; ++file) writeFileSync(join(root, 'node_modules', 'left-out', `${file}.js`), 'module.exports = 1;\n');
    symlinkSync('..', join(root, 'assets', 'loop'));
  }
  return made;
}
