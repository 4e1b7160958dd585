// Adversarial autoencoder (Makhzani et al. 2016). A discriminator distinguishes codes of the data
// from draws of the prior, and the recognition network learns to fool it. This loss replaces the KL
// divergence.
//
//   helmholtz train vae --plugin examples/plugins/adversarial-posterior.js \
//     --set objective=adversarialPosterior
export default ({ core, tf, z }) => {
  /** Binary cross-entropy of the discriminator, averaged over the batch. */
  const surprise = (logits, isPrior) => tf.mean(tf.softplus(isPrior ? tf.neg(logits) : logits));

  const adversarialPosterior = ({ weight, steps, layers }) => ({
    name: 'adversarialPosterior',
    monitor: { metric: 'reconstructionError', mode: 'min' },
    networks: { discriminator: { input: 'z', output: [1], layers } },
    noise: { prior: { shape: 'z' } },
    phases: [
      {
        name: 'discriminator',
        weights: ['discriminator'],
        steps,
        learningRate: 1e-3,
        evaluate(model) {
          const discriminator = model.network('discriminator');
          const [code] = model.terms().latents;
          const ofPrior = discriminator(code.prior.sample(model.noise('prior')));
          const ofData = discriminator(code.value);
          const right = tf.concat([tf.greater(ofPrior, 0), tf.less(ofData, 0)]);
          return {
            loss: tf.add(surprise(ofPrior, true), surprise(ofData, false)),
            metrics: { discriminatorAccuracy: tf.mean(tf.cast(right, 'float32')) },
          };
        },
      },
      {
        name: 'autoencoder',
        weights: 'model',
        evaluate(model) {
          const { latents, observed } = model.terms();
          const logLikelihoods = observed.map((variable) => core.logLikelihood(variable));
          const reconstructionError = tf.neg(tf.mean(tf.addN(logLikelihoods)));
          const fooled = surprise(model.network('discriminator')(latents[0].value), true);
          return {
            loss: tf.add(reconstructionError, tf.mul(weight, fooled)),
            metrics: { reconstructionError, adversarialLoss: fooled },
          };
        },
      },
    ],
  });

  return {
    objectives: [
      {
        name: 'adversarialPosterior',
        description: 'adversarial autoencoder: a discriminator in place of the KL divergence',
        options: z.strictObject({
          weight: z.number().positive().default(10).describe('weight of the adversarial loss'),
          steps: z.int().min(1).default(1).describe('updates of the discriminator in each step'),
          layers: z
            .array(z.looseObject({ layer: z.string() }))
            .default([{ layer: 'dense', units: 32, activation: 'relu' }])
            .describe('layers of the discriminator, if the spec has no networks.discriminator'),
        }),
        create: adversarialPosterior,
      },
    ],
  };
};
