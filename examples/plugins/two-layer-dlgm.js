/**
 * Adds a recipe: a deep latent Gaussian model with two stochastic layers (Rezende et al. 2014).
 *
 *     generative:   z2 ~ N(0, I),  z1 given z2 ~ N(loc(z2), scale(z2)^2),  x given z1 ~ likelihood
 *     recognition:  z2 and z1 each from features of x
 *
 *     npx helmholtz train two-layer-dlgm --plugin ./examples/plugins/two-layer-dlgm.js --latent 8
 */
export default ({ core, tf, layers: { latentVariableGraph } }) => ({
  recipes: [
    {
      name: 'two-layer-dlgm',
      description: 'two stochastic layers: x from z1, z1 from z2',

      build({ observed, latents }, { network, sample, likelihood }) {
        const { size } = latents[0];
        const dense = (name, units, activation) => tf.layers.dense({ name, units, activation });

        // Recognition: the posteriors of both latents, from features of x.
        const x = tf.input({ shape: observed.shape, name: observed.name });
        const features = network('recognition')(x);
        const z2Features = dense('z2_features', 4 * size, 'relu').apply(features);
        const z2 = sample(z2Features, { name: 'z2', size: Math.ceil(size / 2) });

        // Generative: z2 decides the prior of z1, and z1 the parameters of the likelihood.
        const top = dense('z1_prior_features', 4 * size, 'relu').apply(z2);
        const prior = core.conditionalPrior({
          family: 'normal',
          parameters: {
            loc: dense('z1_prior_loc', size).apply(top),
            logVariance: dense('z1_prior_log_variance', size).apply(top),
          },
        });
        const z1 = sample(features, { name: 'z1', size, prior });
        const parameters = network('generative')(z1, {
          outputShape: likelihood.parameterShape(observed.shape),
        });

        const head = likelihood.head({ name: 'x_likelihood', variable: observed.name });
        return latentVariableGraph({
          name: 'two-layer-dlgm',
          inputs: [x],
          outputs: [head.apply(parameters)],
        });
      },
    },
  ],
});
