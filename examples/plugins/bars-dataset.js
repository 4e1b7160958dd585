/**
 * Adds a data set: black images with white bars. Each bar has a probability of 1/8 (Földiák 1990).
 *
 *     npx helmholtz train vae --plugin ./examples/plugins/bars-dataset.js --dataset bars --latent 4
 */
export default ({ core, datasets }) => {
  const side = 8;

  const bars = (name, count) => {
    // The name selects the random stream: the same images in every run, other images in each set.
    const random = new core.RandomStream(0, name);
    const data = Array.from({ length: count }, () => {
      const drawn = () => Array.from({ length: side }, () => random.next() < 1 / 8);
      const [rows, columns] = [drawn(), drawn()];
      return rows.flatMap((row) => columns.map((column) => (row || column ? 1 : 0)));
    });
    return datasets.arrayDataset({ name, shape: [side, side, 1], data });
  };

  return {
    datasets: [
      {
        name: 'bars',
        description: 'horizontal and vertical bars, 8 by 8, binary: 4,000 to train, 500 to test',
        load: async () => ({ train: bars('bars/train', 4000), test: bars('bars/test', 500) }),
      },
    ],
  };
};
