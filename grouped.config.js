// A run of the whole suite: as in ava.config.js, but with groups of test files.
import daily from './ava.config.js';
import { writeGroups } from './scripts/test-groups.js';

const groups = writeGroups();

export default {
  ...daily,
  files: [
    ...daily.files,
    ...groups.flatMap(({ members }) => members.map((file) => `!${file}`)),
    ...groups.map(({ path }) => path),
  ],
};
