import { z } from "zod";
import type { HostParameters } from "../models/parameters.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import type { Learner } from "./learner.ts";
import { type Progress, progressSchema } from "./progress.ts";

/** Where a run stood when it was kept, and its parameters that were best on validation. */
export interface SavedRun {
  progress: Progress;
  best: HostParameters;
}

/**
 * Sets a learner to what a run's checkpoint holds; null where there is none.
 *
 * @param expected Which run, data and weights it has to be of (see `identityOf` and `contentOf`).
 * @throws {UserError} If the checkpoint is damaged or of another run.
 */
export async function loadRun(
  checkpoint: string,
  learner: Pick<Learner, "trained" | "moments">,
  { run, content }: Pick<Progress, "run" | "content">,
): Promise<SavedRun | null> {
  const schema = progressSchema.extend({ run: z.literal(run), content: z.literal(content) });
  const saved = await loadCheckpoint(checkpoint, learner, schema, ["best"]);
  return saved && { progress: saved.progress, best: saved.others.best };
}
