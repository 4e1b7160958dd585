import { Keys, checkDepth } from './plain-data.js';

/**
 * `JSON.parse` for files from anywhere: it refuses what is nested too deeply, says a key twice, or has a key such as
 * `__proto__`, before anything is built of it.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  checkStructure(text);
  return JSON.parse(text);
}

/** Walks over the text without recursion. What is no JSON at all is left to `JSON.parse` to tell. */
function checkStructure(text: string): void {
  // The keys of each mapping that is open, and nothing for a list.
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

/** The position of the quote that ends the text which starts at another. */
function endOfText(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  if (position < text.length) return position;
  throw new SyntaxError('it ends inside a text');
}

const afterKey = /\s*:/y;

function isKey(text: string, end: number): boolean {
  afterKey.lastIndex = end + 1;
  return afterKey.test(text);
}
