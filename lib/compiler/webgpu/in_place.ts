import * as tf from "@tensorflow/tfjs-core";
import type { Dispatch } from "./commands.ts";
import { type Code, codeOf, leavesOf, type Operation } from "./expression.ts";
import { MOST_TENSORS } from "./fusion.ts";
import type { Gpu } from "./gpu.ts";
import { MOST_WORKGROUPS } from "./reduction_programs.ts";

/** What a variable is assigned. */
export interface Change {
  variable: tf.Variable;
  /** The data that it has before. */
  dataId: object;
  /** Those that it has afterwards. */
  value: object;
}

/** An assignment of what is yet to be computed element by element. */
interface Waiting extends Change {
  expression: Operation;
}

const WORKGROUP = 64;

/**
 * Programs that compute what is assigned to variables, as by a step of Adam, where these lie: a program for all
 * variables whose new values depend on each other's old ones. To be executed once no others read old values any more.
 *
 * @param bufferOf Where a tensor's values lie that is read.
 * @returns The programs, and the changes for which there is none.
 */
export function assignInPlace(
  gpu: Gpu,
  changes: readonly Change[],
  bufferOf: (dataId: object) => GPUBuffer,
): { dispatches: Dispatch[]; others: Change[] } {
  const waiting: Waiting[] = changes.flatMap((change) => {
    const expression = gpu.fusion.operationOf(change.value);
    return expression === undefined ? [] : [{ ...change, expression }];
  });
  const dispatches: Dispatch[] = [], done = new Set<tf.Variable>();
  for (const group of dependent(waiting)) {
    const code = codeOf(
      group.map(({ expression, dataId }, i) => ({
        expression,
        take: (value: string) => `Y${i}[index] = ${value};`,
        overwrites: { array: `Y${i}`, dataId },
      })),
    );
    if (code === null || code.bindings.length + group.length > MOST_TENSORS) continue;
    const buffers = [...group, ...code.bindings.map(({ leaf }) => leaf)].map(({ dataId }) =>
      bufferOf(dataId)
    );
    const pipeline = gpu.pipelineOf(shader(code, group.length));
    dispatches.push({
      pipeline,
      layout: pipeline.getBindGroupLayout(0),
      bindings: buffers.map((buffer) => ({ buffer })),
      workgroups: workgroups(group[0].variable.size / code.width),
    });
    for (const { variable } of group) done.add(variable);
  }
  return { dispatches, others: changes.filter(({ variable }) => !done.has(variable)) };
}

/** Groups of assignments none of which reads what another group overwrites. */
function dependent(waiting: readonly Waiting[]): Waiting[][] {
  const groupOf = new Map(waiting.map((change) => [change.dataId, [change]]));
  for (const { dataId, expression } of waiting) {
    for (const leaf of leavesOf(expression).keys()) {
      const own = groupOf.get(dataId)!, other = groupOf.get(leaf);
      if (other === undefined || other === own) continue;
      own.push(...other);
      for (const { dataId } of other) groupOf.set(dataId, own);
    }
  }
  return [...new Set(groupOf.values())];
}

function shader({ bindings, width, text, functions }: Code, targets: number): string {
  const typeOf = (dtype: tf.DataType, width: 1 | 4) => {
    const element = dtype === "float32" ? "f32" : "i32";
    return `array<${width === 4 ? `vec4<${element}>` : element}>`;
  };
  const arrays = [
    ...Array.from({ length: targets }, (_, i) => `read_write> Y${i} : ${typeOf("float32", width)}`),
    ...bindings.map(({ leaf, width }, i) => `read> X${i} : ${typeOf(leaf.dtype, width)}`),
  ];
  return `
${arrays.map((array, i) => `@group(0) @binding(${i}) var<storage, ${array};`).join("\n")}
${functions}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id : vec3u, @builtin(num_workgroups) groups : vec3u) {
    let index = i32(id.y * groups.x * ${WORKGROUP}u + id.x);
    if (index >= i32(arrayLength(&Y0))) { return; }
    ${text}
}`;
}

/** As many as compute `threads` elements. */
function workgroups(threads: number): [number, number, number] {
  const count = Math.ceil(threads / WORKGROUP), rows = Math.ceil(count / MOST_WORKGROUPS);
  return [Math.ceil(count / rows), rows, 1];
}
