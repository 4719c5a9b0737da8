/** The environment variable by which `deno task report` tells notebooks not to train. */
export const TRAIN_VARIABLE = "UTR_TRAIN";

/** Whether notebooks may train runs that they miss: unless UTR_TRAIN is "no". */
export function mayTrain(): boolean {
  return Deno.env.get(TRAIN_VARIABLE) !== "no";
}
