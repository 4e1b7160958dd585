import type { DrawOptions } from '@helmholtz/diagrams';
import { type Command, InvalidArgumentError } from 'commander';

type Ends = readonly [from: string, to: string];

/** Which layers are drawn, and which stand out. */
export interface PartOptions {
  readonly range?: Ends;
  readonly highlight?: Ends;
  readonly fold?: boolean;
  readonly link?: string;
}

export function withPartOptions(command: Command): Command {
  return command
    .option('--fold', 'draw equal blocks that follow each other once')
    .option('--range <from,to>', 'draw the layers from one to another only', ends)
    .option('--highlight <from,to>', 'make all paths between two layers stand out', ends)
    .option('--link <address>', 'where nodes lead to when clicked; {id}, {layer}, {class} are filled in');
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
  throw new InvalidArgumentError('Two names of layers with a comma between them were expected.');
}
