import { Keys, checkDepth } from './plain-data.js';

/**
 * Parses JSON from an untrusted file. Before anything is built, refuses text that is nested too
 * deeply, has a key twice, or has a key such as `__proto__`.
 *
 * @throws SyntaxError if the text is refused or is not JSON.
 *
 * @example
 * ```ts
 * import { parseJson } from '@helmholtz/base';
 *
 * console.log(parseJson('{ "units": 8 }')); // { units: 8 }
 * try {
 *   parseJson('{ "units": 8, "units": 9 }');
 * } catch (error) {
 *   console.log((error as Error).message); // the key "units" appears twice
 * }
 * ```
 */
export function parseJson(text: string): unknown {
  checkStructure(text);
  return JSON.parse(text);
}

/** Walks over the text without recursion. `JSON.parse` reports text that is not JSON. */
function checkStructure(text: string): void {
  // Keys of each open mapping; undefined for a list.
  const open: (Keys | undefined)[] = [];
  for (let position = 0; position < text.length; position++) {
    switch (text[position]) {
      case '{':
      case '[':
        open.push(text[position] === '{' ? new Keys() : undefined);
        checkDepth(open.length);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const start = position;
        position = endOfText(text, start);
        if (isKey(text, position)) open.at(-1)?.add(JSON.parse(text.slice(start, position + 1)) as string);
        break;
      }
      default:
    }
  }
}

/** Position of the quote that ends a string. */
function endOfText(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  if (position < text.length) return position;
  throw new SyntaxError('it ends inside a string');
}

const afterKey = /\s*:/y;

function isKey(text: string, end: number): boolean {
  afterKey.lastIndex = end + 1;
  return afterKey.test(text);
}
