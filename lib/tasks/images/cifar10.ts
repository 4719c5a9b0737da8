import { join } from "node:path";
import { dataDirectory } from "../../files/paths.ts";
import type { ExampleTask } from "../example.ts";
import type { OptionsOf } from "../options.ts";
import { readCifar10 } from "./cifar10_files.ts";
import { imageTask } from "./image_task.ts";
import { SIDE } from "./images.ts";
import { renderColor, renderGrey } from "./render.ts";

const DIRECTORY = join(dataDirectory, "cifar10");

/** What CIFAR-10's labels mean (Krizhevsky, 2009, "Learning multiple layers of features from tiny images"). */
const ANSWERS = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

/**
 * CIFAR-10 in patches of color pixels, augmented and normalized as by Lu et al.
 *
 * Source: `CIFAR10Dataset` in the code of Lu et al. (2021, arXiv:2103.05247).
 *
 * @param directory Holds the files that {@linkcode readCifar10} reads.
 * @throws {UserError} If a file is missing or damaged.
 */
export async function openCifar10(
  { patch, augmentation, validationExamples }: OptionsOf<"cifar10">,
  directory = DIRECTORY,
): Promise<ExampleTask> {
  return imageTask({
    name: "cifar10",
    title: "CIFAR10",
    ...await readCifar10(directory),
    answers: ANSWERS,
    validationExamples,
    render: renderColor,
    side: SIDE,
    patch,
    means: [0.4914, 0.4822, 0.4465],
    deviations: [0.2023, 0.1994, 0.2010],
    augmentation,
  });
}

/**
 * CIFAR10-LRA: CIFAR-10 in grey, one pixel a token. Augmented as CIFAR-10 (before pixels are averaged, where
 * `pixels` asks for it), values from -1 to 1.
 *
 * Source: Long Range Arena (Tay et al., 2021, arXiv:2011.04006) posed the task; augmentation and normalization are
 * those of `CIFAR10GrayDataset` in the code of Lu et al. (2021, arXiv:2103.05247).
 *
 * @param directory Holds the files that {@linkcode readCifar10} reads.
 * @throws {UserError} If a file is missing or damaged.
 */
export async function openCifar10Lra(
  { pixels, augmentation, validationExamples }: OptionsOf<"cifar10-lra">,
  directory = DIRECTORY,
): Promise<ExampleTask> {
  return imageTask({
    name: "cifar10-lra",
    title: "CIFAR10-LRA",
    ...await readCifar10(directory),
    answers: ANSWERS,
    validationExamples,
    render: renderGrey(pixels),
    side: pixels,
    patch: 1,
    means: [0.5],
    deviations: [0.5],
    augmentation,
  });
}
