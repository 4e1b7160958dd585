// Writes docs/reference/errors.md: node packages/cli/dist/testing/errors/write-page.js
import { writeFileSync } from 'node:fs';

import { errorsPage } from './page.js';

writeFileSync(new URL('../../../../../docs/reference/errors.md', import.meta.url), await errorsPage());
