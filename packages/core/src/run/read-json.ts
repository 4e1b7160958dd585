import { dataLimits, type Files, HelmholtzError, parseJson, toText } from '@helmholtz/base';
import { readFileUpTo } from './read-file.js';

/**
 * Reads the value of a JSON file, such as the `model.json` of a saved model.
 *
 * @throws HelmholtzError (`storage`) if it can't be read, (`data`) if it is too large or not JSON.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { readJsonFile } from '@helmholtz/core/run';
 *
 * const files = memoryFiles();
 * await files.writeAtomic('sizes.json', '{ "hidden": [256] }');
 * console.log(await readJsonFile('sizes.json', files)); // { hidden: [ 256 ] }
 * ```
 */
export async function readJsonFile(path: string, files?: Files): Promise<unknown> {
  const text = toText(await readFileUpTo(path, dataLimits.modelBytes, files));
  try {
    return parseJson(text);
  } catch (cause) {
    throw new HelmholtzError('data', `${path} is not JSON: ${(cause as Error).message.split('\n')[0]}.`, {
      hint: 'The file is damaged or incomplete.',
      cause,
    });
  }
}
