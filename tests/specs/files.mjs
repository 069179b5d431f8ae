// Files of the project by patterns.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const passedOver = new Set(['node_modules', 'build', 'var', '.git']);

// Every file below these folders, by its path from `root`.
export function filesBelow(root, folders) {
  const out = [];
  const walk = (path) => {
    for (const name of readdirSync(join(root, path))) {
      if (passedOver.has(name)) continue;
      const inner = `${path}/${name}`;
      if (statSync(join(root, inner), { throwIfNoEntry: false })?.isDirectory()) walk(inner);
      else out.push(inner);
    }
  };
  for (const folder of folders) if (existsSync(join(root, folder))) walk(folder);
  return out.sort();
}

// `*` stands for any text within one name.
export const asExpression = (pattern) => new RegExp(`^${pattern.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^/]*')}$`);

// What a path may stand for, one row for each of its alternatives `{a,b}`: the paths that are there.
export function expand(root, path) {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(path);
  if (braces) return braces[2].split(',').flatMap((part) => expand(root, braces[1] + part + braces[3]));
  if (!path.includes('*')) return [existsSync(join(root, path)) ? [path] : []];
  let there = [''];
  for (const part of path.replace(/\/$/, '').split('/')) {
    const isPart = asExpression(part);
    there = there.flatMap((folder) => (statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() ? readdirSync(join(root, folder)).filter((name) => isPart.test(name)).map((name) => (folder ? `${folder}/${name}` : name)) : []));
  }
  return [there];
}
