/**
 * Adds a posterior: a planar normalizing flow (Rezende and Mohamed 2015, section 4.1) of a diagonal
 * normal distribution. All examples share its weights. It has no closed-form mean or inverse.
 *
 *     npx helmholtz train vae --posterior planar --plugin ./examples/plugins/planar-flow.js
 */
export default ({ core, layers, tf, z }) => {
  const { add, div, log, mul, softplus, square, squeeze, sub, sum, tanh } = tf;

  /** y = x + u tanh(w x + b). The constraint w u > -1 makes it invertible (appendix A.1). */
  class Planar extends core.Bijector {
    name = 'planar';
    domain = core.realLine;
    codomain = core.realLine;
    eventRank = 1;
    cheap = ['forward'];

    constructor(u, w, b) {
      super();
      const wu = sum(mul(w, u));
      const along = div(sub(sub(softplus(wu), 1), wu), sum(square(w)));
      Object.assign(this, { u: add(u, mul(along, w)), w, b });
    }

    bend = (x) => tanh(add(sum(mul(x, this.w), -1, true), this.b));
    forward = (x) => add(x, mul(this.u, this.bend(x)));

    forwardLogDetJacobian(x) {
      const slope = squeeze(sub(1, square(this.bend(x))), [-1]);
      return log(add(1, mul(sum(mul(this.w, this.u)), slope)));
    }
  }

  class PlanarFlow extends layers.FlowLayer {
    static className = 'PlanarFlow';
    build(shape) {
      const random = tf.initializers.randomNormal({ stddev: 0.1 });
      const weight = (name, size) => this.addWeight(name, [size], 'float32', random);
      this.parameters = [weight('u', shape.at(-1)), weight('w', shape.at(-1)), weight('b', 1)];
      super.build(shape);
    }

    bijector = () => new Planar(...this.parameters.map((weight) => weight.read()));
  }

  const planar = {
    name: 'planar',
    description: 'planar flow from a diagonal normal; length: number of transformations',
    options: z.strictObject({ length: z.int().min(1).default(4) }),
    noise: 'standardNormal',
    sample(features, latent, { length }) {
      const { variable: name, size } = latent;
      const parameters = layers.normalParameters(features, { name, size, scale: 'logVariance' });
      const flows = Array.from({ length }, (_, k) => new PlanarFlow({ name: `${name}_planar_${k + 1}` }));
      return layers.flowDraw({ family: 'planar', base: { family: 'normal', parameters }, flows }, latent);
    },
  };

  return { layers: [PlanarFlow], posteriors: [planar] };
};
