import { itemAt } from '@helmholtz/base';
import { headerOfData } from './header-of-data.js';
import type { ColumnLook, DataLook } from './look.js';
import { namesRows } from './names-rows.js';
import type { NumberLook } from './number-look.js';

export interface AdviceOptions {
  /** Whether a likelihood of real numbers, such as `normal`, reads the numbers as they are. */
  readonly raw?: boolean | undefined;
  /** Whether columns that do not vary harm: a density of theirs has no bound. */
  readonly real?: boolean | undefined;
  /** Whether all columns are modelled, also constant ones. */
  readonly modelled?: boolean | undefined;
  /** Columns whose likelihoods are for skewed numbers or outliers. */
  readonly suited?: ReadonlySet<string> | undefined;
}

type Sentinel = NonNullable<NumberLook['sentinel']>;

/** Columns that training refuses, of which lines are given. */
const MOST_PROBLEMS = 4;

const SKEWED = 5;

/** Interquartile ranges from the median from which on a number is far out. */
const FAR = 100;

/** Ratio of deviations that one likelihood can hardly hold together. */
const SPREAD = 1000;

/**
 * Returns advice before training: at most one line for each kind of problem.
 *
 * Problems are columns that name the rows, are empty, constant, copies of others, skewed or
 * heavy-tailed, or differ a lot in scale. Returns an empty list for data without such columns.
 *
 * @example
 * ```ts
 * import { adviceOn, lookAtTable, parseTable } from '@helmholtz/datasets';
 *
 * const rows = Array.from({ length: 30 }, (_, row) => `${row / 7},5.5`).join('\n');
 * const [advice] = adviceOn(lookAtTable(parseTable(`x,site\n${rows}\n`, 'new.csv')));
 * console.log(advice?.split('. ')[0]); // The column "site" of new.csv is constant
 * ```
 */
export function adviceOn(
  { form, name, looked, columns, shape, numbers }: DataLook,
  options: AdviceOptions = {},
): string[] {
  // Pixels of images are constant, dark and alike without harm.
  if (shape && shape.length > 1) return sentinelOfArray(name, numbers);
  const { raw = false, real = form === 'table', modelled = false, suited = new Set() } = options;
  const table = form === 'table';
  const find = (test: (column: ColumnLook) => boolean): ColumnLook[] => columns.filter(test);
  const lines: string[] = [];
  const say = (found: readonly ColumnLook[], one: string, many: string, mend: string): void => {
    if (found.length > 0)
      lines.push(
        `${subject(found, columns.length, table)} of ${name} ${found.length === 1 ? one : many}. ${mend}`,
      );
  };
  const leaveOut = (found: readonly ColumnLook[], kind: string): string =>
    table
      ? `Leave ${found.length === 1 ? 'it' : 'them'} out: data: { columns: { ${found
          .slice(0, 4)
          .map((column) => `${quotedKey(column.name)}: ${kind}`)
          .join(', ')} } }`
      : '';
  if (table) {
    const header = headerOfData(name, columns);
    if (header !== undefined) lines.push(header);
    lines.push(...columns.flatMap(({ problem }) => problem ?? []).slice(0, MOST_PROBLEMS));
    const names = find((column) => namesRows(column, looked));
    say(
      names,
      `has ${names[0]?.unique ?? 0} different values and names the rows`,
      'have a different value in almost every row and name the rows',
      leaveOut(names, 'identifier'),
    );
    const empty = find(({ kind }) => kind === 'empty');
    say(empty, 'is empty', 'are empty', 'Training leaves out such columns.');
    const copies = find(({ sameAs }) => sameAs !== undefined);
    say(
      copies,
      `has the same values as "${copies[0]?.sameAs ?? ''}"`,
      'have the same values as other columns',
      leaveOut(copies, 'ignored'),
    );
  }
  lines.push(
    ...sentinels(
      name,
      find(({ numbers, date }) => date === undefined && numbers?.sentinel !== undefined),
      table,
    ),
  );
  const constant = real ? find(isConstant) : [];
  say(
    constant,
    'is constant',
    'are constant',
    table
      ? modelled
        ? leaveOut(constant, 'ignored')
        : 'Training leaves out such columns, and writes them back unchanged.'
      : constant.length === 1
        ? 'It adds nothing to learn: remove it.'
        : 'They add nothing to learn: remove them.',
  );
  const skewed = real ? find((column) => !suited.has(column.name) && isSkewed(column)) : [];
  say(
    skewed,
    `is skewed: half of it is below ${short(skewed[0]?.numbers?.quantiles[2])}, and it reaches ${short(skewed[0]?.numbers?.maximum)}`,
    'are skewed',
    table ? skewedMend(skewed) : 'Take logarithms, or a likelihood such as logNormal or studentT.',
  );
  const heavy = real
    ? find((column) => !suited.has(column.name) && !skewed.includes(column) && isHeavy(column))
    : [];
  say(
    heavy,
    `has outliers: values from ${short(heavy[0]?.numbers?.minimum)} to ${short(heavy[0]?.numbers?.maximum)}, half of them from ${short(heavy[0]?.numbers?.quantiles[1])} to ${short(heavy[0]?.numbers?.quantiles[3])}`,
    'have outliers',
    'Check them for errors. If they are correct, choose "standardize: robust" or the likelihood studentT.',
  );
  if (raw) lines.push(...widths(name, columns));
  return lines;
}

