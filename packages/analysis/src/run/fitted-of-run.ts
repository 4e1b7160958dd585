import type { RunDirectory } from '@helmholtz/core/run';
import { type Fitted, parseFitted } from '@helmholtz/datasets';

/**
 * Reads the parameters fitted to the training data of a run; undefined for a run of an older
 * version without `fitted.json`.
 *
 * @throws HelmholtzError (`data`) for a damaged file.
 *
 * @example
 * ```ts
 * import { fittedOfRun } from '@helmholtz/analysis';
 * import { memoryFiles } from '@helmholtz/base';
 * import { RunDirectory } from '@helmholtz/core/run';
 *
 * const run = await RunDirectory.create('runs/mine', { files: memoryFiles() });
 * console.log(await fittedOfRun(run)); // undefined
 * ```
 */
export async function fittedOfRun(run: RunDirectory): Promise<Fitted | undefined> {
  const text = await run.readFitted();
  return text === undefined ? undefined : parseFitted(text, `${run.path}/fitted.json`);
}
