// The part of Mermaid that the documents use, read strictly: what is not understood is an error with its line.
//
//   flowchart LR|TD        accTitle: …        id["label"]  id[("label")]        a --> b   a -->|"label"| b   a -.-> b
//   sequenceDiagram        accTitle: …        participant id as label           a->>b: text   a-->>b: text   Note over a,b: text

class Unreadable extends Error {}

const identifier = '[A-Za-z][A-Za-z0-9_]*';
const nodePattern = new RegExp(`^(${identifier})(?:\\["([^"]+)"\\]|\\[\\("([^"]+)"\\)\\])?`);
const edgePattern = /^\s*(-->|-\.->)(?:\|"([^"]+)"\|)?\s*/;

function readFlowchart(direction, lines) {
  const nodes = new Map();
  const edges = [];
  const node = (rest, number) => {
    const match = rest.match(nodePattern);
    if (!match) throw new Unreadable(`line ${number}: a node is expected at "${rest}"`);
    const [all, id, box, store] = match;
    const known = nodes.get(id);
    const label = box ?? store;
    if (known?.label && label && known.label !== label) throw new Unreadable(`line ${number}: ${id} has two labels`);
    nodes.set(id, { id, label: label ?? known?.label, shape: store ? 'store' : known?.shape ?? 'box' });
    return [id, rest.slice(all.length)];
  };
  for (const { number, text } of lines) {
    let [from, rest] = node(text, number);
    while (rest.trim() !== '') {
      const match = rest.match(edgePattern);
      if (!match) throw new Unreadable(`line ${number}: an arrow is expected at "${rest.trim()}"`);
      const [to, after] = node(rest.slice(match[0].length), number);
      if (from === to) throw new Unreadable(`line ${number}: ${from} leads to itself`);
      edges.push({ from, to, label: match[2] ?? '', dashed: match[1] === '-.->' });
      [from, rest] = [to, after];
    }
  }
  for (const { id, label } of nodes.values()) if (!label) throw new Unreadable(`${id} has no label`);
  return { kind: 'flowchart', direction, nodes: [...nodes.values()], edges };
}

function readSequence(lines) {
  const people = [];
  const steps = [];
  const known = (id, number) => {
    if (!people.some((one) => one.id === id)) throw new Unreadable(`line ${number}: ${id} is no participant`);
    return id;
  };
  for (const { number, text } of lines) {
    const participant = text.match(new RegExp(`^participant (${identifier}) as (.+)$`));
    const message = text.match(new RegExp(`^(${identifier})(-?->>)(${identifier}): (.+)$`));
    const note = text.match(new RegExp(`^Note over (${identifier})(?:,(${identifier}))?: (.+)$`));
    if (participant) people.push({ id: participant[1], label: participant[2] });
    else if (message) steps.push({ kind: 'message', from: known(message[1], number), to: known(message[3], number), text: message[4], dashed: message[2] === '-->>' });
    else if (note) steps.push({ kind: 'note', from: known(note[1], number), to: known(note[2] ?? note[1], number), text: note[3] });
    else throw new Unreadable(`line ${number}: "${text}" is not understood`);
  }
  if (steps.length === 0) throw new Unreadable('nothing happens');
  return { kind: 'sequence', people, steps };
}

// Throws an Error with the line.
export function parse(source) {
  const lines = source.split('\n').map((text, index) => ({ number: index + 1, text: text.trim() })).filter(({ text }) => text !== '' && !text.startsWith('%%'));
  const [first, ...rest] = lines;
  const title = rest.find(({ text }) => text.startsWith('accTitle: '))?.text.slice('accTitle: '.length);
  if (!title) throw new Unreadable('there is no accTitle');
  const body = rest.filter(({ text }) => !text.startsWith('accTitle: '));
  const flowchart = first.text.match(/^flowchart (LR|TD)$/);
  if (flowchart) return { title, ...readFlowchart(flowchart[1], body) };
  if (first.text === 'sequenceDiagram') return { title, ...readSequence(body) };
  throw new Unreadable(`line ${first.number}: "${first.text}" is not understood`);
}
