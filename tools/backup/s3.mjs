// One object into a bucket of an S3 service, signed with AWS Signature Version 4.
import { createHash, createHmac } from 'node:crypto';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

// The value of `Authorization` for a request; `headers` in lower case, all of them signed.
export function authorization({ method, url, headers, bodyHash, region, service = 's3', keyId, secret }) {
  const { pathname, searchParams } = new URL(url);
  const time = headers['x-amz-date'];
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const names = Object.keys(headers).sort();
  const query = [...searchParams].sort().map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const canonical = [method, pathname, query, ...names.map((name) => `${name}:${headers[name].trim()}`), '', names.join(';'), bodyHash].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac('AWS4' + secret, time.slice(0, 8)));
  return `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${createHmac('sha256', key).update(text).digest('hex')}`;
}

// `bucket` is the address of the bucket. Never replaces an object that is there.
export async function put({ bucket, region, keyId, secret }, name, bytes, now = new Date()) {
  const url = `${bucket.replace(/\/$/, '')}/${name}`;
  const bodyHash = sha256(bytes);
  const headers = { host: new URL(url).host, 'if-none-match': '*', 'x-amz-content-sha256': bodyHash, 'x-amz-date': now.toISOString().replace(/[-:]|\.\d+/g, '') };
  const { host, ...sent } = headers;
  const response = await fetch(url, { method: 'PUT', body: bytes, headers: { ...sent, authorization: authorization({ method: 'PUT', url, headers, bodyHash, region, keyId, secret }) } });
  if (!response.ok) throw new Error(`the bucket answers ${response.status} to ${name}: ${(await response.text()).slice(0, 300)}`);
}
