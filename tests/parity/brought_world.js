// A clock and a randomness from the headers of the request.
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));

export const broughtWorld = {
  now: (request) => (request ? Number(request.headers.get('x-test-now')) : 0),
  seed: (request) => bytes(request.headers.get('x-test-seed')),
  log: () => {},
};
