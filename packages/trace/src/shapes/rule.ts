import type { ElementType, Inputs, TensorSpec } from '../value.js';

/**
 * Computes the shapes and types of a kernel's outputs.
 *
 * Kernels without a rule, such as `Unique`, have outputs whose shape depends on data. A step cannot
 * use them on tensors that change from run to run.
 */
export type ShapeRule = (
  inputs: Inputs<TensorSpec>,
  attributes: Readonly<Record<string, unknown>>,
) => readonly TensorSpec[];

/** Shape rules of an engine, for kernels by name; undefined for a kernel that it does not know. */
export type ShapesOf = (kernel: string, ...call: Parameters<ShapeRule>) => ReturnType<ShapeRule> | undefined;

export type ShapeRules = Readonly<Record<string, ShapeRule>>;

type Named<KernelInputs extends object> = { readonly [Name in keyof KernelInputs]: TensorSpec };

/** Makes a rule with the types that TensorFlow.js gives the inputs and attributes of a kernel. */
export function rule<KernelInputs extends object, Attributes extends object = object>(
  outputsOf: (inputs: Named<KernelInputs>, attributes: Attributes) => TensorSpec | readonly TensorSpec[],
): ShapeRule {
  return (inputs, attributes) =>
    [outputsOf(inputs as unknown as Named<KernelInputs>, attributes as Attributes)].flat();
}

/** Makes a rule for a kernel with a list of inputs, at least one. */
export function listRule<Attributes extends object = object>(
  outputsOf: (inputs: readonly [TensorSpec, ...TensorSpec[]], attributes: Attributes) => TensorSpec,
): ShapeRule {
  return (inputs, attributes) => [
    outputsOf(Object.values(inputs) as [TensorSpec, ...TensorSpec[]], attributes as Attributes),
  ];
}

/** The same rule for several kernels. */
export function same(names: readonly string[], shared: ShapeRule): ShapeRules {
  return Object.fromEntries(names.map((name) => [name, shared]));
}

/** A tensor specification with a mutable copy of its shape, as TensorFlow.js helpers ask for. */
export function spec(shape: readonly number[], type: ElementType): TensorSpec & { readonly shape: number[] } {
  return { shape: [...shape], type };
}
