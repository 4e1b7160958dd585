import { Command, CommanderError, Help, type Option } from 'commander';

import { commands } from './commands.js';
import { exitCodeOf, formatError, reportOf } from './errors.js';
import { exitCodes } from './exit-codes.js';
import { errorWithFlags } from './option-names.js';
import { version } from './version.js';

const examples = `
Start with:
  $ helmholtz train                  train the tutorial's VAE on embedded digits
  $ helmholtz list                   list recipes, layers, data sets and backends
  $ helmholtz draw vae --format png  draw its architecture to a PNG file`;

/**
 * Runs the command line and returns the exit code: 0 success, 1 failure, 2 wrong use, 130
 * interrupted, 143 terminated.
 *
 * With --json, the last line of stdout is one object after a failure, too:
 * `{"error": {"kind", "message", "hint", "exitCode"}}`.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let root: Command | undefined;
  try {
    const words = withoutHelp(argv);
    root = await program(words);
    await root.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (raised) {
    const subcommand = root?.commands.find((command) => command.name() === commandIn(argv));
    const error = subcommand ? errorWithFlags(raised, subcommand) : raised;
    const exitCode = exitCodeOf(error);
    // Commander has written its own message by then.
    if (!(error instanceof CommanderError))
      process.stderr.write(`${formatError(error, argv.includes('--debug'))}\n`);
    if (argv.includes('--json') && exitCode !== exitCodes.success)
      process.stdout.write(`${JSON.stringify({ error: { ...reportOf(error), exitCode } })}\n`);
    return exitCode;
  }
}

/** Makes `help tarin` fail like `tarin`: unknown command. */
function withoutHelp(argv: readonly string[]): string[] {
  const [first, command = 'help'] = argv;
  const isKnown = command === 'help' || Object.hasOwn(commands, command);
  return first === 'help' && !isKnown ? argv.slice(1) : [...argv];
}

async function program(argv: readonly string[]): Promise<Command> {
  const root = new Command('helmholtz')
    .description('Declares, trains, evaluates and draws deep latent-variable models.')
    .version(version)
    .addHelpText('after', examples)
    .configureHelp({ optionDescription })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^\((.*)\)$/m, '  hint: $1')) })
    .showHelpAfterError('  hint: Add --help to see arguments and options.')
    .exitOverride();
  const commandName = commandIn(argv);
  const loaded = commandName === undefined ? Object.values(commands) : [commands[commandName]!];
  for (const load of loaded) root.addCommand(inherit(root, await load()));
  return root;
}

/** Hides defaults without information: false for a switch, an empty list. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option as { defaultValue: unknown; description: string };
  const isEmpty = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return isEmpty ? description : new Help().optionDescription(option);
}

function commandIn(argv: readonly string[]): string | undefined {
  return argv.find((argument) => Object.hasOwn(commands, argument));
}

function inherit(root: Command, command: Command): Command {
  return command.copyInheritedSettings(root);
}
