import test from 'ava';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { importDirections } from './import-directions.js';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...importDirections],
});

/**
 * @param {string} filePath
 * @param {string} code
 */
async function complaints(filePath, code) {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

/** @typedef {readonly [file: string, name: string]} Import */

/** @type {readonly Import[]} */
const allowed = [
  ['recipes/src/vae.ts', '@helmholtz/layers'],
  ['recipes/src/vae.ts', '@helmholtz/core'],
  ['layers/src/kl.ts', '@helmholtz/core'],
  ['layers/src/kl.ts', '@tensorflow/tfjs-core'],
  ['diagrams/src/dot.ts', '@helmholtz/core/description'],
  ['diagrams/src/options.ts', '@helmholtz/base'],
  ['datasets/src/mnist.ts', '@helmholtz/base'],
  ['distributions/src/families/normal.ts', '@helmholtz/base'],
  ['layers/src/kl.ts', '@helmholtz/distributions'],
  ['report/src/figures/latent.ts', '@helmholtz/core/description'],
  ['analysis/src/report/report.ts', '@helmholtz/report'],
  ['analysis/src/sample.ts', '@helmholtz/recipes'],
  ['cli/src/main.ts', '@helmholtz/report'],
  ['backend-onnx/src/lowering/lower.ts', '@helmholtz/trace'],
  ['trace/src/program.ts', '@tensorflow/tfjs-core'],
  ['studio/src/main.ts', '@helmholtz/layers'],
  ['diagrams/src/dot.test.ts', '@helmholtz/layers'],
  ['core/src/graph/model.ts', '@tensorflow/tfjs-core'],
  ['core/src/index.ts', './graph/model.js'],
  ['core/src/spec/parse.ts', '@helmholtz/base'],
  ['core/src/spec/parse.ts', './schema.js'],
  ['core/src/spec/parse.ts', 'zod'],
  ['core/src/run/directory.ts', '../spec/index.js'],
  ['core/src/run/files/atomic.ts', '@helmholtz/base'],
  ['core/src/run/files/atomic.ts', '../directory.js'],
];

/** @type {readonly Import[]} */
const refusedBetweenPackages = [
  ['core/src/graph/model.ts', '@helmholtz/layers'],
  ['base/src/errors.ts', '@helmholtz/core'],
  ['distributions/src/families/normal.ts', '@helmholtz/core'],
  ['layers/src/kl.ts', '@helmholtz/recipes'],
  ['layers/src/kl.ts', '@helmholtz/core/spec'],
  ['recipes/src/vae.ts', '@helmholtz/diagrams'],
  ['recipes/src/vae.ts', '@helmholtz/cli'],
  ['diagrams/src/dot.ts', '@helmholtz/core'],
  ['report/src/figures/latent.ts', '@helmholtz/core'],
  ['report/src/figures/latent.ts', '@helmholtz/diagrams'],
  ['datasets/src/mnist.ts', '@helmholtz/core'],
  ['backend-onnx/src/kernels/relu.ts', '@helmholtz/core'],
  ['backend-wasm/src/kernels.ts', '@helmholtz/core'],
  ['recipes/src/vae.ts', '@helmholtz/analysis'],
  ['report/src/figures/latent.ts', '@helmholtz/analysis'],
  ['analysis/src/sample.ts', '@helmholtz/cli'],
  ['trace/src/program.ts', '@helmholtz/backend-onnx'],
  ['trace/src/program.ts', 'onnxruntime-node'],
  ['trace/src/program.ts', '@bufbuild/protobuf/wire'],
  ['trace/src/program.ts', '@tensorflow/tfjs-backend-cpu'],
  ['recipes/src/vae.ts', '../../layers/src/kl.js'],
];

/** @type {readonly Import[]} */
const refusedInsideCore = [
  ['core/src/loose.ts', '@tensorflow/tfjs-core'],
  ['core/src/loose.ts', './graph/model.js'],
  ['core/src/spec/parse.ts', '@helmholtz/distributions'],
  ['core/src/spec/parse.ts', '@tensorflow/tfjs-core'],
  ['core/src/spec/parse.ts', '../graph/model.js'],
  ['core/src/spec/parse.ts', '../index.js'],
  ['core/src/run/files/atomic.ts', '../../training/trainer.js'],
];

const typeImport = (/** @type {string} */ name) => `import type { X } from '${name}';\nexport type Y = X;`;
/** @type {Readonly<Record<string, (name: string) => string>>} */
const forms = {
  'import declaration': (name) => `import { x } from '${name}';\nx();`,
  're-export': (name) => `export * from '${name}';`,
  'import()': (name) => `await import('${name}');`,
};

for (const [form, write] of Object.entries({ ...forms, 'import type': typeImport })) {
  test(`${form}: imports that the directions allow pass`, async (t) => {
    for (const [file, name] of allowed) {
      t.deepEqual(await complaints(`packages/${file}`, write(name)), [], `${file} imports ${name}`);
    }
  });

  test(`${form}: forbidden imports between packages are reported`, async (t) => {
    for (const [file, name] of refusedBetweenPackages) {
      t.is((await complaints(`packages/${file}`, write(name))).length, 1, `${file} imports ${name}`);
    }
  });
}

for (const [form, write] of Object.entries(forms)) {
  test(`${form}: imports that load tensors are reported in the pure-data parts of core`, async (t) => {
    for (const [file, name] of refusedInsideCore) {
      t.is((await complaints(`packages/${file}`, write(name))).length, 1, `${file} imports ${name}`);
    }
  });
}

test('a type loads nothing, so the pure-data parts of core may know types of tensors', async (t) => {
  t.deepEqual(
    await complaints('packages/core/src/run/model-files.ts', typeImport('@tensorflow/tfjs-core')),
    [],
  );
});
