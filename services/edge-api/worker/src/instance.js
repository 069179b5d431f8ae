// The core of this isolate, for the worker and for its Durable Objects.
import { env } from 'cloudflare:workers';
import module from '../../../../build/wasm/core.wasm';
import { Host } from './host.js';

export const host = new Host(module, env);
