import { registerParts } from '@helmholtz/core';

import { inputLayers, layers } from './parts.js';

// TensorFlow.js finds the layer classes of a model file by name, in one list per process.
registerParts({ layers: [...inputLayers, ...layers] });
