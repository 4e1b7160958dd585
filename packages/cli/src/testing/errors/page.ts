import { reportedKinds } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { examples } from './examples.js';
import { type ObservedError, observe } from './observe.js';

const introduction = `# Errors

<!-- Written by: node packages/cli/dist/testing/errors/write-page.js -->

The message of an error names the problem, the received value and the expected one. The hint says how to fix it.

- The command line prints both to stderr. With \`--debug\` it prints the stack.
- With \`--json\`, the last line of stdout is \`{"error": {"kind", "message", "hint", "exitCode"}}\`.
- Code throws a \`HelmholtzError\` with \`kind\`, \`message\`, \`hint\` and \`cause\`.

| Exit code | Meaning                                  |
| --------- | ---------------------------------------- |
| ${exitCodes.success}         | success                                  |
| ${exitCodes.failure}         | failure                                  |
| ${exitCodes.wrongUse}         | wrong command line, or a wrong spec file |
| ${exitCodes.interrupted}       | interrupted by Ctrl-C                    |
| ${exitCodes.brokenPipe}       | the reader of stdout has closed it       |
| ${exitCodes.terminated}       | terminated by SIGTERM                    |

The examples are the output of real commands.
`;

/** Returns the page of all kinds of errors, each with the output of commands that fail. */
export async function errorsPage(): Promise<string> {
  const observed: ObservedError[] = [];
  // One at a time: they share the streams of the process.
  for (const example of examples) observed.push(await observe(example));
  const sections = Object.entries(reportedKinds).map(([kind, meaning]) =>
    section(
      kind,
      meaning,
      observed.filter((error) => error.kind === kind),
    ),
  );
  return [introduction, ...sections].join('\n');
}

function section(kind: string, meaning: string, errors: readonly ObservedError[]): string {
  const codes = [...new Set(errors.map(({ exitCode }) => exitCode))].join(', ');
  const shown = errors.map(({ command, files, message, hint = '' }) => {
    const shortHint = hint.replace(/(Valid names: ).*\.$/, '$1...');
    return `${files.map(contents).join('')}$ ${command}\nerror: ${message}\n  hint: ${shortHint}\n`;
  });
  return `## \`${kind}\`: ${meaning}\n\nExit code ${codes}.\n\n\`\`\`\n${shown.join('\n')}\`\`\`\n`;
}

/** Returns a short file as text to show before its command. */
function contents([name, text]: readonly [string, string | Uint8Array]): string {
  return typeof text === 'string' && text.length > 0 && text.length < 200
    ? `$ cat folder/${name}\n${text.trimEnd()}\n`
    : '';
}
