import { join } from 'node:path';

import ts from 'typescript';

import type { Example, Failure } from './example.js';
import { root } from './workspace.js';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  skipLibCheck: true,
};

export interface Compiled {
  /** The JavaScript of each example that compiles. */
  readonly scripts: ReadonlyMap<Example, string>;
  readonly failures: readonly Failure[];
}

/**
 * Compiles examples as a consumer would write them: files in a project that depends on every
 * package.
 */
export class ExampleCompiler {
  private readonly files = new Map<string, ts.SourceFile | undefined>();
  private readonly sources = new Map<string, string>();
  private readonly host: ts.CompilerHost;

  constructor() {
    const host = ts.createCompilerHost(options);
    this.host = {
      ...host,
      getCurrentDirectory: () => join(root, 'test'),
      fileExists: (path) => this.sources.has(path) || host.fileExists(path),
      readFile: (path) => this.sources.get(path) ?? host.readFile(path),
      getSourceFile: (path, languageVersion, ...rest) => {
        const source = this.sources.get(path);
        if (source !== undefined) return ts.createSourceFile(path, source, languageVersion, true);
        if (!this.files.has(path)) this.files.set(path, host.getSourceFile(path, languageVersion, ...rest));
        return this.files.get(path);
      },
    };
  }

  /** Reads built declaration files. Later programs share what it read. */
  program(rootNames: readonly string[]): ts.Program {
    return ts.createProgram(rootNames, options, this.host);
  }

  /** Type-checks examples in one program, and compiles those without errors. */
  compile(examples: readonly Example[]): Compiled {
    const paths = examples.map((_, index) => join(root, 'test', 'doc-examples', `${index}.ts`));
    examples.forEach(({ code }, index) => this.sources.set(paths[index]!, code));
    const program = this.program(paths);
    const scripts = new Map<Example, string>();
    const failures: Failure[] = [];
    examples.forEach((example, index) => {
      const file = program.getSourceFile(paths[index]!);
      const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      if (errors.length > 0) failures.push({ example, reason: errors.map(describe).join('\n') });
      else program.emit(file, (_, script) => scripts.set(example, script));
    });
    return { scripts, failures };
  }
}

function describe({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (!file || start === undefined) return message;
  return `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ${message}`;
}
