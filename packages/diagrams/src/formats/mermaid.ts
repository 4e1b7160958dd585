import { writeMermaid } from '../mermaid/mermaid.js';
import type { Format } from './format.js';

export const mermaid = {
  name: 'mmd',
  summary: 'a Mermaid flowchart, which GitHub and many editors draw inside Markdown',
  isSource: true,
  write: async ({ diagram, theme }) => writeMermaid(diagram, theme),
} as const satisfies Format;
