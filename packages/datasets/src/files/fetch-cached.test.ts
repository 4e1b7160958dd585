import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { inTurn, sendCut, sendFile, serve } from '../testing/file-server.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { fetchCached } from './fetch-cached.js';
import type { DownloadProgress } from './transfer.js';

const file = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const retryDelay = 5;

/** Accepts `file` and nothing else. */
async function read(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new HelmholtzError('storage', `${path} cannot be read.`, { cause });
  });
  if (bytes.equals(file)) return bytes;
  throw new HelmholtzError('data', `${bytes.length} other bytes.`);
}

/** Quicker than a deep comparison, which would hold up the servers of the other tests. */
function isFile(t: ExecutionContext, bytes: Buffer): void {
  t.true(bytes.equals(file));
}

async function target(t: ExecutionContext): Promise<string> {
  return join(await temporaryFolder(t), 'set', 'file.gz');
}

const failWith =
  (status: number): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end();
  };

test('downloads, reports progress up to the end, and keeps the file', async (t) => {
  const { address, requests } = await serve(t, sendFile(file));
  const path = await target(t);
  const progress: DownloadProgress[] = [];
  const url = `${address}file.gz`;
  await fetchCached({ target: path, urls: [url], read, onProgress: (each) => progress.push(each) });
  t.deepEqual(progress.at(-1), { file: 'file.gz', url, received: file.length, total: file.length });
  t.true(progress.every(({ received }, i) => i === 0 || received > progress[i - 1]!.received));
  t.deepEqual(await readdir(dirname(path)), ['file.gz']);

  await fetchCached({ target: path, urls: [url], read });
  t.is(requests.length, 1, 'the second time it is in the cache');
});

test('resumes where a connection was cut, also at another mirror', async (t) => {
  const cut = await serve(t, inTurn(sendCut(file, 100_000), failWith(404)));
  const whole = await serve(t, sendFile(file));
  const path = await target(t);
  const urls = [`${cut.address}a`, `${whole.address}b`];
  isFile(t, await fetchCached({ target: path, urls, read, retryDelay }));
  const start = Number(/^\/b bytes=(\d+)-$/.exec(whole.requests[0]!)?.[1]);
  t.true(start > 0 && start <= 100_000, `resumed at ${start}`);
  t.is(whole.requests.length, 1, 'what came before the cut was kept');
  t.deepEqual(await readdir(dirname(path)), ['file.gz']);
});

test('starts over where a server knows no ranges', async (t) => {
  const { address, requests } = await serve(t, inTurn(sendCut(file, 100_000), sendCut(file, file.length)));
  isFile(t, await fetchCached({ target: await target(t), urls: [address], read, retryDelay }));
  t.is(requests.length, 2);
});

test('accepts a part that was complete already', async (t) => {
  const { address, requests } = await serve(t, sendFile(file));
  const path = await target(t);
  await mkdir(dirname(path));
  await writeFile(`${path}.part`, file);
  isFile(t, await fetchCached({ target: path, urls: [address], read }));
  t.deepEqual(requests, [`/ bytes=${file.length}-`]);
});

test('starts over when a part turns out to be of another file', async (t) => {
  for (const length of [1_000, file.length, file.length + 1]) {
    const { address } = await serve(t, sendFile(file));
    const path = await target(t);
    await mkdir(dirname(path));
    await writeFile(`${path}.part`, Buffer.alloc(length, 1));
    isFile(t, await fetchCached({ target: path, urls: [address], read }));
    t.deepEqual(await readdir(dirname(path)), ['file.gz']);
  }
});

test('truncates an old part that is too long', async (t) => {
  const { address } = await serve(t, (_request, response) => response.end(file));
  const path = await target(t);
  await mkdir(dirname(path));
  await writeFile(`${path}.part`, Buffer.alloc(file.length + 1, 1));
  isFile(t, await fetchCached({ target: path, urls: [address], read }));
});

test('replaces a file in the cache that is damaged', async (t) => {
  const { address } = await serve(t, sendFile(file));
  const path = await target(t);
  await mkdir(dirname(path));
  await writeFile(path, 'rubbish');
  isFile(t, await fetchCached({ target: path, urls: [address], read }));
  isFile(t, await readFile(path));
});

test('tries again after an error of the server', async (t) => {
  const { address, requests } = await serve(t, inTurn(failWith(500), failWith(503), sendFile(file)));
  isFile(t, await fetchCached({ target: await target(t), urls: [address], read, retryDelay }));
  t.is(requests.length, 3);
});

test('throws an error with the reason in one line after the given number of rounds', async (t) => {
  const { address, requests } = await serve(t, failWith(500));
  const path = await target(t);
  const error = await t.throwsAsync(
    fetchCached({ target: path, urls: [`${address}file.gz`], read, rounds: 3, retryDelay }),
    { instanceOf: HelmholtzError },
  );
  t.is(requests.length, 3);
  t.is(error.kind, 'data');
  t.is(error.message, `file.gz could not be downloaded (${new URL(address).host}: the server answered 500).`);
  t.true(error.hint!.includes(dirname(path)));
});

