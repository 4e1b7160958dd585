import { writeReport } from '@helmholtz/analysis';
import type { Command } from 'commander';

import { runCommand } from '../pictures/run-command.js';
import { showTasks } from '../task-progress.js';

export function reportCommand(): Command {
  return runCommand({
    name: 'report',
    summary: 'write the report of a run again, with its figures',
    details:
      'Writes report.html and figures/ to the run folder, from its metrics, its checkpoint and its data. It also works for a ' +
      'run that was trained with --no-report, or that is still training.',
    examples: ['--data-dir mnist'],
    async work(run) {
      const { onProgress, end } = showTasks(run.terminal);
      const report = await writeReport(run, { onProgress }).finally(end);
      return { text: `report ${report}`, value: { report } };
    },
  });
}
