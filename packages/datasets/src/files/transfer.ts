import { chunksOf, type Files } from '@helmholtz/base';

export type Fetch = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

export interface DownloadProgress {
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly url: string;
  /** Number of bytes received, including bytes of earlier attempts. */
  readonly received: number;
  /** Size of the whole file, if the server states it. */
  readonly total: number | undefined;
}

/** A response without a file. Asking again helps only if it is `temporary`. */
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
  readonly files: Files;
  /** Milliseconds without data after which the download fails. */
  readonly stallTimeout: number;
  readonly onBytes: (received: number, total: number | undefined) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Fetches `url` into the file `part`. Continues after the bytes that are already there if the
 * server can.
 */
export async function transfer(
  url: string,
  part: string,
  options: TransferOptions,
): Promise<{ resumed: boolean }> {
  const { fetch, files, stallTimeout, onBytes, signal } = options;
  const stall = new AbortController();
  const startTimer = () =>
    setTimeout(() => stall.abort(new Error(`no data for ${stallTimeout / 1000} s`)), stallTimeout);
  let timer = startTimer();
  try {
    const present = (await files.stat(part))?.size ?? 0;
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(present > 0 && { range: `bytes=${present}-` }) },
      signal: AbortSignal.any(signal ? [signal, stall.signal] : [stall.signal]),
    });
    const rangeNotSatisfiable = response.status === 416;
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      // The part has the whole file, or more.
      if (rangeNotSatisfiable && present > 0) return { resumed: true };
      throw new HttpError(response.status);
    }

    const start = response.status === 206 ? present : 0;
    const rest = Number(response.headers.get('content-length') ?? NaN);
    const total = Number.isFinite(rest) ? start + rest : undefined;
    let received = start;
    const counted = async function* (body: ReadableStream<Uint8Array>) {
      for await (const chunk of chunksOf(body)) {
        clearTimeout(timer);
        timer = startTimer();
        received += chunk.length;
        onBytes(received, total);
        yield chunk;
      }
    };
    await files.writeFrom(part, start, counted(response.body));
    return { resumed: start > 0 };
  } finally {
    clearTimeout(timer);
  }
}
