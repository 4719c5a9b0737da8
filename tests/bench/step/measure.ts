import { gpt2Preset } from "../../../lib/models/config.ts";
import { stepFlops } from "../../../lib/models/flops.ts";
import { SETTINGS } from "../../../lib/models/settings.ts";
import { compare, type Comparison, type Rounds, withWorkFile } from "../side_by_side/compare.ts";
import type { Hardware } from "./hardware.ts";
import { writeInitial } from "./initial.ts";
import { type Case, modelOf, type Work } from "./work.ts";

/** How a case went. */
export interface Measured extends Case, Comparison {
  /** The share of the processor's peak that our step uses, from 0 to 1; absent where a GPU computes. */
  share?: number;
}

/** Times a case. @throws {UserError} If a worker fails, or if the losses of its first steps are not ours. */
export async function measure(
  work: Case,
  { ours, peers }: Pick<Hardware, "ours" | "peers">,
  rounds: Rounds,
  threads: number,
): Promise<Measured> {
  const { layers, width, heads } = gpt2Preset(work.model);
  const found = await withWorkFile(async (file) => {
    await writeInitial(file, work);
    const told: Work = { ...work, layers, width, heads, threads, file };
    return await compare(ours, peers, told, rounds);
  });
  if (found.peak === undefined) return { ...work, ...found };
  const flops = stepFlops(modelOf(work), SETTINGS[`${work.setting}-random`].trained, work.batch);
  return { ...work, ...found, share: flops / found.ms.ours / 1e6 / found.peak };
}
