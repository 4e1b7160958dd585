import type { LinearGraph } from '../graph/linearize.js';
import { Session, type SessionOptions } from './session.js';

/** Sessions by their graph's fingerprint, those used longest ago given up first. */
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
      // A map keeps the order of insertion: the one used last goes to its end.
      this.sessions.delete(fingerprint);
    } else {
      session = new Session(
        { inputs: graph.leaves, operations: graph.operations, outputs: graph.outputs },
        this.options(),
      );
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
    this.sessions.get(fingerprint)!.dispose();
    this.sessions.delete(fingerprint);
  }
}
