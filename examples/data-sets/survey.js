// Writes the answers to an invented survey: node examples/data-sets/survey.js
// Twelve statements are rated from 1 (disagree) to 5 (agree); -9 is no answer.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeCsv } from '@helmholtz/datasets';

import { outputFolder, PARTS } from './folder.js';
import { RandomNumbers } from './random.js';

const topics = ['work', 'health', 'city'];
const questions = topics.flatMap((topic) => [1, 2, 3, 4].map((number) => `${topic}${number}`));

const folder = await outputFolder(import.meta.url);
for (const { part, count } of PARTS) {
  const random = new RandomNumbers(part);
  const rows = Array.from({ length: count }, (_, row) => [`${part}-${row + 1}`, ...answers(random)]);
  await writeFile(join(folder, `${part}.csv`), encodeCsv([['person', ...questions], ...rows]));
}

/** Answers follow the attitude to their topic. The last statement of each topic is negative. */
function answers(random) {
  const mood = random.normal();
  const attitudes = topics.map(() => 0.6 * mood + 0.8 * random.normal());
  return questions.map((_, question) => {
    const [topic, number] = [Math.floor(question / 4), question % 4];
    const opinion = (number === 3 ? -1 : 1) * 1.6 * attitudes[topic] + 0.4 * number - 0.5;
    const cutpoints = [-1.8, -0.6, 0.5, 1.8];
    const uniform = random.uniform();
    const felt = opinion + Math.log(uniform / (1 - uniform));
    const grade = 1 + cutpoints.filter((cutpoint) => felt > cutpoint).length;
    return random.happens(0.05) ? '-9' : `${grade}`;
  });
}
