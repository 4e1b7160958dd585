import { TOLERANCE } from '../measure/agreement.js';
import { mebibytes, percent, seconds, significant } from './numbers.js';
import type { EngineResult, LeftOutResult, SweepResult, WorkResult } from './results.js';

/** Rows of cells, the first of which is the heading. */
export type Table = readonly [heading: readonly string[], ...rows: (readonly string[])[]];

/** A work's engines, quickest first. */
export function workTable({ engines, peakGflops }: WorkResult): Table {
  const columns: [heading: string, cell: (engine: EngineResult) => string][] = [
    ['engine', ({ title }) => title],
    ['ms a step', ({ stepMs }) => significant(stepMs.median)],
    ['quartiles', ({ stepMs }) => stepMs.quartiles.map(significant).join(' to ')],
    ['times ours', ({ ratio }) => (ratio ? significant(ratio.median) : '-')],
    ['to first step', ({ firstStepMs }) => seconds(firstStepMs)],
    ['compiling', ({ compileMs }) => seconds(compileMs)],
    ['peak memory', ({ peakBytes }) => mebibytes(peakBytes)],
  ];
  if (peakGflops !== undefined) {
    columns.push(['share of peak', ({ gflops }) => percent(gflops / peakGflops)]);
  }
  return [
    columns.map(([heading]) => heading),
    ...engines.map((engine) => columns.map(([, cell]) => cell(engine))),
  ];
}

/** Milliseconds a step, an engine a row and a size a column. */
export function sweepTable({ label, points }: SweepResult): Table {
  const names = [...new Set(points.flatMap(({ result }) => result.engines.map(({ title }) => title)))];
  const cell = (title: string, { engines }: WorkResult): string => {
    const engine = engines.find((each) => each.title === title);
    return engine ? significant(engine.stepMs.median) : '-';
  };
  return [
    [label, ...points.map(({ size }) => String(size))],
    ...names.map((title) => [title, ...points.map(({ result }) => cell(title, result))]),
  ];
}

/** Whether the engines did the same work, in a sentence or more. */
export function agreementText({ agreement, engines }: WorkResult): string {
  if (!agreement) return 'No engine did this work.';
  const { losses, difference, disagreeing } = agreement;
  if (disagreeing.length > 0) {
    const differences = disagreeing
      .map(({ engine, update, loss }) => `${engine} has a loss of ${loss} at update ${update + 1}`)
      .join('; ');
    return `NOT THE SAME WORK: ${differences}, where the others have ${losses.map(nats).join(', ')}.`;
  }
  const count =
    engines.length === 1 ? 'The engine that did it has' : `The ${engines.length} engines agree on`;
  return (
    `${count} the losses of the first ${losses.length} updates, ${losses.map(nats).join(', ')} nats: ` +
    `they differ by ${difference.toExponential(0)} (relative) at most, and ${TOLERANCE} is allowed.`
  );
}

const nats = (loss: number): string => loss.toFixed(3);

/** What the machine does at best, where it was measured. */
export function peakText({ peakGflops }: WorkResult): string[] {
  return peakGflops === undefined
    ? []
    : [
        `A plain product of two matrices of 2048 by 2048 reached ${significant(peakGflops)} GFLOP/s meanwhile.`,
      ];
}

export function leftOutText({ title, kind, reason, hint }: LeftOutResult): string {
  const how = hint ? ` (${hint})` : '';
  return `${title} ${kind === 'skipped' ? 'was left out' : 'failed'}: ${reason}${how}`;
}

/** For a terminal: the first column to the left, the others to the right. */
export function alignedText(table: Table): string {
  return padded(table, columnWidths(table, 0))
    .map((row) => row.join('  '))
    .join('\n');
}

/** As Prettier would write it. */
export function markdownTable(table: Table): string {
  const widths = columnWidths(table, 3);
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const [heading, ...rows] = padded(table, widths);
  return [heading ?? [], rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The width of each column of the heading: that of its longest cell, and at least `least`. */
function columnWidths(table: Table, least: number): number[] {
  const [heading] = table;
  return heading.map((_, column) => Math.max(least, ...table.map((row) => row[column]?.length ?? 0)));
}

/** The first column to the left, the others to the right. */
function padded(table: Table, widths: readonly number[]): string[][] {
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(pad));
}
