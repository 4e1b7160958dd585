import { HelmholtzError } from '@helmholtz/base';
import { type Setting, readSetting } from '@helmholtz/recipes/reading';
import { InvalidArgumentError } from 'commander';

/** Adds the setting of one `--set objective.samples=5` to the settings before it. */
export function setOption(text: string, before: readonly Setting[] = []): readonly Setting[] {
  try {
    return [...before, readSetting(text)];
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}
