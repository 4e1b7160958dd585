import { itemAt } from '../graph/item-at.js';
import type { ElementType, TensorData } from '../graph/value.js';
import { encodeModel } from '../onnx/encode.js';
import type { OnnxGraph } from '../onnx/format.js';
import { type NativeSession, type NativeTensor, native } from './native.js';

export interface SessionOptions {
  /** Threads per operator; the number of cores by default. */
  readonly threads?: number | undefined;
  /** Execution providers, preferred ones first. The cpu is always available. */
  readonly executionProviders?: readonly string[] | undefined;
  /** Whether to keep the memory of a run for the next run of the same session. */
  readonly keepMemory?: boolean | undefined;
}

/** Inputs and outputs of a session. Shapes are those of each run's data. */
export interface Signature {
  readonly inputs: readonly ElementType[];
  readonly outputs: number;
}

export interface Fed {
  readonly data: TensorData;
  readonly shape: readonly number[];
}

/** Compiled graph with inputs x0, x1, ... and outputs y0, y1, ... */
export class Session {
  private readonly native: NativeSession;
  private readonly fetches: Readonly<Record<string, null>>;

  /** @throws Error if ONNX Runtime rejects the graph. */
  constructor(
    graph: OnnxGraph,
    private readonly signature: Signature,
    options: SessionOptions = {},
  ) {
    const model = encodeModel(graph);
    this.fetches = Object.fromEntries(
      Array.from({ length: signature.outputs }, (_, index) => [`y${index}`, null]),
    );
    this.native = new (native().binding.InferenceSession)();
    this.native.loadModel(model.buffer, model.byteOffset, model.byteLength, nativeOptions(options));
  }

  /** Runs synchronously. Returns the data of the outputs, in order. */
  run(inputs: readonly Fed[]): TensorData[] {
    const { Tensor } = native();
    const feeds: Record<string, NativeTensor> = {};
    inputs.forEach(({ data, shape }, index) => {
      feeds[`x${index}`] = new Tensor(itemAt(this.signature.inputs, index), data, shape);
    });
    const results = this.execute(feeds);
    return Object.keys(this.fetches).map((name) => results[name]!.data);
  }

  private execute(feeds: Readonly<Record<string, NativeTensor>>): Record<string, NativeTensor> {
    try {
      return this.native.run(feeds, this.fetches, {});
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      const advice = /alloc/i.test(message) ? ' Not enough memory: use smaller batches or tensors.' : '';
      throw new Error(`ONNX Runtime could not run a graph: ${message}${advice}`, { cause });
    }
  }

  dispose(): void {
    this.native.dispose();
  }
}

// Errors are thrown and need not be printed.
const FATAL_ONLY = 4;

function nativeOptions({ threads, executionProviders, keepMemory = true }: SessionOptions): object {
  return {
    executionProviders: executionProviders ?? ['cpu'],
    graphOptimizationLevel: 'all',
    enableCpuMemArena: keepMemory,
    logSeverityLevel: FATAL_ONLY,
    // Otherwise the threads of every session spin after creation and after each run.
    extra: { session: { force_spinning_stop: '1' } },
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
}
