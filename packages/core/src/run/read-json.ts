import { dataLimits, HelmholtzError, parseJson } from '@helmholtz/base';
import { readFileUpTo } from './read-file.js';

/**
 * What a JSON file holds, such as the `model.json` of a saved model; no larger than any of these is.
 *
 * @throws HelmholtzError (`storage`) where it can't be read, (`data`) where it is no JSON.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = (await readFileUpTo(path, dataLimits.modelBytes)).toString();
  try {
    return parseJson(text);
  } catch (cause) {
    throw new HelmholtzError('data', `${path} is no JSON: ${(cause as Error).message.split('\n')[0]}.`, {
      hint: 'It is damaged, or was cut short.',
      cause,
    });
  }
}
