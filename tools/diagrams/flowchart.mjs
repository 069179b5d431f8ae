// A flowchart in layers: a node stands one layer behind the last of those that lead to it; a long arrow has a place in every layer that it crosses.
import { element, lineHeight, path, picture, point, text, widthOf, wrap } from './svg.mjs';

const margin = 20, siblingGap = 22, layerGap = 56, labelLength = 26, edgeLabelLength = 22, parallelGap = 18;
// How far along its arrow a label stands: the first place where no other one is.
const labelPlaces = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

// Arrows that lead back are turned around for the layers.
function forward({ nodes, edges }) {
  const state = new Map();
  const turned = new Set();
  const visit = (id) => {
    state.set(id, 'open');
    for (const edge of edges.filter(({ from }) => from === id)) {
      if (state.get(edge.to) === 'open') turned.add(edge);
      else if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, 'done');
  };
  for (const { id } of nodes) if (!state.has(id)) visit(id);
  return edges.map((edge) => (turned.has(edge) ? { a: edge.to, b: edge.from, edge, turned: true } : { a: edge.from, b: edge.to, edge, turned: false }));
}

function layersOf(nodes, arrows) {
  const layer = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < nodes.length; ++round) for (const { a, b } of arrows) layer.set(b, Math.max(layer.get(b), layer.get(a) + 1));
  // Whoever only begins arrows stands close to where they lead.
  for (const { id } of nodes) {
    const next = arrows.filter(({ a }) => a === id).map(({ b }) => layer.get(b));
    if (next.length > 0 && !arrows.some(({ b }) => b === id)) layer.set(id, Math.min(...next) - 1);
  }
  return layer;
}

function order(layers, links) {
  const place = new Map();
  const remember = (list) => list.forEach((item, at) => place.set(item, at));
  layers.forEach(remember);
  for (let sweep = 0; sweep < 8; ++sweep) {
    const down = sweep % 2 === 0;
    for (const list of down ? layers : layers.toReversed()) {
      const weight = (item) => {
        const near = links.filter(([a, b]) => (down ? b : a) === item).map(([a, b]) => place.get(down ? a : b));
        return near.length > 0 ? near.reduce((sum, at) => sum + at, 0) / near.length : place.get(item);
      };
      const weights = new Map(list.map((item) => [item, weight(item)]));
      list.sort((a, b) => weights.get(a) - weights.get(b) || place.get(a) - place.get(b));
      remember(list);
    }
  }
}

const overlap = (a, b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

// From p to q, leaving and arriving in the direction of the layers.
function curve(p, q, across) {
  return across ? [p, { x: (p.x + q.x) / 2, y: p.y }, { x: (p.x + q.x) / 2, y: q.y }, q] : [p, { x: p.x, y: (p.y + q.y) / 2 }, { x: q.x, y: (p.y + q.y) / 2 }, q];
}

function pointOf([p, c1, c2, q], t) {
  const u = 1 - t;
  const at = (key) => u ** 3 * p[key] + 3 * u * u * t * c1[key] + 3 * u * t * t * c2[key] + t ** 3 * q[key];
  return { x: at('x'), y: at('y') };
}

export function drawFlowchart(chart) {
  const across = chart.direction === 'LR';  // layers follow each other from left to right
  const boxes = new Map(chart.nodes.map((node) => {
    const lines = wrap(node.label, labelLength);
    return [node.id, { node, lines, width: widthOf(lines) + 28, height: lines.length * lineHeight + 18 }];
  }));
  const arrows = forward(chart);
  const layer = layersOf(chart.nodes, arrows);
  const layers = [];
  const put = (item, at) => (layers[at] ??= []).push(item);
  for (const { id } of chart.nodes) put(boxes.get(id), layer.get(id));
  const links = [];
  for (const arrow of arrows) {
    arrow.way = [boxes.get(arrow.a)];
    for (let at = layer.get(arrow.a) + 1; at < layer.get(arrow.b); ++at) {
      const bend = { width: 12, height: 12 };
      put(bend, at);
      arrow.way.push(bend);
    }
    arrow.way.push(boxes.get(arrow.b));
    for (let i = 1; i < arrow.way.length; ++i) links.push([arrow.way[i - 1], arrow.way[i]]);
  }
  for (let i = 0; i < layers.length; ++i) layers[i] ??= [];
  order(layers, links);

  // `depth` is the size of an item along the layers, `breadth` across them.
  const [depth, breadth] = across ? ['width', 'height'] : ['height', 'width'];
  const labelled = (index) => arrows.some(({ edge, way }) => edge.label && layers[index].includes(way[0]));
  const room = (list) => list.reduce((sum, item) => sum + item[breadth] + siblingGap, -siblingGap);
  const most = Math.max(...layers.map(room));
  let along = margin;
  layers.forEach((list, index) => {
    const size = Math.max(...list.map((item) => item[depth]));
    let at = margin + (most - room(list)) / 2;
    for (const item of list) {
      const [far, side] = [along + size / 2, at + item[breadth] / 2];
      Object.assign(item, across ? { x: far, y: side } : { x: side, y: far });
      at += item[breadth] + siblingGap;
    }
    const labels = arrows.filter(({ edge, way }) => edge.label && list.includes(way[0])).map(({ edge }) => widthOf(wrap(edge.label, edgeLabelLength)));
    along += size + (labelled(index) && across ? Math.max(layerGap, Math.max(...labels) + 40) : layerGap + (labelled(index) ? 20 : 0));
  });

  const behind = [], labels = [], taken = [];
  for (const { a, b, way, edge, turned } of arrows) {
    // Arrows between the same two nodes run beside each other.
    const same = arrows.filter((one) => one.a === a && one.b === b);
    const shift = (same.findIndex((one) => one.edge === edge) - (same.length - 1) / 2) * parallelGap;
    const side = (item, sign) => (across ? { x: item.x + (sign * item.width) / 2, y: item.y + shift } : { x: item.x + shift, y: item.y + (sign * item.height) / 2 });
    const points = [side(way[0], 1), ...way.slice(1, -1).map(({ x, y }) => ({ x, y })), side(way.at(-1), -1)];
    if (turned) points.reverse();
    const curves = points.slice(1).map((q, at) => curve(points[at], q, across));
    behind.push(path(`M${point(points[0])}${curves.map(([, c1, c2, q]) => `C${point(c1)} ${point(c2)} ${point(q)}`).join('')}`, 'edge', edge.dashed));
    if (!edge.label) continue;
    const lines = wrap(edge.label, edgeLabelLength);
    const [width, height] = [widthOf(lines) * 0.93 + 6, lines.length * lineHeight];
    const bezier = turned ? curves.at(-1) : curves[0];
    const rooms = labelPlaces.map((t) => ({ ...pointOf(bezier, t), width, height }));
    const room = rooms.find((one) => !taken.some((other) => overlap(one, other))) ?? rooms[0];
    taken.push(room);
    labels.push(element('rect', { class: 'behind', x: room.x - width / 2, y: room.y - height / 2, width, height }) + text(lines, room.x, room.y, 'edge-label'));
  }
  const front = [...boxes.values()].map(({ node, lines, x, y, width, height }) =>
    element('rect', { class: node.shape, x: x - width / 2, y: y - height / 2, width, height, rx: node.shape === 'store' ? 14 : 5 }) + text(lines, x, y));
  const [length, broad] = [along - layerGap + margin, most + 2 * margin];
  return picture(chart.title, across ? length : broad, across ? broad : length, [...behind, ...labels, ...front]);
}
