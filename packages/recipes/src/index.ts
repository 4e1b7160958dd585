export { buildModel, createCatalogue, createContainer } from './container.js';
export { recipesModule } from './module.js';
export { vae } from './vae.js';
