import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';

import '../register.js';

/** Returns a model restored from its topology as text and its weights as bytes. */
export async function roundTrip(model: LayersModel): Promise<LayersModel> {
  let saved: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  const { modelTopology, ...weights } = saved!;
  const text = JSON.stringify(modelTopology);
  return loadLayersModel(io.fromMemory({ ...weights, modelTopology: JSON.parse(text) as object }));
}
