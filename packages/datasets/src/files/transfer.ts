import { constants, open, stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

export type Fetch = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

export interface DownloadProgress {
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly url: string;
  /** Bytes there so far, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes in all, where the server says so. */
  readonly total: number | undefined;
}

/** A response that is no file. It will not become one by asking again unless `temporary`. */
export class HttpError extends Error {
  readonly temporary: boolean;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.name = 'HttpError';
    this.temporary = status >= 500 || status === 408 || status === 429;
  }
}

export interface TransferOptions {
  readonly fetch: Fetch;
  /** Gives up when no byte has come for so many milliseconds. */
  readonly stallTimeout: number;
  readonly onBytes: (received: number, total: number | undefined) => void;
  readonly signal: AbortSignal | undefined;
}

/** Fetches `url` into the file `part`, going on after the bytes that are already there if the server can. */
export async function transfer(
  url: string,
  part: string,
  options: TransferOptions,
): Promise<{ resumed: boolean }> {
  const { fetch, stallTimeout, onBytes, signal } = options;
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new Error(`no data for ${stallTimeout / 1000} s`)),
    stallTimeout,
  );
  try {
    const present = await sizeOf(part);
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(present > 0 && { range: `bytes=${present}-` }) },
      signal: AbortSignal.any(signal ? [signal, stall.signal] : [stall.signal]),
    });
    const rangeNotSatisfiable = response.status === 416;
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      if (rangeNotSatisfiable && present > 0) return { resumed: true }; // The part is all there is, or more.
      throw new HttpError(response.status);
    }

    const start = response.status === 206 ? present : 0;
    const rest = Number(response.headers.get('content-length') ?? NaN);
    const total = Number.isFinite(rest) ? start + rest : undefined;
    let received = start;
    const count = async function* (body: AsyncIterable<Uint8Array>) {
      for await (const chunk of body) {
        timer.refresh();
        received += chunk.length;
        onBytes(received, total);
        yield chunk;
      }
    };
    // Written in place, never cut off before its end: processes that fetch the same file at once do each other no harm.
    const file = await open(part, constants.O_WRONLY | constants.O_CREAT);
    await pipeline(response.body, count, file.createWriteStream({ start }));
    await truncate(part, received);
    return { resumed: start > 0 };
  } finally {
    clearTimeout(timer);
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
