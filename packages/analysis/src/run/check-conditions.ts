import { HelmholtzError } from '@helmholtz/base';
import { type InputVariable, sizeOf } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

/**
 * Checks that each column of a table that is declared as a condition feeds an input of its size.
 *
 * @throws HelmholtzError (`usage`) for a condition without an input, which the model would ignore,
 *   and an input of another size.
 */
export function checkConditions(
  { inputs }: { readonly inputs: readonly Pick<InputVariable, 'name' | 'shape'>[] },
  { fitted, others = {}, name, file = name }: Dataset,
): void {
  if (fitted?.form !== 'table') return;
  for (const { name: column, kind, ...facts } of fitted.conditions ?? []) {
    const size = sizeOf(others[column]?.shape ?? [1]);
    const input = inputs.find((each) => each.name === column);
    const declaration = `inputs: [{ name: ${keyOf(column)}, shape: [${size}] }]`;
    if (!input) {
      throw new HelmholtzError(
        'usage',
        `The column "${column}" of ${file} is declared as a condition, but the model has no input of that name.`,
        { hint: `Declare the input in a recipe that takes conditions: recipe: cvae, ${declaration}.` },
      );
    }
    if (sizeOf(input.shape) === size) continue;
    const categories = 'categories' in facts ? ` (${facts.categories.join(', ')})` : '';
    const what = kind === 'categorical' ? `${size} categories${categories}` : 'one number';
    throw new HelmholtzError(
      'usage',
      `The input "${column}" has the shape [${input.shape.join(', ')}], and the column "${column}" of ${file} has ${what}.`,
      { hint: `Declare one element for each: ${declaration}.` },
    );
  }
}

const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
