// A run of the whole suite: as in ava.config.js, but with groups of test files.
import daily from './ava.config.js';
import { writeGroups } from './scripts/test-groups.js';

const groups = writeGroups();

export default {
  ...daily,
  // Reading the source maps takes a third of a second of each worker. A test alone has them.
  nodeArguments: [],
  files: [
    ...daily.files,
    ...groups.flatMap(({ members }) => members.map((file) => `!${file}`)),
    ...groups.map(({ path }) => path),
  ],
};
