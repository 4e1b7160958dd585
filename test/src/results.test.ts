import { readFile } from 'node:fs/promises';

import test from 'ava';

