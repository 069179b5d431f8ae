// A bill of materials in CycloneDX 1.6, of Debian packages and of an npm lock file.
import { createHash } from 'node:crypto';

// Lines of `dpkg-query -f '${Package}\t${Version}\t${Architecture}\t${source:Package}\n'`.
export function debianComponents(list, distribution = 'debian-12') {
  return list.trim().split('\n').filter(Boolean).map((line) => {
    const [name, version, architecture, source] = line.split('\t');
    if (!version) throw new Error(`not a line of dpkg-query: ${line}`);
    const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=${distribution}`;
    return { type: 'library', 'bom-ref': purl, name, version, purl, scope: 'required', ...(source ? { properties: [{ name: 'debian:source', value: source }] } : {}) };
  });
}

// Packages of npm check the product and are not in it, which the scope says.
export function npmComponents(lock) {
  const seen = new Map();
  for (const [path, { version, integrity, license }] of Object.entries(lock.packages)) {
    if (path === '' || !version) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const hash = integrity?.startsWith('sha512-') ? Buffer.from(integrity.slice(7), 'base64').toString('hex') : undefined;
    seen.set(purl, {
      type: 'library', 'bom-ref': purl, name, version, purl, scope: 'excluded',
      ...(hash ? { hashes: [{ alg: 'SHA-512', content: hash }] } : {}),
      ...(license ? { licenses: [{ [/^[\w.+-]+$/.test(license) ? 'license' : 'expression']: /^[\w.+-]+$/.test(license) ? { name: license } : license }] } : {}),
    });
  }
  return [...seen.values()];
}

// The document. The same content has the same serial number, so that two builds of one commit compare equal.
export function billOfMaterials({ version, program, components }) {
  const sorted = [...new Map(components.map((component) => [component['bom-ref'], component])).values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const digest = program ? [{ alg: 'SHA-256', content: createHash('sha256').update(program).digest('hex') }] : [];
  const id = createHash('sha256').update(JSON.stringify([version, digest, sorted])).digest('hex');
  const subject = { type: 'application', 'bom-ref': `voygent@${version}`, name: 'voygent', version, ...(digest.length > 0 ? { hashes: digest } : {}) };
  return {
    bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
    serialNumber: `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`,
    metadata: { component: subject },
    components: sorted,
    dependencies: [{ ref: subject['bom-ref'], dependsOn: sorted.filter(({ scope }) => scope === 'required').map((component) => component['bom-ref']) }],
  };
}
