import '@helmholtz/layers'; // the names of its likelihoods, as types of a spec

export {
  assemble,
  assembled,
  buildModel,
  createCatalogue,
  createContainer,
  modelContainer,
} from './container.js';
export { recipesModule } from './module.js';
export * from './recipes.js';
