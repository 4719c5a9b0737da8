import { basename, join } from "node:path";
import { startBackend } from "../backend/start.ts";
import { UserError } from "../errors.ts";
import { makeDirectory } from "../files/json.ts";
import { tryLock } from "../files/lock.ts";
import { appendLines } from "../files/lines.ts";
import { shellWord } from "../files/shell_word.ts";
import { modelOf } from "../pretraining/learner.ts";
import { parsePretrainingOptions, type PretrainingOptions } from "../pretraining/options.ts";
import { placesOf } from "../pretraining/places.ts";
import { pretrain, type Pretrained, type PretrainingMetrics } from "../pretraining/pretrain.ts";
import { writePretrained } from "../pretraining/record.ts";
import { checkpointFile, noteStart } from "../pretraining/run.ts";
import { sampleText } from "../pretraining/sample.ts";
import { readText, type Text } from "../pretraining/text.ts";
import { fold, keyOf } from "../random/key.ts";
import { currentCommit, provenance } from "../provenance.ts";
import { duration } from "../reports/labels.ts";
import { interruption, STOPPED } from "./interruption.ts";

/**
 * Pretrains a model with progress on the console, and stops cleanly at Ctrl-C.
 *
 * @returns The exit code: STOPPED if it was stopped.
 * @throws {UserError} If the options or the name do not fit, or the options or the text are not those of the run that
 * is resumed.
 */
export async function runPretraining(
  path: string,
  name: string,
  given: Record<string, unknown>,
): Promise<number> {
  const options = parsePretrainingOptions(given as never);
  const { weights, run: directory } = await placesOf(name, options);
  const { description: backend, threads } = await startBackend();
  const text = await readText(path, options.length);
  await makeDirectory(directory);
  using lock = tryLock(join(directory, ".lock"));
  if (!lock) {
    throw new UserError(
      `Expected no other pretraining of ${name} but one is running: wait for it, or choose another --name`,
    );
  }
  const command = commandOf(path, { name, ...given });
  const start = provenance({ command, backend, threads, commit: await currentCommit() });
  const run = await noteStart(directory, { options, files: text.files }, start);

  console.log(`Held out for validation: ${heldOut(text)}`);
  const pretrained = await pretrainUntilStopped(text, options, directory);
  if (pretrained === undefined) return STOPPED;
  await writePretrained(weights, run, text, pretrained);
  const { seconds, parameters } = pretrained, bits = pretrained.validationBitsPerByte.toFixed(3);
  console.log(
    `weights/${basename(weights)}: ${bits} bits per byte of the validation text, ${duration(seconds)}.`,
  );
  console.log("It writes:\n");
  console.log(
    await sampleText({ config: modelOf(options), parameters }, fold(keyOf(options.seed), "sample")),
  );
  return 0;
}

/** What is pretrained; undefined where Ctrl-C has stopped it. Afterwards nothing is left to be lost: Ctrl-C ends the program. */
async function pretrainUntilStopped(
  text: Text,
  options: PretrainingOptions,
  directory: string,
): Promise<Pretrained | undefined> {
  using stopping = interruption("the current gradient step");
  using metrics = appendLines<PretrainingMetrics>(join(directory, "metrics.jsonl"));
  const report = reporter(options.steps, options.batchSize * options.length);
  try {
    return await pretrain(text, options, {
      checkpoint: checkpointFile(directory),
      signal: stopping.signal,
      onMetrics: (found) => {
        metrics.write(found);
        report(found);
      },
    });
  } catch (error) {
    if (error === stopping.signal.reason) return undefined;
    throw error;
  }
}

/** Which of the text is held out, in words. */
function heldOut({ files }: Text): string {
  const named = files.filter(({ use }) => use === "validation").map(({ name }) => name);
  return named.length > 0 ? named.join(", ") : "the last hundredth of the text";
}

/** The command that has these flags: "pretrain books --name pocket --batch-size 8". */
function commandOf(path: string, flags: Record<string, unknown>): string {
  const words = Object.entries(flags).map(([name, value]) =>
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`
  );
  return ["pretrain", shellWord(path), ...words].join(" ");
}

const SECONDS_PER_REPORT = 15;

/** Prints how far it is: each look at the validation text, and now and then the loss, the speed and the time left. */
function reporter(steps: number, bytesPerStep: number): (metrics: PretrainingMetrics) => void {
  let first: { step: number; at: number } | undefined, last = 0;
  return (metrics) => {
    const { step } = metrics, now = performance.now() / 1000;
    if ("validationBitsPerByte" in metrics) {
      console.log(
        `step ${step}/${steps}: ${metrics.validationBitsPerByte.toFixed(3)} bits per byte in validation`,
      );
      return;
    }
    if (first === undefined) first = { step, at: now };
    else if (now - last > SECONDS_PER_REPORT) {
      const rate = (step - first.step) / (now - first.at);
      console.log(
        `step ${step}/${steps}: ${metrics.bitsPerByte.toFixed(3)} bits per byte, ${
          Math.round(rate * bytesPerStep)
        } ` +
          `bytes/s, ${duration((steps - step) / rate)} left`,
      );
      last = now;
    }
  };
}
