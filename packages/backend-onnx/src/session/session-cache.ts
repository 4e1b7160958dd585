import { entryOf } from '../graph/item-at.js';
import type { LinearGraph } from '../graph/linearize.js';
import type { Value } from '../graph/value.js';
import { plainGraph } from '../onnx/encode.js';
import { Session, type SessionOptions } from './session.js';

/** Least-recently-used cache of sessions by their graph's fingerprint. */
export class SessionCache {
  private readonly sessions = new Map<string, Session>();
  compiled = 0;

  constructor(
    private readonly capacity: number,
    private readonly options: () => SessionOptions,
  ) {}

  has({ fingerprint }: LinearGraph): boolean {
    return this.sessions.has(fingerprint);
  }

  get(graph: LinearGraph): Session {
    const { fingerprint } = graph;
    let session = this.sessions.get(fingerprint);
    if (session) {
      // A map keeps the order of insertion: the last used session moves to the end.
      this.sessions.delete(fingerprint);
    } else {
      session = compile(graph, this.options());
      this.compiled++;
    }
    this.sessions.set(fingerprint, session);
    if (this.sessions.size > this.capacity) this.drop(this.sessions.keys().next().value!);
    return session;
  }

  get size(): number {
    return this.sessions.size;
  }

  clear(): void {
    for (const fingerprint of [...this.sessions.keys()]) this.drop(fingerprint);
  }

  private drop(fingerprint: string): void {
    entryOf(this.sessions, fingerprint).dispose();
    this.sessions.delete(fingerprint);
  }
}

/** @throws Error with the last operators and their shapes if ONNX Runtime rejects the graph. */
function compile(graph: LinearGraph, options: SessionOptions): Session {
  const { leaves, operations, outputs } = graph;
  try {
    return new Session(
      plainGraph({ inputs: leaves, operations, outputs }),
      { inputs: leaves.map(({ type }) => type), outputs: outputs.length },
      // Many sessions are kept, and each would keep its largest memory.
      { ...options, keepMemory: false },
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`ONNX Runtime refuses a graph: ${reason}\n${listing(graph)}`, { cause });
  }
}

const LISTED = 12;

/** Last operators of a graph with their shapes, enough to see the failed computation. */
function listing({ operations }: LinearGraph): string {
  const shapes = (values: readonly (Value | undefined)[]): string =>
    values.map((value) => (value ? `${value.type}[${value.shape.join()}]` : '-')).join(', ');
  return operations
    .slice(-LISTED)
    .map(({ operator, inputs, outputs }) => `  ${operator}(${shapes(inputs)}) -> ${shapes(outputs)}`)
    .join('\n');
}
