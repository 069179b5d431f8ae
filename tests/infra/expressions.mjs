// Expressions of Prometheus, compared with what the server really exposes.

// { names, labels: { name: Set }, values: { label: Set } } of a text in the exposition format.
export function exposed(text) {
  const out = { names: new Set(), labels: {} };
  for (const [, name, labels] of text.matchAll(/^([a-z_]+)\{(.*)\} \S+$/gm)) {
    out.names.add(name);
    out.labels[name] ??= new Set();
    for (const [, label] of labels.matchAll(/(\w+)="/g)) out.labels[name].add(label);
  }
  return out;
}

// What of an expression is not there. `known` also has { recorded: Set of names, operations: Set, classes: Set }.
export function unknownIn(expression, known) {
  const found = [];
  const bare = expression.replaceAll(/"[^"]*"/g, '""');
  for (const [name] of bare.matchAll(/\bjob:\w+:\w+/g)) if (!known.recorded.has(name)) found.push(`no rule records ${name}`);
  for (const [, name, matchers = ''] of expression.matchAll(/(?<![:\w])(voygent_\w+)(?:\{([^}]*)\})?/g)) {
    if (!known.names.has(name)) found.push(`the server does not expose ${name}`);
    for (const [, label, value] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)) {
      if (label !== 'job' && !known.labels[name]?.has(label)) found.push(`${name} has no label ${label}`);
      const values = { operation: known.operations, class: known.classes }[label];
      for (const one of values ? value.split('|') : []) if (!values.has(one)) found.push(`there is no ${label} ${one}`);
    }
  }
  for (const [, list] of bare.matchAll(/\bby \(([^)]*)\)/g))
    for (const label of list.split(',').map((word) => word.trim())) if (!['job', 'le', 'operation', 'class'].includes(label)) found.push(`no series has a label ${label}`);
  return found;
}

// What is wrong with a dashboard, but for its expressions.
export function dashboardFindings(dashboard) {
  const found = [];
  const panels = dashboard.panels ?? [];
  const ids = panels.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) found.push('two panels have one id');
  if (!dashboard.uid || !dashboard.title || !(dashboard.schemaVersion >= 36)) found.push('uid, title or schemaVersion is missing');
  const variables = new Set((dashboard.templating?.list ?? []).map(({ name }) => name));
  for (const [, name] of JSON.stringify(dashboard).matchAll(/\$\{?([a-z]\w*)\}?/g)) if (!variables.has(name)) found.push(`there is no variable ${name}`);
  for (const { name, datasource } of dashboard.templating?.list ?? []) if (datasource && datasource.uid !== '${datasource}') found.push(`the variable ${name} names the data source of one installation`);
  for (const [index, panel] of panels.entries()) {
    const { x, y, w, h } = panel.gridPos ?? {};
    if (!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24)) found.push(`${panel.title} lies outside`);
    for (const other of panels.slice(index + 1).map((after) => after.gridPos))
      if (x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h) found.push(`${panel.title} lies over another panel`);
    if (panel.type === 'row') continue;
    if (!['stat', 'timeseries'].includes(panel.type)) found.push(`${panel.title} is a ${panel.type}`);
    if (!panel.title) found.push(`panel ${panel.id} has no title`);
    if (!(panel.targets?.length > 0)) found.push(`${panel.title} asks nothing`);
    if (new Set(panel.targets?.map(({ refId }) => refId)).size !== panel.targets?.length) found.push(`${panel.title} has one refId twice`);
    if (!panel.fieldConfig?.defaults?.unit) found.push(`${panel.title} has no unit`);
    for (const { datasource } of [panel, ...(panel.targets ?? [])]) if (datasource?.uid !== '${datasource}') found.push(`${panel.title} names the data source of one installation`);
  }
  return found;
}
