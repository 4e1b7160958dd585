/** Thrown when a step cannot be compiled: it does something that a graph, traced once, could not repeat. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}
