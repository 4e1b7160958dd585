/** Why a function can't be compiled: it does something that a graph made once could not repeat. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}
