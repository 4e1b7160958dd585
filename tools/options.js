// Options of the tools in this folder.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * Reads the options of a tool. `--help` prints the comment at the head of the tool's file, and an
 * unknown option one line.
 *
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {string} url `import.meta.url` of the tool.
 * @param {Config} config
 */
export function readOptions(url, config) {
  if (process.argv.includes('--help')) {
    console.log(headComment(readFileSync(new URL(url), 'utf8')));
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem] = String(error instanceof Error ? error.message : error).split('. ');
    console.error(`${problem}. --help lists the options.`);
    return process.exit(2);
  }
}

/** @param {string} source */
export function headComment(source) {
  const lines = source.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n');
}
