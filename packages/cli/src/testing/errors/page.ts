import { reportedKinds } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { examples } from './examples.js';
import { type ObservedError, observe } from './observe.js';

const introduction = `# Errors

<!-- Written by: node packages/cli/dist/testing/errors/write-page.js -->

An error says in one line what happened, what was given and what was expected, and has a hint that mends it. From code it
is a \`HelmholtzError\`: \`kind\`, \`message\`, \`hint\` and \`cause\`. The command
writes both lines to stderr; with \`--json\` the last line of stdout is \`{"error": {"kind", "message", "hint", "exitCode"}}\`;
with \`--debug\` it shows the stack.

Exit codes: ${exitCodes.success} done, ${exitCodes.failure} something failed, ${exitCodes.wrongUse} the command line or a file that it names is wrong, ${exitCodes.interrupted} after Ctrl-C,
${exitCodes.terminated} after SIGTERM.

What follows was observed: each command was run, in a folder with the files that it takes.
`;

/** The page of all kinds of errors, each with what commands said that failed so. */
export async function errorsPage(): Promise<string> {
  const observed: ObservedError[] = [];
  // One at a time: each takes the process' streams.
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
    const told = hint.replace(/(Valid names: ).*\.$/, '$1...');
    return `${files.map(contents).join('')}$ ${command}\nerror: ${message}\n  hint: ${told}\n`;
  });
  return `## \`${kind}\`: ${meaning}\n\nExit code ${codes}.\n\n\`\`\`\n${shown.join('\n')}\`\`\`\n`;
}

/** A short file, as it is shown before the command that takes it. */
function contents([name, text]: readonly [string, string | Uint8Array]): string {
  return typeof text === 'string' && text.length > 0 && text.length < 200
    ? `$ cat folder/${name}\n${text.trimEnd()}\n`
    : '';
}
