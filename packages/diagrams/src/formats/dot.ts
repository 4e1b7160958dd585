import { writeDot } from '../dot/dot.js';
import { portableDialect } from '../dot/portable.js';
import type { Format } from './format.js';

export const dot = {
  name: 'dot',
  summary: "Graphviz's language",
  isSource: true,
  write: async ({ diagram, theme }) => writeDot(diagram, portableDialect(theme)),
} as const satisfies Format;
