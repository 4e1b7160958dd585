import { relative, sep } from 'node:path';

import ts from 'typescript';

import { type EntryPoint, root } from './workspace.js';

/** A function or class that users can import. */
export interface PublicExport {
  /**
   * The package that declares it, such as `@helmholtz/core`, even where another package re-exports
   * it.
   */
  readonly packageName: string;
  readonly name: string;
  /** The code of each `@example` in its doc comment. */
  readonly examples: readonly string[];
}

/**
 * Lists every function and class that the entry points export, each once, with the examples in its
 * doc comment. Names exported as types alone are left out.
 */
export function publicExports(program: ts.Program, entries: readonly EntryPoint[]): PublicExport[] {
  const checker = program.getTypeChecker();
  const found = new Map<ts.Symbol, PublicExport>();
  for (const { types } of entries) {
    const file = program.getSourceFile(types);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module)
      throw new Error(`${relative(root, types)} is not a module. Build the packages first: npm run build.`);
    for (const symbol of checker.getExportsOfModule(module)) {
      if (symbol.declarations?.some(isTypeOnly)) continue;
      const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const packageName = declaringPackage(declared);
      if (packageName === undefined || found.has(declared) || !isCallable(checker, declared)) continue;
      found.set(declared, { packageName, name: symbol.name, examples: examplesOf(checker, declared) });
    }
  }
  return [...found.values()];
}

/** Whether a name is exported as a type alone: a class whose constructor users cannot call. */
function isTypeOnly(declaration: ts.Declaration): boolean {
  return ts.isExportSpecifier(declaration) && ts.isTypeOnlyExportDeclaration(declaration);
}

/** Whether a symbol is a function, a class, or a constant that holds one. */
function isCallable(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) return true;
  if (!(symbol.flags & ts.SymbolFlags.Variable)) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}

/**
 * The package whose folder holds the declaration; undefined for a third-party name that an entry
 * passes on.
 */
function declaringPackage(symbol: ts.Symbol): string | undefined {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration) return undefined;
  const [packages, folder] = relative(root, declaration.getSourceFile().fileName).split(sep);
  return packages === 'packages' && folder !== undefined ? `@helmholtz/${folder}` : undefined;
}

/**
 * The code of the `ts` blocks. An @example may show something else, such as output, and is then no
 * code to run.
 */
function examplesOf(checker: ts.TypeChecker, symbol: ts.Symbol): string[] {
  return symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'example')
    .flatMap(({ text }) => /^```ts\n([^]*?)^```/m.exec(ts.displayPartsToString(text))?.[1] ?? []);
}
