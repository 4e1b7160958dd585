import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

type Partially = Partial<NodeDescription> & Pick<NodeDescription, 'id' | 'className'>;

/** A node with the fields that tests care about; the rest as a layer with one output has them. */
export function node(fields: Partially): NodeDescription {
  return {
    layer: fields.id,
    role: 'deterministic',
    inputs: [],
    inputShapes: [],
    outputShapes: [[null, 2]],
    dtype: 'float32',
    trainable: true,
    weights: [],
    config: {},
    ...fields,
  };
}

/** A node that reads first outputs, with the shapes that it reads. */
export function reading(inputs: readonly NodeDescription[], fields: Partially): NodeDescription {
  return node({
    inputs: inputs.map(({ id }) => ({ node: id, output: 0 })),
    inputShapes: inputs.map(({ outputShapes }) => outputShapes[0]!),
    ...fields,
  });
}

export function input(id: string, size: number, fields: Partial<NodeDescription> = {}): NodeDescription {
  return node({ id, className: 'InputLayer', outputShapes: [[null, size]], ...fields });
}

export function dense(
  id: string,
  from: NodeDescription,
  units: number,
  activation: string,
  fields: Partial<NodeDescription> = {},
): NodeDescription {
  const size = from.outputShapes[0]!.at(-1)!;
  return reading([from], {
    id,
    className: 'Dense',
    activation,
    outputShapes: [[null, units]],
    weights: [
      { name: 'kernel', shape: [size, units], trainable: true },
      { name: 'bias', shape: [units], trainable: true },
    ],
    ...fields,
  });
}

export function modelOf(name: string, nodes: readonly NodeDescription[]): ModelDescription {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const first = ({ id }: NodeDescription) => ({ node: id, output: 0 });
  return {
    name,
    nodes,
    inputs: nodes.filter(({ inputs }) => inputs.length === 0).map(first),
    outputs: nodes.filter(({ id }) => !read.has(id)).map(first),
  };
}

/** The variational autoencoder of the Keras tutorial, as the `vae` recipe declares it. */
export function tutorialVae(): ModelDescription {
  const x = input('x', 784, { role: 'observed', variable: 'x' });
  const h = dense('h', x, 256, 'relu');
  const loc = dense('z_loc', h, 2, 'linear');
  const logVar = dense('z_log_var', h, 2, 'linear');
  const kl = reading([loc, logVar], {
    id: 'z_kl',
    className: 'KLDivergence',
    role: 'kl',
    variable: 'z',
    distribution: 'standardNormal',
    outputShapes: [
      [null, 2],
      [null, 2],
    ],
  });
  const scale = reading([kl], {
    id: 'z_scale',
    className: 'LogVarToScale',
    inputs: [{ node: 'z_kl', output: 1 }],
  });
  const noise = input('z_noise', 2, {
    className: 'NoiseInput',
    role: 'noise',
    variable: 'z',
    distribution: 'standardNormal',
  });
  const merge = { role: 'reparameterization', variable: 'z' } as const;
  const scaledNoise = reading([scale, noise], { id: 'z_scaled_noise', className: 'Multiply', ...merge });
  const sum = reading([kl, scaledNoise], { id: 'z_sum', className: 'Add', ...merge });
  const z = reading([sum], { id: 'z', className: 'Latent', role: 'latent', variable: 'z' });
  const generative = reading([z], {
    id: 'generative',
    className: 'Sequential',
    outputShapes: [[null, 784]],
    inner: decoder(),
  });
  const likelihood = reading([generative], {
    id: 'x_likelihood',
    className: 'BernoulliLikelihood',
    role: 'likelihood',
    variable: 'x',
    distribution: 'bernoulli',
    outputShapes: [[null, 784]],
  });
  const nodes = [x, h, loc, logVar, kl, scale, noise, scaledNoise, sum, z, generative, likelihood];
  return modelOf('vae', nodes);
}

function decoder(): ModelDescription {
  const z = input('hidden_input', 2);
  const hidden = dense('hidden', z, 256, 'relu');
  return modelOf('generative', [z, hidden, dense('logits', hidden, 784, 'linear')]);
}
