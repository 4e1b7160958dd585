import { type Document, Lexer, LineCounter, Parser, isNode, isScalar, parseDocument, visit } from 'yaml';

import { checkDepth, dataLimits, Keys } from '@helmholtz/base';

/** Limit of expanded aliases. */
const MOST_ALIASES = 100;

/**
 * Returns the plain data of a YAML document with its aliases expanded. JSON is a subset of YAML.
 *
 * @throws SyntaxError if the text is not YAML, is too long or nested too deeply; if it has tags,
 *   duplicate keys, or keys that are not plain words or not allowed; if aliases can't be expanded.
 */
export function parseYaml(text: string): unknown {
  if (text.length > dataLimits.specLength) {
    throw new SyntaxError(`it has ${text.length} characters, at most ${dataLimits.specLength} are read`);
  }
  checkNesting(text);
  const lines = new LineCounter();
  const document = compose(text, lines);
  checkKeys(document, lines);
  return plainData(document);
}

/** Later passes recurse. The parser itself has an explicit stack, whose length is the depth. */
function checkNesting(text: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    checkDepth(parser.stack.length);
  }
}

function compose(text: string, lineCounter: LineCounter): Document {
  const document = parseDocument(text, {
    lineCounter,
    schema: 'core',
    resolveKnownTags: false,
    merge: false,
    // It would print the line of every error, without a limit.
    prettyErrors: false,
    // It would compare every pair of keys. `Keys` uses a set.
    uniqueKeys: false,
  });
  // An unknown tag is a warning only.
  const [problem] = [...document.errors, ...document.warnings];
  if (!problem) return document;
  throw new SyntaxError(`${problem.message.split('\n')[0]} at ${place(problem.pos[0], lineCounter)}`);
}

function checkKeys(document: Document, lines: LineCounter): void {
  visit(document, {
    Map(_, { items, range }) {
      const keys = new Keys();
      for (const { key } of items) {
        const at = place((isNode(key) ? key.range : range)?.[0] ?? 0, lines);
        if (!isScalar(key))
          throw new SyntaxError(`a key is a plain word, not a list, a mapping or an alias, at ${at}`);
        keys.add(String(key.value), ` at ${at}`);
      }
    },
  });
}

function place(offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}

function plainData(document: Document): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    JSON.stringify(value); // throws for an alias that refers to its own parent
    return value;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new SyntaxError(`its aliases can't be written out (${reason})`, { cause: error });
  }
}
