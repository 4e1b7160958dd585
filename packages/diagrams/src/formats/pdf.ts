import { platform } from '#platform';

import type { Format } from './format.js';

export const pdf = {
  name: 'pdf',
  summary: 'a page for print and for papers, with its fonts embedded',
  isSource: false,
  write: async ({ picture, theme }) => platform.writePdf(await picture(), theme.paper),
} as const satisfies Format;
