import { digitNames } from './class-names.js';
import { idxSource } from './idx-source.js';

/** LeCun, Cortes and Burges, The MNIST Database of Handwritten Digits (1998). */
export const mnist = idxSource({
  name: 'mnist',
  description: '70,000 handwritten digits, 28 by 28, grey: 60,000 to train, 10,000 to test (11 MB)',
  classNames: digitNames,
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  md5: {
    train: { images: '6bbc9ace898e44ae57da46a324031adb', labels: 'a25bea736e30d166cdddb491f175f624' },
    test: { images: '2646ac647ad5339dbf082846283269ea', labels: '27ae3e4e09519cfbb04c329615203637' },
  },
});
