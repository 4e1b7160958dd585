const START = 1 << 24;

/**
 * A growing buffer for a declared number of bytes. It allocates at most twice the bytes received.
 */
export class GrowingBytes {
  private room: Uint8Array;
  private filled = 0;

  /** @param promised the most that will be appended */
  constructor(private readonly promised: number) {
    this.room = new Uint8Array(Math.min(promised, START));
  }

  get length(): number {
    return this.filled;
  }

  get bytes(): Uint8Array {
    return this.filled === this.room.length ? this.room : this.room.slice(0, this.filled);
  }

  append(bytes: Uint8Array): void {
    const needed = this.filled + bytes.length;
    if (needed > this.room.length) {
      const grown = new Uint8Array(Math.min(Math.max(2 * this.room.length, needed), this.promised));
      grown.set(this.room);
      this.room = grown;
    }
    this.room.set(bytes, this.filled);
    this.filled = needed;
  }
}
