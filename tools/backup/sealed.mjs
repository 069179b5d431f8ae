// A sealed file: anybody with the public key (RSA) makes one, only who has the private key reads it. One line of JSON with the wrapped key,
// then the AES-256-GCM ciphertext and its tag of 16 bytes.
import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';

const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const tagBytes = 16;

export function seal(bytes, publicKey) {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const head = JSON.stringify({ format: 'voygent-sealed-1', key: publicEncrypt({ key: publicKey, ...padding }, key).toString('base64'), nonce: nonce.toString('base64') });
  return Buffer.concat([Buffer.from(head + '\n'), cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

// Throws when the file was changed or is for another key.
export function open(sealed, privateKey) {
  const end = sealed.indexOf('\n');
  const head = JSON.parse(sealed.subarray(0, end).toString());
  if (head.format !== 'voygent-sealed-1') throw new Error('this is no sealed file');
  const key = privateDecrypt({ key: privateKey, ...padding }, Buffer.from(head.key, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(head.nonce, 'base64'));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(end + 1, -tagBytes)), decipher.final()]);
}
