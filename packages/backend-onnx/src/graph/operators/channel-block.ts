let enabled = true;
let measure: () => number | undefined = () => undefined;
let measured: { readonly size: number | undefined } | undefined;

/**
 * Enables or disables the blocked layout. Only the cpu supports it: images on a GPU would be copied
 * to the cpu and back.
 */
export function useChannelBlocks(use: boolean): void {
  enabled = use;
}

/**
 * Sets the function that measures the block, once, on first use. Without it there is no blocked
 * layout.
 */
export function measureChannelBlock(by: () => number | undefined): void {
  measure = by;
  measured = undefined;
}

/**
 * Returns the number of channels that this processor's convolutions store together. ONNX Runtime's
 * blocked layout (NCHWc) has 8 with AVX2, and 16 with AVX-512. Undefined if there is no such
 * layout, or it is disabled.
 */
export function channelBlock(): number | undefined {
  if (!enabled) return undefined;
  measured ??= { size: measure() };
  return measured.size;
}
