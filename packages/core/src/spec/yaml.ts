import { type Document, Lexer, LineCounter, Parser, isNode, isScalar, parseDocument, visit } from 'yaml';

import { checkDepth, dataLimits, Keys } from '@helmholtz/base';

/** What an anchor stands for may be written out so many times. */
const MOST_ALIASES = 100;

/**
 * The plain data of a YAML document, its aliases written out; JSON is YAML. No tag makes anything of its value.
 *
 * @throws SyntaxError where it is no YAML, too long or nested too deeply; where it has tags, or keys that are there twice, are no
 *   plain words or are not allowed; where aliases can't be written out.
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

/** What comes after recurses: the parser itself keeps a stack of its own, which says how deep it is. */
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
    // It would show the line of every error, however many and however long.
    prettyErrors: false,
    // It would compare each key with every other; `Keys` looks them up.
    uniqueKeys: false,
  });
  // A tag that nobody knows is a warning.
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
    JSON.stringify(value); // throws where an alias refers to what it stands in
    return value;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new SyntaxError(`its aliases can't be written out (${reason})`, { cause: error });
  }
}
