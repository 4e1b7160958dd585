import { bytesThatAreCut, encodedArray } from './files.js';

/** Command that fails, with its files; `@` in its arguments stands for their folder. */
export interface ErrorExample {
  readonly argv: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

const spec = 'recipe: vae\nlatents: [{ name: z, size: 2 }]\nnetworks: { recognition: [], generative: [] }\n';

const faults = `export default ({ core, layers, tf }) => {
  const source = (name, load) => ({ name, description: 'of the examples', load });
  const images = (name, value) =>
    source(name, async () => {
      const part = { name, size: 64, shape: [4, 4, 1], read: (indices, out) => out.forEach((_, i) => (out[i] = value(i))) };
      return { train: part, test: part };
    });
  return {
    recipes: [{
      name: 'headless',
      description: 'without a likelihood',
      build: ({ observed }, { network }) => {
        const x = tf.input({ shape: observed.shape, name: observed.name });
        return layers.latentVariableGraph({ name: 'headless', inputs: [x], outputs: [network("recognition")(x)] });
      },
    }],
    datasets: [
      images('bars', (i) => (i >> 2) % 2),
      images('bytes', (i) => 255 * ((i >> 2) % 2)),
      images('infinite', (i) => (i === 7 ? Infinity : 0)),
      source('large', async () => new Float32Array(2 ** 52)),
      source('broken', async () => null.size),
      source('slow', async ({ signal }) => {
        process.emit('SIGINT');
        signal.throwIfAborted();
      }),
    ],
  };
};`;

const withFaults = { 'faults.mjs': faults };
const arrays = { 'test.npy': encodedArray };

/** Examples, at least one for each kind of error, in the order of the page. */
export const examples: readonly ErrorExample[] = [
  { argv: 'tarin' },
  { argv: 'train --epoch 3' },
  { argv: 'train --epochs none' },
  { argv: 'train vea' },
  { argv: 'train --dataset digit' },
  { argv: 'train --dataset npy' },
  { argv: 'train @/none.yaml' },
  { argv: 'train @/model.yaml', files: { 'model.yaml': `${spec}latent: 2\n` } },
  { argv: 'train @/model.yaml', files: { 'model.yaml': 'recipe: [vae\n' } },
  { argv: 'train @/model.yaml', files: { 'model.yaml': 'recipe: !!js/function "() => 1"\n' } },
  { argv: 'train @/model.json', files: { 'model.json': '{ "recipe": "vae", "__proto__": { "a": 1 } }' } },
  { argv: 'train @/model.yaml', files: { 'model.yaml': '['.repeat(1000) } },
  { argv: 'train --out @/run', files: { 'run/notes.txt': 'mine' } },
  { argv: 'evaluate @' },
  { argv: 'list --plugin @/plugin.mjs', files: { 'plugin.mjs': 'export default { recipe: [] };' } },
  { argv: 'train --dataset bytes --plugin @/faults.mjs --out @/run', files: withFaults },
  { argv: 'train --dataset infinite --plugin @/faults.mjs --out @/run', files: withFaults },
  { argv: 'train --dataset npy --data-dir @', files: arrays },
  { argv: 'train --dataset npy --data-dir @', files: { ...arrays, 'train.npy': bytesThatAreCut } },
  { argv: 'train --dataset npy --data-dir @', files: { ...arrays, 'train.npy': 'PK' } },
  { argv: 'train headless --dataset bars --plugin @/faults.mjs --out @/run', files: withFaults },
  {
    argv: 'train --dataset bars --likelihood normal --optimizer sgd --learning-rate 1e30 --epochs 9 --backend cpu --plugin @/faults.mjs --out @/run',
    files: withFaults,
  },
  {
    argv: 'train --dataset bars --epochs 1 --plugin @/faults.mjs --out @/file/run',
    files: { ...withFaults, file: '' },
  },
  { argv: 'train --dataset slow --plugin @/faults.mjs --out @/run', files: withFaults },
  { argv: 'train --dataset large --plugin @/faults.mjs --out @/run', files: withFaults },
  { argv: 'train --dataset broken --plugin @/faults.mjs --out @/run', files: withFaults },
];
