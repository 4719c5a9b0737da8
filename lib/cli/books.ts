import { join } from "node:path";
import { Command } from "commander";
import { pathOption } from "./arguments.ts";

/** `books CLONE [DIR]`: writes the text that the shipped model has learned from. */
export function booksCommand(): Command {
  return new Command("books")
    .description("write the text that weights/pocket has learned from, for `pretrain`")
    .argument("<clone>", "a clone of https://github.com/mlschmitt/classic-books-markdown", pathOption)
    .argument("[directory]", "where it is written (default: data/books)", pathOption)
    .action(async (clone: string, directory: string | undefined) => {
      const [{ dataDirectory }, { writeBooks }, { readPretrainingRecord }, { weightsFolder }] = await Promise
        .all([
          import("../files/paths.ts"),
          import("../pretraining/books.ts"),
          import("../pretraining/record.ts"),
          import("../weights/folders.ts"),
        ]);
      const record = await readPretrainingRecord(weightsFolder("pocket"));
      const paths = await writeBooks(clone, directory ?? join(dataDirectory, "books"), record);
      for (const path of paths) console.log(path);
    });
}
