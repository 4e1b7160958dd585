import { join, resolve } from 'node:path';

import { HelmholtzError, platform } from '@helmholtz/base';
import { posteriorMeans, readInputs } from '@helmholtz/core';
import { rasterize } from '@helmholtz/diagrams';
import { latentFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { embeddingFiles } from '@helmholtz/analysis';
import { runCommand } from '../pictures/run-command.js';
import { latentPoints } from '@helmholtz/analysis';
import { latentPlane } from '@helmholtz/analysis';

interface EmbedOptions {
  readonly out?: string;
  readonly set: 'train' | 'test';
}

export function embedCommand(): Command {
  return runCommand<EmbedOptions>({
    name: 'embed',
    summary: 'write the latent code of every example to CSV and .npy files, and draw them',
    details:
      'A code is the mean of the posterior. codes.csv has a row an example, with its class; <latent>.npy and ' +
      'labels.npy are for numpy.load; scatter.png and .svg show the two dimensions that vary most.',
    withoutCodes: 'There are no codes to embed examples by.',
    examples: ['--set train', '--out embedding'],
    async work(run, { out, set }) {
      const { model, terminal } = run;
      if (model.latents.length === 0) {
        throw new HelmholtzError('usage', 'The model has no latents to embed examples in.', {
          hint: 'Train a model with a latent, such as vae.',
        });
      }
      const data = run[set];
      const indices = Array.from({ length: data.size }, (_, index) => index);
      const codes = await posteriorMeans(model, readInputs(model, data, indices));
      const files = embeddingFiles({ codes, labels: data.labels });
      const { latent, omitted } = latentPoints(await latentPlane(model, data), data);
      if (latent) {
        const { svg } = latentFigure(latent);
        files.set('scatter.svg', svg).set('scatter.png', await rasterize(svg));
      } else terminal.status(`no scatter: ${omitted!.latent}`);
      const folder = resolve(out ?? join(run.path, 'embedding'));
      await platform.files.makeFolder(folder);
      for (const [name, contents] of files) await platform.files.writeAtomic(join(folder, name), contents);
      const names = [...files.keys()];
      return { text: `wrote ${names.join(', ')} to ${folder}`, value: { folder, files: names } };
    },
  })
    .addOption(new Option('--set <name>', 'which examples').choices(['train', 'test']).default('test'))
    .option('--out <folder>', "where the files go; embedding in the run's folder unless given");
}
