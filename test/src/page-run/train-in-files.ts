/**
 * What a page does, and Node does too: trains in a folder of any files, ends, resumes from the
 * folder, and reads it.
 */
import { type Files, memoryFiles, walk } from '@helmholtz/base';
import { readSpec, trainAssembly } from '@helmholtz/core';
import { RunDirectory, describeEnvironment, finalCheckpoint } from '@helmholtz/core/run';
import { encodeNpy, loadDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';

export { memoryFiles };
export { platform } from '@helmholtz/base';

const declaration = (epochs: number): string =>
  JSON.stringify({
    recipe: 'vae',
    observed: { shape: [6] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [{ layer: 'dense', units: 4, activation: 'tanh' }], generative: [] },
    likelihood: 'bernoulli',
    data: { dataset: 'npy', dataDir: '/patterns', binarization: 'sample' },
    training: { epochs, batchSize: 10 },
  });

const patterns = memoryFiles(
  Object.fromEntries(
    ['train', 'test'].map((part, shift) => [
      `/patterns/${part}.npy`,
      encodeNpy({
        shape: [40, 6],
        data: Float32Array.from({ length: 240 }, (_, index) => ((7 * index + shift) % 11) / 10),
      }),
    ]),
  ),
);

/**
 * @param folder folder of the run, in `files`.
 * @returns bytes of all files of the run, by their paths.
 */
export async function trainInFiles(files: Files, folder: string): Promise<Map<string, Uint8Array>> {
  await setBackend('cpu');
  const begin = assemble(readSpec(declaration(2), 'spec'));
  const data = await loadDataset('npy', { ...begin.spec.data, files: patterns });
  await trainAssembly(begin, {
    data,
    run: async () => {
      const run = await RunDirectory.create(folder, { files });
      const versions = { helmholtz: '0', tensorflowjs: '0', backend: 'cpu', command: '', plugins: [] };
      await run.writeEnvironment(describeEnvironment(versions));
      return run;
    },
  });

  const run = await RunDirectory.resume(folder, { files });
  const from = await run.checkpointToResume(console.warn);
  if (!from) throw new Error('There is nothing to resume from.');
  await trainAssembly(assemble(readSpec(declaration(4), 'spec')), { data, from, run: async () => run });

  const { epoch } = await finalCheckpoint(await RunDirectory.open(folder, { files }));
  if (epoch !== 4) throw new Error(`It ended after epoch ${epoch}.`);
  const contents = new Map<string, Uint8Array>();
  for await (const path of walk(files, folder)) contents.set(path, await files.read(`${folder}/${path}`));
  return contents;
}
