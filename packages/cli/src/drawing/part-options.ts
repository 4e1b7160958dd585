import type { DrawOptions } from '@helmholtz/diagrams';
import { type Command, InvalidArgumentError } from 'commander';

type Ends = readonly [from: string, to: string];

/** Options for the layers to draw and to highlight. */
export interface PartOptions {
  readonly range?: Ends;
  readonly highlight?: Ends;
  readonly fold?: boolean;
  readonly link?: string;
}

export function withPartOptions(command: Command): Command {
  return command
    .option('--fold', 'draw repeated blocks once, with a count')
    .option('--range <from,to>', 'draw only the layers between two layers', ends)
    .option('--highlight <from,to>', 'highlight all paths between two layers', ends)
    .option('--link <address>', 'link of each node; {id}, {layer} and {class} are replaced');
}

export function partOptions({ range, highlight, fold, link }: PartOptions): DrawOptions {
  return {
    ...(range === undefined ? {} : { layerRange: range }),
    ...(highlight === undefined ? {} : { highlight }),
    ...(fold === undefined ? {} : { foldRepeats: fold }),
    ...(link === undefined ? {} : { link }),
  };
}

function ends(text: string): Ends {
  const [from, to, ...more] = text.split(',').map((name) => name.trim());
  if (from && to && more.length === 0) return [from, to];
  throw new InvalidArgumentError('Expected two layer names separated by a comma.');
}