/** A number of series or images that may stand for missing values. */
function sentinelOfArray(name: string, numbers: DataLook['numbers']): string[] {
  return numbers?.sentinel ? [describeSentinels(name, 'has', [numbers.sentinel])] : [];
}

/** Numbers that may stand for missing values, with the mend. */
function sentinels(name: string, found: readonly ColumnLook[], table: boolean): string[] {
  if (found.length === 0) return [];
  const codes = found.flatMap(({ numbers }) => numbers?.sentinel ?? []);
  const verb = found.length === 1 ? 'has' : 'have';
  return [describeSentinels(`${subject(found, found.length, table)} of ${name}`, verb, codes)];
}

function describeSentinels(subject: string, verb: string, codes: readonly Sentinel[]): string {
  // Standardized values are float32, so that -999 comes back as -999.000006.
  const values = [...new Set(codes.map(({ value }) => Number(value.toPrecision(7))))].slice(0, 4);
  const count = codes.reduce((sum, code) => sum + code.count, 0);
  return (
    `${subject} ${verb} the value ${values.join(' or ')} in ${count} places, far from all others. ` +
    `If it stands for missing values, declare it: data: { missing: [${values.join(', ')}] }`
  );
}

const isConstant = ({ numbers, kind, unique, missing }: ColumnLook): boolean =>
  missing === 0 &&
  kind !== 'empty' &&
  (numbers ? numbers.count > 1 && numbers.minimum === numbers.maximum : unique === 1);

function isSkewed({ kind, numbers, date }: ColumnLook): boolean {
  return (
    kind === 'real' &&
    date === undefined &&
    numbers !== undefined &&
    numbers.sentinel === undefined &&
    numbers.minimum >= 0 &&
    numbers.skewness > SKEWED
  );
}

function isHeavy({ kind, numbers, date }: ColumnLook): boolean {
  if (kind !== 'real' || date !== undefined || !numbers || numbers.sentinel) return false;
  const [, lower, median, upper] = numbers.quantiles;
  const most = Math.max(numbers.maximum - median, median - numbers.minimum);
  return upper > lower && most > FAR * (upper - lower);
}

/** The widest and the narrowest of columns that are far apart. */
function widths(name: string, columns: readonly ColumnLook[]): string[] {
  const varying = columns.flatMap(({ name: column, kind, numbers }) =>
    kind === 'real' && numbers && numbers.deviation > 0 ? [{ column, ...numbers }] : [],
  );
  varying.sort((one, other) => other.deviation - one.deviation);
  const [widest, second, narrowest] = [varying[0], varying[1], varying.at(-1)];
  if (!widest || !narrowest || widest.deviation < SPREAD * narrowest.deviation) return [];
  const wide = [widest, second]
    .flatMap((each) => (each ? [`"${each.column}" (${short(each.minimum)} to ${short(each.maximum)})`] : []))
    .join(' and ');
  return [
    `The columns of ${name} have deviations from ${short(narrowest.deviation)} to ${short(widest.deviation)}: ${wide} outweigh all others. ` +
      'Standardize them: --set data.standardize=standard',
  ];
}

function subject(found: readonly ColumnLook[], all: number, table: boolean): string {
  const word = table ? 'column' : 'element';
  const label = ({ name }: ColumnLook): string => (table ? `"${name}"` : name.replace(/^element /, ''));
  if (found.length === 1) return `The ${word} ${label(itemAt(found, 0))}`;
  const some = found.slice(0, 4).map(label).join(', ');
  return found.length <= 4 ? `The ${word}s ${some}` : `${found.length} of ${all} ${word}s (${some}, ...)`;
}

const quotedKey = (name: string): string => (/^[A-Za-z_][\w]*$/.test(name) ? name : JSON.stringify(name));

const short = (value: number | undefined): string =>
  value === undefined ? '' : `${Number(value.toPrecision(3))}`;

/** A mend for skewed columns: a likelihood of positive numbers, or of amounts, in one line. */
function skewedMend(skewed: readonly ColumnLook[]): string {
  const columns = skewed.slice(0, 4).map(({ name, numbers }) => {
    const likelihood = (numbers?.minimum ?? 0) > 0 ? 'logNormal' : 'zeroInflatedLogNormal';
    return `${quotedKey(name)}: { likelihood: ${likelihood} }`;
  });
  return `Give ${skewed.length === 1 ? 'it' : 'them'} a likelihood of positive numbers: data: { columns: { ${columns.join(', ')} } }`;
}
