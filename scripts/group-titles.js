// Imported first in a group of test files: puts the file before the title of each of its tests, so
// that two files may use the same title, and runs the tests one after another, because they share
// one TensorFlow.js. The option `serial` of ava would also run one group at a time.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const { refs } = require(join(dirname(require.resolve('ava')), '..', 'lib', 'worker', 'state.cjs'));

const { runnerChain } = refs;
const serial = new Proxy(runnerChain.serial, {
  get: (target, name) => (name === 'serial' ? target : (Reflect.get(target, name) ?? runnerChain[name])),
});
refs.runnerChain = named(serial);

/**
 * ava's `test`, and its parts such as `test.serial`, with the name of the file before each title.
 *
 * @template {Function} T
 * @param {T} chain
 * @returns {T}
 */
function named(chain) {
  return new Proxy(chain, {
    apply: (target, self, [title, ...rest]) =>
      Reflect.apply(target, self, [
        typeof title === 'string' ? `${declaringFile()} › ${title}` : title,
        ...rest,
      ]),
    get(target, name) {
      const part = Reflect.get(target, name);
      // `default` must be returned as it is, and a macro has no title of its own.
      return typeof part === 'function' && name !== 'default' && name !== 'macro' ? named(part) : part;
    },
  });
}

/** The test file that declares a test now, such as `core/training/batches`. */
function declaringFile() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName()).join('\n');
  const files = String(new Error().stack);
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  const [, packageName, file] = /([\w-]+)\/dist\/(\S+)\.test\.js/.exec(files) ?? [];
  return `${packageName}/${file}`;
}
