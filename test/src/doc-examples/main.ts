// `npm run doc-examples [-- words]`: runs the examples of the packages, exports or pages that a
// word names, or all of them, and takes exports that have one now off the list of those without.
import { readDocumentation } from './documentation.js';
import { readList, shortenList, withoutExamples } from './without-examples.js';

const words = process.argv.slice(2);
const { exports, examples, failures } = readDocumentation();
const selected = examples.filter(
  ({ group, name }) => words.length === 0 || words.some((word) => `${group} ${name}`.includes(word)),
);
const failed = await failures(selected);
for (const { example, reason } of failed) console.error(`${example.group} ${example.name}\n${reason}\n`);
console.log(`${selected.length - failed.length} of ${selected.length} examples passed.`);

const missing = withoutExamples(exports);
shortenList(missing, readList());
const list = readList();
const unlisted = missing.filter((line) => !list.includes(line));
for (const line of unlisted) console.error(`No @example: ${line}`);
console.log(`${missing.length} of ${exports.length} exports have no example.`);
process.exitCode = failed.length + unlisted.length > 0 ? 1 : 0;