test('does not retry a missing file', async (t) => {
  const { address, requests } = await serve(t, failWith(404));
  await t.throwsAsync(fetchCached({ target: await target(t), urls: [address], read, retryDelay }), {
    message: /answered 404/,
  });
  t.is(requests.length, 1);
});

test('throws an error when no server responds', async (t) => {
  const urls = ['http://127.0.0.1:1/file.gz'];
  await t.throwsAsync(fetchCached({ target: await target(t), urls, read, rounds: 1 }), {
    message: /could not be downloaded \(127\.0\.0\.1:1: .*(ECONNREFUSED|bad port)/,
  });
});

test('leaves nothing behind of a file that is not the one wanted', async (t) => {
  const { address, requests } = await serve(t, sendFile(Buffer.from('a login page')));
  const path = await target(t);
  await t.throwsAsync(fetchCached({ target: path, urls: [address], read, retryDelay }), {
    message: /could not be downloaded \(.*: 12 other bytes\)\./,
  });
  t.is(requests.length, 1);
  t.deepEqual(await readdir(dirname(path)), []);
});

test('an aborted download stops at once, and resumes later', async (t) => {
  const { address, requests } = await serve(
    t,
    inTurn((_, response) => {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, 100_000));
    }, sendFile(file)),
  );
  const path = await target(t);
  const abort = new AbortController();
  const onProgress = ({ received }: DownloadProgress) => {
    if (received === 100_000) setTimeout(() => abort.abort(), 200);
  };
  const options = { target: path, urls: [address], read, retryDelay };
  const stopped = await t.throwsAsync(fetchCached({ ...options, onProgress, signal: abort.signal }), {
    any: true,
  });
  t.is(stopped, abort.signal.reason);
  t.is(requests.length, 1);
  t.deepEqual(await readdir(dirname(path)), ['file.gz.part']);

  isFile(t, await fetchCached(options));
  t.regex(requests[1]!, /^\/ bytes=[1-9]\d*-$/);
});

const sayNothing: RequestListener = () => undefined;

test('throws an error when a server sends no data before the timeout', async (t) => {
  const { address } = await serve(t, sayNothing);
  const options = { target: await target(t), urls: [address], read, rounds: 1, stallTimeout: 100 };
  await t.throwsAsync(fetchCached(options), { message: /no data for 0\.1 s/ });
});

test('waits for a server that sends slowly', async (t) => {
  const { address, requests } = await serve(t, (_request, response) => {
    let sent = 0;
    const timer = setInterval(() => {
      response.write(file.subarray(sent, (sent += 50_000)));
      if (sent < file.length) return;
      clearInterval(timer);
      response.end();
    }, 300);
  });
  const options = { target: await target(t), urls: [address], read, retryDelay, stallTimeout: 1_500 };
  isFile(t, await fetchCached(options));
  t.is(requests.length, 1);
});

test('two downloads of the same file at once do each other no harm', async (t) => {
  const slowly =
    (pause: number): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, 200_000));
      setTimeout(() => response.end(file.subarray(200_000)), pause);
    };
  const { address } = await serve(t, inTurn(slowly(150), slowly(50)));
  const path = await target(t);
  const once = () => fetchCached({ target: path, urls: [address], read, retryDelay });
  const [first, second] = await Promise.all([once(), once()]);
  isFile(t, first);
  isFile(t, second);
  isFile(t, await readFile(path));
  t.deepEqual(await readdir(dirname(path)), ['file.gz']);
});

test('a folder that cannot be written to is an error of storage, and no mirror is asked', async (t) => {
  const { address, requests } = await serve(t, sendFile(file));
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'set'), 'a file, not a folder');
  const error = await t.throwsAsync(
    fetchCached({ target: join(folder, 'set', 'file.gz'), urls: [address], read }),
    {
      instanceOf: HelmholtzError,
      message: /^Could not create .*set: EEXIST\.$/,
    },
  );
  t.is(error.kind, 'storage');
  t.regex(error.hint!, /HELMHOLTZ_CACHE/);
  t.is(requests.length, 0);
});

(process.platform === 'linux' ? test : test.skip)('so is a full disk', async (t) => {
  const { address } = await serve(t, sendFile(file));
  const path = await target(t);
  await mkdir(dirname(path));
  await symlink('/dev/full', `${path}.part`);
  const error = await t.throwsAsync(fetchCached({ target: path, urls: [address], read }), {
    instanceOf: HelmholtzError,
    message: /^Could not write .*file\.gz\.part: ENOSPC\.$/,
  });
  t.is(error.kind, 'storage');
});
