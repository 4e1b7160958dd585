/**
 * Adds a simulator without a density, and a recipe that infers its parameters (Tran et al. 2017):
 *
 *     generative:   z ~ N(0, I),  x = signal(z) + noise, by the function `simulate`
 *     recognition:  the posterior of z, by a network that reads x
 *
 *     npx helmholtz train simulator --plugin ./examples/plugins/simulator.js \
 *       --dataset npy --data-dir readings --latent 1
 *
 * Replace `signal` by the layers of your simulator and `simulate` by its random part.
 */
export default ({ core, layers, tf }) => {
  /** Draws readings of a sensor. Nothing here knows the density of a reading. */
  class Readings extends core.Distribution {
    family = 'readings';
    support = core.realLine;
    noise = 'standardNormal';
    hasLogProb = false;

    constructor(signal) {
      super();
      this.signal = signal;
    }

    sample(noise) {
      return simulate(this.signal, noise);
    }

    logProb() {
      throw new Error('A simulator has no density.');
    }
  }

  const simulate = (signal, noise) => tf.add(signal, noise);

  class ReadingsLikelihood extends layers.LikelihoodHead {
    static className = 'ReadingsLikelihood';
    family = 'readings';
    support = core.realLine;

    distribution(signal) {
      return new Readings(signal);
    }
  }

  /** Fixed layers of the simulator: an amplifier with a gain of 2. */
  class Amplifier extends tf.layers.Layer {
    static className = 'Amplifier';

    call(inputs) {
      return tf.mul(2, [inputs].flat()[0]);
    }
  }
  const signal = (z) => new Amplifier({ name: 'amplifier' }).apply(z);

  return {
    layers: [ReadingsLikelihood, Amplifier],
    recipes: [
      {
        name: 'simulator',
        description: 'latents of a simulator that has no density',
        networks: ['recognition'],
        declare: ({ observed, latents = [{ name: 'z', size: 1 }], hidden = [] }) => ({
          observed,
          latents,
          networks: {
            recognition: hidden.map((units) => ({ layer: 'dense', units, activation: 'tanh' })),
          },
          objective: { name: 'likelihoodFree', steps: 3, learningRate: 0.02 },
          likelihood: 'normal',
          // The simulator draws readings in their own units.
          data: { standardize: 'none' },
          optimizer: { name: 'adam', learningRate: 0.01 },
          training: { batchSize: 100 },
        }),
        build({ observed, latents }, { network, sample }) {
          const [{ name, size }] = latents;
          const x = tf.input({ shape: observed.shape, name: observed.name });
          const value = sample(network('recognition')(x), { name, size });
          const config = layers.likelihoodConfig({ variable: observed.name });
          const head = new ReadingsLikelihood(config).apply(signal(value));
          return layers.latentVariableGraph({ name: 'simulator', inputs: [x], outputs: [head] });
        },
      },
    ],
  };
};
