import type { ExecutionContext } from 'ava';

/**
 * Asserts that two folders of a run have the same files, to the byte, but for where and how fast
 * they were trained.
 */
export function sameRun(
  t: ExecutionContext,
  found: ReadonlyMap<string, Uint8Array>,
  expected: ReadonlyMap<string, Uint8Array>,
): void {
  t.deepEqual([...found.keys()].sort(), [
    'checkpoints/best.safetensors',
    'checkpoints/last.safetensors',
    'checkpoints/previous.safetensors',
    'environment.json',
    'fitted.json',
    'metrics.jsonl',
    'run.json',
    'spec.yaml',
  ]);
  t.deepEqual([...expected.keys()].sort(), [...found.keys()].sort());
  for (const [path, bytes] of expected) {
    if (path === 'environment.json') continue;
    const other = found.get(path) ?? new Uint8Array(0);
    if (path === 'metrics.jsonl') t.deepEqual(timeless(other), timeless(bytes), path);
    else t.deepEqual(other, bytes, path);
  }
}

/** Rows of metrics without their wall-clock times. */
function timeless(bytes: Uint8Array): unknown[] {
  const lines = new TextDecoder().decode(bytes).trim().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
}
