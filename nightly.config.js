// The tests of `npm run test:nightly`: those that take too long for every `npm test`.
import daily from './ava.config.js';

export default {
  ...daily,
  files: ['{packages/*,test,tools/bench,examples}/src/**/*.nightly.test.ts', 'scripts/*.nightly.test.js'],
  timeout: '20m',
};
