/** Name of a network after its output. */
export type NetworkOfVariable = `recognition_${string}` | `generative_${string}`;

/** Returns the name of the network of a posterior. */
export const recognitionOf = (latent: string) => `recognition_${latent}` as const;

/** Returns the name of the network of a prior or a likelihood. */
export const generativeOf = (variable: string) => `generative_${variable}` as const;
