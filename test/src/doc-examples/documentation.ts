import { type Compiled, ExampleCompiler } from './compile.js';
import type { Example, Failure } from './example.js';
import { pageExamples } from './page-examples.js';
import { type PublicExport, publicExports } from './public-exports.js';
import { runExamples } from './run.js';
import { entryPoints } from './workspace.js';

export interface Documentation {
  readonly exports: readonly PublicExport[];
  readonly examples: readonly Example[];
  readonly compile: (examples: readonly Example[]) => Compiled;
  /** Compiles and runs examples. */
  readonly failures: (examples: readonly Example[]) => Promise<Failure[]>;
}

/** Collects the examples in the doc comments of all packages and in the pages. */
export function readDocumentation(): Documentation {
  const compiler = new ExampleCompiler();
  const entries = entryPoints();
  const exports = publicExports(compiler.program(entries.map(({ types }) => types)), entries);
  const examples = [
    ...exports.flatMap(({ packageName, name, examples }) =>
      examples.map((code): Example => ({ group: packageName, name, code })),
    ),
    ...pageExamples(),
  ];
  return {
    exports,
    examples,
    compile: (selected) => compiler.compile(selected),
    async failures(selected) {
      const { scripts, failures } = compiler.compile(selected);
      return [...failures, ...(await runExamples(scripts))];
    },
  };
}
