// Every Mermaid block of the documents, and its drawing.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawFlowchart } from './flowchart.mjs';
import { parse } from './mermaid.mjs';
import { drawSequence } from './sequence.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const documentsFolder = join(root, 'docs');
export const drawingsFolder = join(documentsFolder, 'diagrams');

export function draw(source) {
  const diagram = parse(source);
  return diagram.kind === 'flowchart' ? drawFlowchart(diagram) : drawSequence(diagram);
}

const nameOf = (title) => `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.svg`;

// [{ document, source, name }]: `name` is that of the drawing. Throws with document and line when a block cannot be read.
export function diagrams() {
  const out = [];
  for (const document of readdirSync(documentsFolder).filter((name) => name.endsWith('.md')).sort()) {
    const markdown = readFileSync(join(documentsFolder, document), 'utf8');
    for (const match of markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
      try {
        out.push({ document, source: match[1], name: nameOf(parse(match[1]).title) });
      } catch (error) {
        throw new Error(`docs/${document}, the block behind line ${markdown.slice(0, match.index).split('\n').length}: ${error.message}`);
      }
    }
  }
  return out;
}
