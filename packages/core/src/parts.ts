import { elboPart, importanceWeightedBoundPart } from './objectives/parts.js';

/** The objectives that a spec chooses by name. */
export const objectives = [elboPart, importanceWeightedBoundPart] as const;
