import { clothingNames } from './class-names.js';
import { idxSource } from './idx-source.js';

/**
 * Xiao, Rasul and Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
 * Algorithms (2017).
 */
export const fashionMnist = idxSource({
  name: 'fashion-mnist',
  description: '70,000 pictures of clothing, 28 by 28, grey: 60,000 to train, 10,000 to test (30 MB)',
  classNames: clothingNames,
  mirrors: [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  ],
  md5: {
    train: { images: 'f4a8712d7a061bf5bd6d2ca38dc4d50a', labels: '9018921c3c673c538a1fc5bad174d6f9' },
    test: { images: '8181f5470baa50b63fa0f6fddb340f0a', labels: '15d484375f8d13e6eb1aabb0c3f46965' },
  },
});
