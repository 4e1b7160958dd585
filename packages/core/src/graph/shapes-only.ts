import {
  type DataType,
  Fill,
  KernelBackend,
  type TensorInfo,
  enableProdMode,
  engine,
  fill,
  getBackend,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

const backendName = 'shapes-only';

/**
 * Builds models on a backend of TensorFlow.js whose tensors have a shape but no values. Layers
 * create their weights when they are connected; a description does not need initial values.
 *
 * @param build synchronous function; it throws if it computes anything, since the backend has no
 * kernels.
 *
 * @example
 * ```ts
 * import { withShapesOnly } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = withShapesOnly(() => buildModel(defaultSpec('vae', [784])));
 * console.log(model.description.nodes.length > 0); // true
 * ```
 */
export function withShapesOnly<Result>(build: () => Result): Result {
  const before = getBackend() as string | undefined;
  // Production mode suppresses TensorFlow.js' advice to install its Node binding.
  enableProdMode();
  registerBackend(backendName, () => new ShapesOnlyBackend(), 0);
  registerKernel({ kernelName: Fill, backendName, kernelFunc: ({ attrs }) => shapeOf(attrs) });
  const variablesBefore = new Set(Object.values(engine().registeredVariables));
  try {
    // The backend starts at once, so that no other task runs on it.
    void setBackend(backendName);
    return withoutInitialValues(build);
  } finally {
    // Variables without values would break later training in this process.
    for (const variable of Object.values(engine().registeredVariables))
      if (!variablesBefore.has(variable)) variable.dispose();
    unregisterKernel(Fill, backendName);
    removeBackend(backendName);
    if (before) void setBackend(before);
  }
}

class ShapesOnlyBackend extends KernelBackend {
  override write(): object {
    return {};
  }

  override incRef(): void {
    // No values to keep.
  }

  override disposeData(): boolean {
    return true;
  }

  override numDataIds(): number {
    return 0;
  }

  override dispose(): void {
    // No memory to free.
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }
}

function shapeOf(attributes: object | undefined): TensorInfo {
  const { shape, dtype = 'float32' } = attributes as { shape: number[]; dtype?: DataType };
  return { dataId: {}, shape, dtype };
}

type Layer = InstanceType<typeof layers.Layer>;
type AddWeight = (
  this: Layer,
  name: string,
  shape: number[],
  dtype: DataType | undefined,
  initializer: unknown,
  ...rest: unknown[]
) => unknown;

/** Replaces initializers, which compute their values in plain JavaScript and take long. */
function withoutInitialValues<Result>(build: () => Result): Result {
  const layer = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const original = layer.addWeight;
  const unset = { apply: (shape: number[], dtype?: DataType) => fill(shape, 0, dtype) };
  layer.addWeight = function (name, shape, dtype, _initializer, ...rest) {
    return original.call(this, name, shape, dtype, unset, ...rest);
  };
  try {
    return build();
  } finally {
    layer.addWeight = original;
  }
}
