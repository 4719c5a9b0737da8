import type { PresetName } from "../sweeps/presets.ts";
import { CIFAR10, type DataSource, MNIST } from "../tasks/sources.ts";

/** The data sets that each scale needs, those aside that are generated. */
export const DATA_SETS: Record<PresetName, readonly DataSource[]> = {
  quick: [MNIST],
  pocket: [MNIST, CIFAR10],
  paper: [MNIST, CIFAR10],
};
