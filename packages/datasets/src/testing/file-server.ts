import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

export interface FileServer {
  /** Ends in a slash. */
  readonly address: string;
  /** Requests in order: `path` or `path bytes=...`. */
  readonly requests: readonly string[];
}

/** A local server that is closed after the test. */
export async function serve(t: ExecutionContext, listener: RequestListener): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([request.url, request.headers.range].filter(Boolean).join(' '));
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
}

/** Answers with `file`, or with the range of it that is asked for. */
export function sendFile(file: Buffer): RequestListener {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? NaN);
    if (Number.isNaN(start)) {
      response.writeHead(200, { 'content-length': file.length }).end(file);
    } else if (start >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    } else {
      response.writeHead(206, {
        'content-length': file.length - start,
        'content-range': `bytes ${start}-${file.length - 1}/${file.length}`,
      });
      response.end(file.subarray(start));
    }
  };
}

/**
 * Promises the whole of `file`, sends `length` bytes of it and, when they have surely been written
 * down, cuts the connection.
 */
export function sendCut(file: Buffer, length: number): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, length), () => setTimeout(() => response.destroy(), 200));
  };
}

/** Answers each request with the next of `listeners`, and from then on with the last. */
export function inTurn(...listeners: readonly [RequestListener, ...RequestListener[]]): RequestListener {
  let turn = 0;
  return (request, response) => {
    const listener = listeners[Math.min(turn++, listeners.length - 1)] ?? listeners[0];
    listener(request, response);
  };
}
