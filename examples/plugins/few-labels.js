// Training data in two parts: 100 labelled digits, and all others without labels. The objective
// sums missing labels out, with the bounds of each class in place of log p(x | label):
// log p(x) = log sum over labels of p(label) p(x | label). Each class has the same probability.
//
//   helmholtz train cvae --plugin examples/plugins/few-labels.js --dataset few-labels
//     --set objective=semiSupervised --batch-size labelled=20,unlabelled=100
export default ({ core, datasets, tf, z }) => {
  const load = async (options) => {
    const { train, test } = await datasets.loadDataset('digits', options);
    const rows = Uint32Array.from({ length: train.size }, (_, index) => index);
    const labelled = { ...datasets.subset(train, rows.slice(0, 100)), name: 'few-labels/labelled' };
    const others = { ...datasets.subset(train, rows.slice(100)), name: 'few-labels/unlabelled' };
    const unlabelled = { ...others, labels: undefined };
    return { train: { name: 'few-labels', parts: { labelled, unlabelled } }, test };
  };

  /** The evidence lower bound of each example, [batch]. */
  const bounds = ({ latents, observed }) =>
    tf.sub(core.logLikelihood(observed[0]), core.analyticKl(latents[0]));

  const semiSupervised = ({ classes }) => ({
    name: 'semiSupervised',
    monitor: { metric: 'unlabelledNelbo', mode: 'min' },
    evaluate(model) {
      const labelledNelbo = tf.neg(tf.mean(bounds(model.batch('labelled').terms())));
      const unlabelled = model.batch('unlabelled');
      const size = unlabelled.input('x').shape[0];
      const ofClass = Array.from({ length: classes }, (_, label) => {
        const rows = new Array(size).fill(label);
        return bounds(unlabelled.terms({ label: tf.oneHot(rows, classes, 1, 0, 'float32') }));
      });
      const logEvidence = tf.sub(tf.logSumExp(tf.stack(ofClass), 0), Math.log(classes));
      const unlabelledNelbo = tf.neg(tf.mean(logEvidence));
      return {
        loss: tf.add(labelledNelbo, unlabelledNelbo),
        metrics: { labelledNelbo, unlabelledNelbo },
      };
    },
  });

  return {
    datasets: [{ name: 'few-labels', description: 'digits of which 100 have labels', load }],
    objectives: [
      {
        name: 'semiSupervised',
        description: 'the bound of labelled examples, and of unlabelled ones with the label summed out',
        options: z.strictObject({ classes: z.int().min(2).default(10).describe('number of classes') }),
        create: semiSupervised,
      },
    ],
  };
};
