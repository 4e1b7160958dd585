import { join, resolve } from 'node:path';

import { embed, embeddingFiles } from '@helmholtz/analysis';
import { platform } from '@helmholtz/base';
import { rasterize } from '@helmholtz/diagrams';
import { latentFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { runCommand } from '../pictures/run-command.js';

interface EmbedCommandOptions {
  readonly out?: string;
  readonly set: 'train' | 'test';
}

export function embedCommand(): Command {
  return runCommand<EmbedCommandOptions>({
    name: 'embed',
    summary: 'write the latent codes of all examples to CSV and .npy files, with a scatter plot',
    details:
      'A code is the mean of the posterior, or its value for noise of zero or a draw if it has no mean. codes.csv has one row per example, with its class. <latent>.npy and labels.npy ' +
      'are for numpy.load. scatter.png and scatter.svg show the two dimensions with the largest variance.',
    newExamples: true,
    shown: ['posteriorMeans'],
    examples: ['--set train', '--data new.csv', '--out embedding'],
    async work(run, { out, set }) {
      const embedding = await embed(run, { set });
      const { points, omitted } = embedding;
      const files = embeddingFiles(embedding);
      if (points) {
        const { svg } = latentFigure(points);
        files.set('scatter.svg', svg).set('scatter.png', await rasterize(svg));
      } else run.terminal.status(`no scatter: ${omitted?.points}`);
      const folder = resolve(out ?? join(run.path, 'embedding'));
      await platform.files.makeFolder(folder);
      for (const [name, contents] of files) await platform.files.writeAtomic(join(folder, name), contents);
      const names = [...files.keys()];
      return {
        text: `wrote ${names.join(', ')} to ${folder}`,
        value: { folder, files: names, ...(omitted ? { omitted } : {}) },
      };
    },
  })
    .addOption(new Option('--set <name>', 'set of examples').choices(['train', 'test']).default('test'))
    .option('--out <folder>', 'folder to write to (default: embedding in the run folder)');
}
