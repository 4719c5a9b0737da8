import type { z } from "zod";
import type { experimentSchema } from "../experiment.ts";

type ExperimentInput = z.input<typeof experimentSchema>;

/** What is swept besides the settings. */
export type Grid = Pick<ExperimentInput, "tasks" | "learningRates" | "seeds">;

/** The experiments at one scale. */
export interface Scale {
  model: ExperimentInput["model"];
  /** The paper's four settings. */
  main: Grid;
  /**
   * The main sweep's settings with more steps, each at the learning rates that were best there; where the main sweep
   * has too few for validation to level off.
   */
  longer?: Grid;
  /** Which parts are trained, and controls (Lu et al., 2021, sections 3.8, 3.11 and 3.12). */
  parts: Grid;
  /** Bodies cut to their first blocks (Lu et al., 2021, section 3.10). */
  depth: Grid & { layers: readonly number[] };
  /** The paper's four settings with bodies of other sizes. */
  bodies: Grid & { models: readonly ExperimentInput["model"][] };
}
