import { join } from "node:path";

/** The project's folder; all others are in it, and nothing that lasts is written outside of it. */
export const root = join(import.meta.dirname!, "..", "..");
/** Data sets and the runs of sweeps. */
export const dataDirectory = join(root, "data");
/** Pretrained weights, a folder for each model. */
export const weightsDirectory = join(root, "weights");
/** The exported HTML reports. */
export const reportsDirectory = join(root, "reports");
export const notebooksDirectory = join(root, "notebooks");
/** What setup installs: the Python environment, libtensorflow, Jupyter's own files. */
export const dependenciesDirectory = join(root, ".deps");
