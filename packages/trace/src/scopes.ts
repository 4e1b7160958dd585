import { engine } from '@tensorflow/tfjs-core';

/** TensorFlow.js names the scope of an operation so. */
const OPERATION = '__op';
const UNNAMED = 'unnamed scope';

/** Names of the current `tf.tidy` scopes, outermost first. */
export function scopes(): string[] {
  const stack = engine().state.scopeStack as readonly { readonly name: string }[];
  return stack.map(({ name }) => name).filter((name) => name !== UNNAMED && !name.endsWith(OPERATION));
}
