// Code of a consumer who imports only `@helmholtz/recipes`: `packages.test.js` compiles it outside
// the workspace.
import { buildModel, defineSpec, type SpecInput } from '@helmholtz/recipes';

const base = defineSpec({
  recipe: 'vae',
  observed: { shape: [784] },
  latents: [{ name: 'z', size: 2 }],
  networks: {
    recognition: [{ layer: 'dense', units: 256, activation: 'relu' }],
    generative: [{ layer: 'dense', units: 256, activation: 'relu', kernelInitializer: 'heNormal' }],
  },
});

export const valid: SpecInput[] = [
  { ...base, likelihood: 'poisson' },
  { ...base, likelihood: { name: 'studentT', degreesOfFreedom: 'learned', minimumScale: 0.1 } },
  { ...base, posterior: 'precisionWeighted', prior: { name: 'vampPrior', components: 3 }, noise: 'zero' },
  { ...base, prior: { name: 'laplace', scale: 2 }, objective: { name: 'elbo', beta: 5, warmUp: 0.5 } },
  { ...base, data: { dataset: 'fashion-mnist', binarization: 'sample' } },
  {
    ...base,
    observed: { shape: [12, 1] },
    networks: {
      recognition: [
        { layer: 'bidirectional', child: { layer: 'lstm', units: 8 }, mergeMode: 'sum' },
        { layer: 'dense', units: 8 },
      ],
      generative: [
        { layer: 'repeatVector', n: 12 },
        { layer: 'timeDistributed', child: { layer: 'dense', units: 1 } },
      ],
    },
  },
  { ...base, optimizer: { name: 'momentum', learningRate: 0.1 }, training: { epochs: 3 } },
  {
    recipe: { name: 'ladder-vae', generative: 'conditional' },
    observed: { shape: [4] },
    latents: [
      { name: 'z1', size: 2 },
      {
        name: 'c',
        size: 4,
        posterior: { name: 'relaxedCategorical', categories: 4 },
        prior: 'logRelaxedCategorical',
      },
    ],
    networks: { recognition_z1: [], recognition_c: [], generative_z1: [], generative_x: [] },
  },
];

const flatten = { layer: 'flatten' } as const;

export const invalid: SpecInput[] = [
  // @ts-expect-error: the option is called beta
  { ...base, objective: { name: 'elbo', betta: 5 } },
  // @ts-expect-error: the layer is called dense
  { ...base, networks: { recognition: [{ layer: 'dens', units: 3 }] } },
  // @ts-expect-error: the option is called units
  { ...base, networks: { recognition: [{ layer: 'dense', unit: 3 }] } },
  // @ts-expect-error: the activation is called relu
  { ...base, networks: { recognition: [{ layer: 'dense', units: 3, activation: 'rely' }] } },
  // @ts-expect-error: the child's option is called units
  { ...base, networks: { recognition: [{ layer: 'bidirectional', child: { layer: 'lstm', unit: 3 } }] } },
  // @ts-expect-error: a dense layer is not recurrent
  { ...base, networks: { recognition: [{ layer: 'bidirectional', child: { layer: 'dense', units: 3 } }] } },
  // @ts-expect-error: a wrapper needs a child
  { ...base, networks: { recognition: [{ layer: 'timeDistributed' }] } },
  // @ts-expect-error: units are those of the child
  { ...base, networks: { recognition: [{ layer: 'timeDistributed', units: 3, child: flatten }] } },
  // @ts-expect-error: the option is called scale
  { ...base, likelihood: { name: 'normal', scael: 3 } },
  // @ts-expect-error: the constant is called loc
  { ...base, prior: { name: 'normal', lock: 0 } },
  // @ts-expect-error: sgd has no beta1
  { ...base, optimizer: { name: 'sgd', learningRate: 1, beta1: 0.9 } },
  // @ts-expect-error: the schedule is called cosine
  { ...base, training: { schedule: { name: 'cosinus' } } },
  // @ts-expect-error: the recipe is called vae
  { ...base, recipe: 'vea' },
  // @ts-expect-error: the data set is called mnist
  { ...base, data: { dataset: 'minst' } },
];

// @ts-expect-error: the constant is called loc, also where the literal is an argument
export const model = () => buildModel({ ...base, prior: { name: 'normal', lock: 0 } });
