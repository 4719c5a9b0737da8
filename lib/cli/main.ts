import { Command } from "commander";
import { UserError } from "../errors.ts";
import { baselinesCommand } from "./baselines.ts";
import { benchCommand } from "./bench.ts";
import { booksCommand } from "./books.ts";
import { checkDenoVersion } from "./deno_version.ts";
import { doctorCommand } from "./doctor.ts";
import { labCommand } from "./lab.ts";
import { pretrainCommand } from "./pretrain.ts";
import { reportCommand } from "./report.ts";
import { reproduceCommand } from "./reproduce.ts";
import { resultsCommand } from "./results.ts";
import { setupCommand } from "./setup.ts";
import { sweepCommand } from "./sweep.ts";
import { testCommand } from "./test.ts";
import { goToUserFolder } from "./user_folder.ts";
import { weightsCommand } from "./weights.ts";

const COMMANDS = [
  setupCommand,
  doctorCommand,
  weightsCommand,
  reproduceCommand,
  sweepCommand,
  baselinesCommand,
  booksCommand,
  pretrainCommand,
  resultsCommand,
  reportCommand,
  labCommand,
  testCommand,
  benchCommand,
];

const program = new Command("deno task")
  .description("Learning-rate sweeps of frozen and unfrozen pretrained transformers, and reports of them.")
  .helpCommand(false)
  .enablePositionalOptions();
for (const command of COMMANDS) program.addCommand(command());

try {
  checkDenoVersion();
  goToUserFolder();
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(1);
}
