import { writeReport } from '@helmholtz/analysis';
import type { Command } from 'commander';

import { runCommand } from '../pictures/run-command.js';
import { showTasks } from '../task-progress.js';

export function reportCommand(): Command {
  return runCommand({
    name: 'report',
    summary: 'draw the figures and the report of a run again',
    details:
      'Writes report.html and figures/ in the folder of the run, from its metrics, its checkpoint and its data. A run that was ' +
      'trained with --no-report, or is still being trained, can have one too.',
    examples: ['--data-dir mnist'],
    async work(run) {
      const { onProgress, end } = showTasks(run.terminal);
      const report = await writeReport(run, { onProgress }).finally(end);
      return { text: `report ${report}`, value: { report } };
    },
  });
}
