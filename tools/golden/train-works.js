import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import { importerOf } from './checkout.js';
import { initialWeights } from './initial-weights.js';

const EPOCHS = 2;
const EXAMPLES = 200;

/**
 * Result of one training. Numbers are the 16 hexadecimal digits of a float64, so that equal means
 * equal to the bit.
 *
 * @typedef {object} Outcome
 * @property {number} parameters
 * @property {Record<string, string>} metrics by epoch, set and name: `1/train/nelbo`
 * @property {Record<string, string>} weights SHA-256 of the final values, by name
 *
 * @typedef {Outcome | { error: string }} OutcomeOrError
 */

/**
 * Trains each work for two epochs on 200 digits with the packages of a checkout.
 *
 * @param {object} options
 * @param {string} options.folder the root of the checkout
 * @param {Record<string, Record<string, any>>} options.works specs by name
 * @param {'cpu' | 'onnx'} options.backend `cpu` trains eagerly, `onnx` by compiled steps on one
 * thread
 * @param {(line: string) => void} options.report
 * @returns {Promise<Record<string, OutcomeOrError>>}
 */
export async function trainWorks({ folder, works, backend, report }) {
  const load = await importerOf(folder);
  const helmholtz = await loadPackages(load, backend);
  /** @type {Record<string, OutcomeOrError>} */
  const outcomes = {};
  for (const [name, work] of Object.entries(works)) {
    const started = performance.now();
    /** @type {OutcomeOrError} */
    let outcome;
    try {
      outcome = await trainWork(helmholtz, work);
    } catch (error) {
      outcome = { error: String(error) };
    }
    outcomes[name] = outcome;
    const result = 'error' in outcome ? outcome.error : `${((performance.now() - started) / 1000).toFixed(1)} s`;
    report(`${backend}: ${name}: ${result}`);
  }
  return outcomes;
}

/**
 * @param {(specifier: string) => Promise<any>} load
 * @param {'cpu' | 'onnx'} backend
 */
async function loadPackages(load, backend) {
  const { env, scalar, setBackend } = await load('@tensorflow/tfjs-core');
  await load('@tensorflow/tfjs-backend-cpu');
  const core = await load('@helmholtz/core');
  const { assemble } = await load('@helmholtz/recipes');
  const { loadDataset } = await load('@helmholtz/datasets');
  // TensorFlow.js advises another backend with the first tensor, unless it believes that it is
  // tested.
  env().set('IS_TEST', true);
  await setBackend('cpu');
  scalar(0).dispose();
  env().set('IS_TEST', false);
  let createStep;
  if (backend === 'onnx') {
    const { compileSteps, configureOnnx } = await load('@helmholtz/backend-onnx');
    await setBackend('onnx');
    configureOnnx({ mode: 'native', threads: 1 });
    createStep = core.compiledStep(compileSteps, (/** @type {string} */ line) => {
      throw new Error(line);
    });
  }
  return { ...core, assemble, loadDataset, createStep };
}

/**
 * @param {Record<string, any>} helmholtz
 * @param {Record<string, any>} work
 * @returns {Promise<Outcome>}
 */
async function trainWork({ assemble, loadDataset, trainAssembly, readWeights, createStep }, work) {
  const training = { ...work['training'], epochs: EPOCHS, batchSize: 50 };
  const assembly = assemble({ ...work, training, seed: 1 });
  const { data } = assembly.spec;
  const { model, history } = await trainAssembly(createStep ? { ...assembly, createStep } : assembly, {
    data: await loadDataset(data.dataset, { ...data, limit: EXAMPLES }),
    weights: initialWeights(await readWeights(assembly.model)),
  }).then((/** @type {any} */ trained) => ({ model: assembly.model, ...trained }));
  /** @type {ReadonlyMap<string, import('./initial-weights.js').StoredWeight>} */
  const weights = await readWeights(model);
  return {
    parameters: [...weights.values()].reduce((sum, { values }) => sum + values.length, 0),
    metrics: Object.assign({}, ...history.map(metricsOf)),
    weights: Object.fromEntries([...weights].map(([name, { values }]) => [name, digest(values)])),
  };
}

/**
 * Every number of an epoch's row but the time it took.
 *
 * @param {Record<string, unknown>} row
 */
function metricsOf({ epoch, ...row }) {
  /** @type {Record<string, string>} */
  const metrics = {};
  /** @param {string} path @param {unknown} value */
  const add = (path, value) => {
    if (path.endsWith('/seconds')) return;
    if (typeof value === 'number') metrics[path] = hexadecimal(value);
    else for (const [name, inner] of Object.entries(value ?? {})) add(`${path}/${name}`, inner);
  };
  add(String(epoch), row);
  return metrics;
}

/** @param {number} value */
function hexadecimal(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

/** @param {Float32Array} values */
function digest(values) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}
