export {
  assemble,
  assembled,
  buildModel,
  createCatalogue,
  createContainer,
  modelContainer,
} from './container.js';
export { recipesModule } from './module.js';
export { vae } from './vae.js';
