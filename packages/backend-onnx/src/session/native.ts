import { createRequire } from 'node:module';

import type { ElementType, TensorData } from '../graph/value.js';

/** Part of ONNX Runtime's native binding for Node that this package uses. */
export interface NativeBinding {
  InferenceSession: new () => NativeSession;
  listSupportedBackends(): { readonly name: string; readonly bundled: boolean }[];
}

export interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Readonly<Record<string, NativeTensor>>,
    fetches: Readonly<Record<string, NativeTensor | null>>,
    options: object,
  ): Record<string, NativeTensor>;
  dispose(): void;
}

export interface NativeTensor {
  readonly data: TensorData;
}

type NativeTensorConstructor = new (
  type: ElementType,
  data: TensorData,
  dims: readonly number[],
) => NativeTensor;

export interface Native {
  readonly binding: NativeBinding;
  readonly Tensor: NativeTensorConstructor;
}

let loaded: Native | undefined;

/**
 * Returns ONNX Runtime's native library, loaded on first use.
 *
 * The published API runs a session asynchronously and so can't implement `dataSync`. The binding
 * below it is synchronous.
 *
 * @throws Error with the missing platform and a remedy.
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  const require = createRequire(import.meta.url);
  try {
    const { binding, initOrt } = require('onnxruntime-node/dist/binding.js') as {
      binding: NativeBinding;
      initOrt: () => void;
    };
    initOrt();
    const { Tensor } = require('onnxruntime-node') as { Tensor: NativeTensorConstructor };
    return { binding, Tensor };
  } catch (cause) {
    throw new Error(
      `ONNX Runtime's native library does not load on ${process.platform}-${process.arch}: ${
        cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
      } Install onnxruntime-node again, or choose another backend: tf.setBackend('wasm').`,
      { cause },
    );
  }
}
