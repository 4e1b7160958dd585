import { type Files, platform } from '@helmholtz/base';

/**
 * File that grows piece by piece under a temporary name, and gets its own name at the end. Until
 * then, a file of that name stays as it was.
 */
export class GrowingFile {
  private readonly temporary: string;
  private readonly cancel: () => void;
  private size = 0;

  constructor(
    readonly path: string,
    private readonly files: Files = platform.files,
  ) {
    this.temporary = `${path}.${process.pid}.tmp`;
    this.cancel = files.removeAtExit(this.temporary);
  }

  async append(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
    await this.files.writeFrom(this.temporary, this.size, once(bytes));
    this.size += bytes.length;
  }

  async end(): Promise<void> {
    await this.files.rename(this.temporary, this.path);
    this.cancel();
  }

  async discard(): Promise<void> {
    await this.files.remove(this.temporary);
    this.cancel();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
