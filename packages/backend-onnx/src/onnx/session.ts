import type { Value } from '../graph/value.js';
import type { TensorData } from '../graph/value.js';
import { type GraphParts, encodeModel } from './encode.js';
import { type NativeSession, type NativeTensor, native } from './native.js';

export interface SessionOptions {
  /** Threads for one operator; without it as many as the machine has cores. */
  readonly threads?: number | undefined;
  /** Where it runs, best first; the cpu is always there. */
  readonly executionProviders?: readonly string[] | undefined;
}

/** A compiled graph. */
export class Session {
  private readonly native: NativeSession;
  private readonly fetches: Readonly<Record<string, null>>;
  private readonly inputs: readonly Pick<Value, 'shape' | 'type'>[];

  /** @throws Error naming the operators and shapes where ONNX Runtime refuses the graph. */
  constructor(parts: GraphParts, options: SessionOptions = {}) {
    const model = encodeModel(parts);
    this.inputs = parts.inputs.map(({ shape, type }) => ({ shape, type }));
    this.fetches = Object.fromEntries(parts.outputs.map((_, index) => [`y${index}`, null]));
    this.native = new (native().binding.InferenceSession)();
    try {
      this.native.loadModel(model.buffer, model.byteOffset, model.byteLength, nativeOptions(options));
    } catch (cause) {
      throw new Error(`ONNX Runtime refuses a graph: ${reason(cause)}\n${listing(parts)}`, { cause });
    }
  }

  /** Runs at once; the data of the outputs, in order. */
  run(data: readonly TensorData[]): TensorData[] {
    const { Tensor } = native();
    const feeds: Record<string, NativeTensor> = {};
    this.inputs.forEach(({ shape, type }, index) => {
      feeds[`x${index}`] = new Tensor(type, data[index]!, shape);
    });
    const results = this.native.run(feeds, this.fetches, {});
    return Object.keys(this.fetches).map((name) => results[name]!.data);
  }

  dispose(): void {
    this.native.dispose();
  }
}

const ERRORS_ONLY = 3;

function nativeOptions({ threads, executionProviders }: SessionOptions): object {
  return {
    executionProviders: executionProviders ?? ['cpu'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: ERRORS_ONLY,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
}

const LISTED = 12;

/** The last operators of a graph with their shapes: enough to see what was being computed. */
function listing({ operations }: GraphParts): string {
  const lines = operations.slice(-LISTED).map(({ operator, inputs, outputs }) => {
    const shapes = (values: readonly (Value | undefined)[]): string =>
      values.map((value) => (value ? `${value.type}[${value.shape.join()}]` : '-')).join(', ');
    return `  ${operator}(${shapes(inputs)}) -> ${shapes(outputs)}`;
  });
  return lines.join('\n');
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
