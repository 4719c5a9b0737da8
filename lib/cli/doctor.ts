import { Command } from "commander";
import { DATA_SETS } from "./data_sets.ts";

const STATES = { ready: "ok", missing: "missing", unneeded: "-" };

/** `doctor`: what is installed, and what mends what is missing. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say what is installed, which backend will be used and why, and what mends what is missing")
    .action(async () => {
      const { examine } = await import("../setup/examine.ts");
      const required = DATA_SETS.quick;
      const optional = DATA_SETS.paper.filter((source) => !required.includes(source));
      const findings = await examine({ required, optional });
      const width = Math.max(...findings.map(({ name }) => name.length));
      for (const { name, state, detail, mend } of findings) {
        console.log(
          `${name.padEnd(width)}  ${STATES[state].padEnd(7)}  ${detail}${mend ? `; mend: ${mend}` : ""}`,
        );
      }
      const stuck = findings.filter((finding) => finding.required && finding.state === "missing");
      if (stuck.length === 0) console.log("\nThe quick sweep and its reports can run: deno task reproduce");
      else {
        console.error(
          `\nThe quick sweep and its reports cannot run: ${
            stuck.map(({ name }) => name).join(", ")
          } missing. ` +
            "Run `deno task setup`",
        );
        Deno.exit(1);
      }
    });
}
