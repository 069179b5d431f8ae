// usage: run_wasm.mjs FILE.wasm REPOSITORY [arguments]
// Runs a wasm32-wasi test program; it sees the repository, read as `/repo`.
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [file, repository, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [file, ...rest], env: {}, preopens: { '/repo': repository } });
const module = await WebAssembly.compile(readFileSync(file));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
