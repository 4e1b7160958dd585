import type { Progress as TaskProgress } from '@helmholtz/analysis';

import type { Progress, Terminal } from './terminal.js';

/** Display of the progress of tasks, one after another. */
export interface TaskDisplay {
  readonly onProgress: (progress: TaskProgress) => void;
  /** Ends the display of the current task. */
  readonly end: () => void;
}

export function showTasks(terminal: Terminal): TaskDisplay {
  let shown: { readonly task: string; readonly progress: Progress } | undefined;
  const end = (): void => {
    shown?.progress.end();
    shown = undefined;
  };
  return {
    onProgress({ task, done, total }) {
      if (shown?.task !== task) {
        end();
        shown = { task, progress: terminal.progress(task) };
      }
      shown.progress.update(done, total);
    },
    end,
  };
}
