import test from 'ava';

import { trainingStepConforms } from '../testing/step-conformance.js';
import { createEagerStep } from './eager-step.js';

trainingStepConforms(test, createEagerStep);
