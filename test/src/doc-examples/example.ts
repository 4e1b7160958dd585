/** A piece of documentation that is compiled and run. */
export interface Example {
  /** The package that it documents, or `docs`. The examples of a group run in one process. */
  readonly group: string;
  /** What a failure is reported under: the name of an export, or a page and a line. */
  readonly name: string;
  readonly code: string;
}

/** An example that does not compile, throws, or prints something else than its comments say. */
export interface Failure {
  readonly example: Pick<Example, 'group' | 'name'>;
  readonly reason: string;
}

const printing = /(?:console\.log|\.print)\(.*\);?(?:\s+\/\/ (?<printed>.*))?$/;
const commentLine = /^\s*\/\/ ?(?<text>.*)$/;

/**
 * Returns what an example says that it prints: the comment behind each `console.log(...)` or
 * `.print()`, and the comment lines right below it. An example without such comments may print
 * anything.
 */
export function expectedOutput(code: string): string | undefined {
  const expected: string[] = [];
  let follows = false;
  for (const line of code.split('\n')) {
    const print = printing.exec(line);
    const text = print ? print.groups?.['printed'] : commentLine.exec(line)?.groups?.['text'];
    follows = print !== null || (follows && text !== undefined);
    if (follows && text !== undefined) expected.push(text);
  }
  return expected.length === 0 ? undefined : normalize(expected.join('\n'));
}

/** Output without spaces at the ends of lines, which a comment can't hold. */
export function normalize(output: string): string {
  return output.replace(/[ \t]+$/gm, '').trim();
}
