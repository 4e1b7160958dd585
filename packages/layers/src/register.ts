import { registerParts } from '@helmholtz/core';

import { inputLayers, layers } from './parts.js';

// Models read from files find our layers by their class names, which TensorFlow.js keeps one list of for the process.
registerParts({ layers: [...inputLayers, ...layers] });
