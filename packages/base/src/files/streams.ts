/**
 * Returns the chunks of a web stream. Not every browser can iterate over one.
 *
 * @example
 * ```ts
 * import { chunksOf } from '@helmholtz/base';
 *
 * let bytes = 0;
 * for await (const chunk of chunksOf(new Blob(['four']).stream())) bytes += chunk.length;
 * bytes; // 4
 * ```
 */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Does nothing at the end of the stream.
    await reader.cancel().catch(() => undefined);
  }
}
