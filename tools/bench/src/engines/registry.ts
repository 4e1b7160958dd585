import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { Command } from '../protocol/engine-process.js';
import type { Job } from '../protocol/messages.js';

/** Something that trains models, and how it is started. */
export interface Engine {
  readonly name: string;
  readonly title: string;
  /** Engines of one kind differ in a setting: the best of them counts. */
  readonly kind: string;
  readonly settings: Job['settings'];
  command(options: { readonly python: string }): Command;
}

const cores = availableParallelism();

/** The engine that others are compared with. */
export const reference = 'onnx-compiled';

/** All engines, ours first. */
export const engines: readonly Engine[] = [
  script(reference, 'Helmholtz, compiled steps', 'compiled.js'),
  script('trainer', 'Helmholtz, the trainer', 'trainer.js'),
  script('onnx', 'TensorFlow.js, onnx backend', 'tfjs.js', { backend: 'onnx' }),
  script('wasm', 'TensorFlow.js, wasm with @helmholtz/backend-wasm', 'tfjs.js', { backend: 'wasm' }),
  script('cpu', 'TensorFlow.js, cpu backend', 'tfjs.js', { backend: 'cpu' }),
  ...pytorch('pytorch', 'PyTorch', { mode: 'eager', fused: false }),
  ...pytorch('pytorch-fused', 'PyTorch, fused Adam', { mode: 'eager', fused: true }),
  python('pytorch-compile', 'torch.compile, fused Adam', 'pytorch_peer.py', {
    mode: 'compile',
    fused: true,
    threads: cores,
  }),
  python('jax', 'JAX, jit', 'jax_peer.py'),
  python('keras', 'Keras 3 on JAX, fit', 'keras_peer.py', { backend: 'jax' }),
  script('jax-js', 'jax-js, jit, wasm', 'jax-js.js'),
];

/** The machine's peak is measured as if it were an engine. */
export const peak: Engine = script('peak', 'ONNX Runtime, plain matrix product', 'matrix-product.js');

/** Those that are measured at every size of a sweep. */
export const sweepEngines = ({ kind }: Engine): boolean => [reference, 'pytorch', 'jax'].includes(kind);

function script(name: string, title: string, file: string, settings: Job['settings'] = {}): Engine {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return { name, title, kind: name, settings, command: () => ({ file: process.execPath, args: [path] }) };
}

function python(
  name: string,
  title: string,
  file: string,
  settings: Job['settings'] = {},
  kind = name,
): Engine {
  const path = fileURLToPath(new URL(`../../peers/${file}`, import.meta.url));
  const env = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
  return {
    name,
    title,
    kind,
    settings,
    command: (options) => ({ file: options.python, args: [path], env }),
  };
}

/** With one thread and with all, of which the better counts. */
function pytorch(name: string, title: string, settings: Job['settings']): Engine[] {
  return [...new Set([1, cores])].map((threads) => {
    const unit = threads === 1 ? 'thread' : 'threads';
    return python(
      `${name}-${threads}`,
      `${title}, ${threads} ${unit}`,
      'pytorch_peer.py',
      { ...settings, threads },
      name,
    );
  });
}
