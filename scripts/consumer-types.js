import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** @type {readonly ('nodenext' | 'bundler')[]} */
export const resolutions = ['nodenext', 'bundler'];

/**
 * Errors in files that import every entry and that declare specs with nothing but
 * `@helmholtz/recipes`, and in our declaration files: those of others are theirs.
 *
 * @param {{ folder: string, entries: string[] }} consumer from `makeConsumer`
 * @param {'nodenext' | 'bundler'} resolution
 * @param {string} [compiler] folder of the TypeScript package, below `node_modules`
 * @returns {string[]}
 */
export function typeErrors({ folder, entries }, resolution, compiler = 'typescript-7') {
  // A folder for each call: tests may run at the same time.
  const project = mkdtempSync(join(folder, 'types-'));
  writeFileSync(
    join(project, 'consumer.ts'),
    entries.map((name, index) => `export * as entry${index} from '${name}';`).join('\n'),
  );
  writeFileSync(
    join(project, 'specs.ts'),
    readFileSync('packages/recipes/src/testing/consumer-specs.ts', 'utf8'),
  );
  const options = {
    module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution: resolution,
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules', '@types')],
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
  );
  const tsc = resolve('node_modules', compiler, 'bin', 'tsc');
  const { stdout, stderr, error } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  // Packages of others are links that lead out of the folder, so that their paths begin with `..`.
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !/^(\.\.|\s)/.test(line));
}
