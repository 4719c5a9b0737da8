import { z } from "zod";

const count = z.int().min(1);
const size = z.custom<number>(
  (value) => typeof value === "number",
  "Expected a number of examples, or Infinity",
);

/** What a task says of itself (see `Task`), which the model is built from before any example is seen. */
export const taskSchema = z.object({
  name: z.string().min(1),
  title: z.string(),
  input: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("vectors"), width: count }),
    z.object({ kind: z.literal("tokens"), vocabulary: count }),
  ]),
  length: count,
  classes: count,
  answers: count,
  answerPositions: count,
  sizes: z.object({ train: size, validation: size, test: size }),
  batch: z.custom<unknown>((value) => typeof value === "function", "Expected a function"),
}).superRefine(({ length, answers, answerPositions }, context) => {
  if (answerPositions > length) {
    const message = `Expected at most the ${length} positions of a sequence but found ${answerPositions}`;
    context.addIssue({ code: "custom", path: ["answerPositions"], message });
  } else if (answers % answerPositions !== 0) {
    const message =
      `Expected a multiple of ${answerPositions}, as many from each position, but found ${answers}`;
    context.addIssue({ code: "custom", path: ["answers"], message });
  }
});
