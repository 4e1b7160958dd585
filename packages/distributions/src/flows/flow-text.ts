import { HelmholtzError } from '@helmholtz/base';
import { type ChosenStep, Flow } from './flow.js';
import { flowStepOf } from './step-registry.js';

/**
 * Returns a flow in one line, such as `planar x20 amortized=false, actNorm`: the name of each step,
 * its number of repetitions, and options that differ from their default. Layers and model files
 * store this text.
 *
 * @example
 * ```ts
 * import { Flow, flowStepOf, flowText } from '@helmholtz/distributions';
 *
 * const planar = { step: flowStepOf('planar'), options: { amortized: false }, repeat: 20 };
 * const flow = new Flow([planar]);
 * console.log(flowText(flow)); // planar x20 amortized=false
 * ```
 */
export function flowText({ steps }: Flow): string {
  return steps.map(stepText).join(', ');
}

function stepText({ step, options, repeat }: ChosenStep): string {
  const defaults = step.options.safeParse({}).data as Readonly<Record<string, unknown>> | undefined;
  const changed = Object.entries(options as Readonly<Record<string, unknown>>)
    .map(([name, value]) => [name, JSON.stringify(value)] as const)
    .filter(([name, value]) => value !== JSON.stringify(defaults?.[name]))
    .map(([name, value]) => `${name}=${value}`);
  return [step.name, ...(repeat > 1 ? [`x${repeat}`] : []), ...changed].join(' ');
}

/**
 * Reads the flow that a text of `flowText` states.
 *
 * @throws HelmholtzError (`usage`) for a step that is not known, or options that it does not take.
 *
 * @example
 * ```ts
 * import { flowOfText } from '@helmholtz/distributions';
 *
 * console.log(flowOfText('actNorm, planar x20').cheap); // [ 'forward' ]
 * ```
 */
export function flowOfText(text: string): Flow {
  return new Flow(text.split(', ').map(readStep));
}

function readStep(text: string): ChosenStep {
  const [name = '', ...words] = text.split(' ');
  const step = flowStepOf(name);
  const times = /^x(\d+)$/.exec(words[0] ?? '');
  const stepWords = times ? words.slice(1) : words;
  try {
    const options = step.options.parse(Object.fromEntries(stepWords.map(readOption)));
    return { step, options, repeat: times ? Number(times[1]) : 1 };
  } catch (cause) {
    throw new HelmholtzError('usage', `The flow step "${text}" can't be read.`, {
      hint: 'It is a name, "x" with a number, and options: planar x20 amortized=false.',
      cause,
    });
  }
}

function readOption(text: string): [string, unknown] {
  const at = text.indexOf('=');
  return [text.slice(0, at), JSON.parse(text.slice(at + 1))];
}
