import { Command } from "commander";

/** `weights MODEL`: brings a GPT-2 into weights/. */
export function weightsCommand(): Command {
  return new Command("weights")
    .description("bring a GPT-2 from the Hugging Face Hub, its cache or a folder into weights/")
    .argument("<model>", "gpt2, gpt2-medium, gpt2-large, gpt2-xl, owner/name of the Hub, or a folder")
    .option("--revision <revision>", "the branch, tag or commit of the Hub's repository (default: main)")
    .option("--name <name>", "what experiments call the model (default: as the Hub, or the folder)")
    .addHelpText(
      "after",
      "\nA stopped download is resumed. HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_TOKEN_PATH and HF_HUB_OFFLINE\n" +
        "mean what they mean to huggingface_hub.",
    )
    .action(async (text: string, options: { revision?: string; name?: string }) => {
      const [{ getWeights }, { describeWeights }] = await Promise.all([
        import("../weights/get_weights.ts"),
        import("../weights/describe_weights.ts"),
      ]);
      const { model, how } = await getWeights(text, options);
      console.log(`${how}: ${await describeWeights(model)}`);
      console.log(`Experiments use it by "model": "${model}"`);
    });
}
