import { mebibytes, significant } from './numbers.js';
import type { Results, WorkResult } from './results.js';
import { agreementText, leftOutText, markdownTable, peakText, sweepTable, workTable } from './table.js';

const BEGIN = '<!-- The numbers from here on are written by the command. -->';
const END = '<!-- Here the numbers end. -->';

/**
 * The numbers of a run for people to read; `chart` is the path of its drawing, as seen from there.
 */
export function resultsMarkdown(results: Results, chart: string): string {
  const { date, machine, options } = results;
  const versions = new Set(
    results.works.flatMap(({ engines }) => engines.flatMap(({ version }) => version.split(', '))),
  );
  const parts = [
    `Measured on ${date.slice(0, 10)}: ${machine.processor}, ${machine.cores} cores, ` +
      `${mebibytes(machine.memoryBytes)} of memory; ${machine.system}; Node ${machine.node.slice(1)}; ` +
      `${[...versions].sort().join('; ')}. ${options.rounds} rounds, in each of which every engine ran for about ` +
      `${significant(options.turnMs / 1000)} s; the load of the machine was ${significant(machine.load)} at the beginning.`,
    `![Milliseconds a step by engine and work](${chart})`,
    ...results.works.flatMap(workMarkdown),
    ...results.sweeps.flatMap((sweep) => [`### By ${sweep.label}`, markdownTable(sweepTable(sweep))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function workMarkdown(result: WorkResult): string[] {
  const { work, engines, leftOut } = result;
  return [
    `### ${work.title}`,
    ...(engines.length > 0 ? [markdownTable(workTable(result))] : []),
    agreementText(result),
    ...peakText(result),
    ...(leftOut.length > 0 ? [leftOut.map((each) => `- ${leftOutText(each)}`).join('\n')] : []),
  ];
}

/**
 * Puts the numbers where a page has marked their place.
 *
 * @throws Error where it has not.
 */
export function insertNumbers(page: string, numbers: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`The page has no place for the numbers: a line "${BEGIN}" and below it a line "${END}".`);
  }
  return `${page.slice(0, begin + BEGIN.length)}\n\n${numbers}\n${page.slice(end)}`;
}
