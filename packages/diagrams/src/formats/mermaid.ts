import type { Format } from './format.js';

export const mermaid = {
  name: 'mmd',
  summary: 'a Mermaid flowchart, which GitHub and many editors draw inside Markdown',
  isSource: true,
  write: async ({ diagram, theme }) => (await import('../mermaid/mermaid.js')).writeMermaid(diagram, theme),
} as const satisfies Format;
