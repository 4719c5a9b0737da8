import * as tf from "@tensorflow/tfjs-core";
import { KEEP } from "./random_bits.ts";

/** What is computed for each element of a tensor from the elements of others, which are broadcast to its shape. */
export type Expression = Leaf | Constant | Operation;

/** A tensor that is there. */
export interface Leaf {
  kind: "leaf";
  dataId: object;
  /** That of the data: what the device holds of booleans are integers. */
  dtype: tf.DataType;
  size: number;
}

export interface Constant {
  kind: "constant";
  value: number;
}

export interface Operation {
  kind: "operation";
  /** "DropoutMask" has a key for its input, whose bits below the threshold drop. */
  symbol: Symbol | "DropoutMask";
  threshold?: number;
  /** Their shapes are those under which they take part. */
  inputs: { expression: Expression; shape: number[] }[];
  shape: number[];
}

/** WGSL for the kernels that compute element by element. */
const WGSL = {
  Add: (a: string, b: string) => `${a} + ${b}`,
  Sub: (a: string, b: string) => `${a} - ${b}`,
  Multiply: (a: string, b: string) => `${a} * ${b}`,
  RealDiv: (a: string, b: string) => `${a} / ${b}`,
  Square: (x: string) => `${x} * ${x}`,
  Sqrt: (x: string) => `sqrt(${x})`,
  Rsqrt: (x: string) => `inverseSqrt(${x})`,
  Reciprocal: (x: string) => `1f / ${x}`,
  Neg: (x: string) => `-${x}`,
  Exp: (x: string) => `exp(${x})`,
  // WGSL's own tanh overflows on some devices.
  Tanh: (x: string) => `sign(${x}) * (1f - exp(-2f * abs(${x}))) / (1f + exp(-2f * abs(${x})))`,
} satisfies Record<string, (...inputs: string[]) => string>;

export type Symbol = keyof typeof WGSL;
export const SYMBOLS = Object.keys(WGSL) as Symbol[];

/** The operations of an expression, each once. */
export function operationsIn(expression: Expression, found = new Set<Operation>()): Set<Operation> {
  if (expression.kind !== "operation" || found.has(expression)) return found;
  found.add(expression);
  for (const input of expression.inputs) operationsIn(input.expression, found);
  return found;
}

/** The tensors of an expression, each once. */
export function leavesOf(expression: Operation): Map<object, Leaf> {
  const inputs = [...operationsIn(expression)].flatMap(({ inputs }) => inputs);
  return new Map(
    inputs.flatMap(({ expression }) => expression.kind === "leaf" ? [[expression.dataId, expression]] : []),
  );
}

/** A tensor as a program reads it: element by element or four at once. */
export interface Binding {
  leaf: Leaf;
  width: 1 | 4;
}

/** What becomes of an expression's value for each place. */
export interface Target {
  expression: Leaf | Operation;
  /** The WGSL that takes it. */
  take: (value: string, width: 1 | 4) => string;
  /** The array that is overwritten at that place, and what it has before; expressions may read it there. */
  overwrites?: { array: string; dataId: object };
}

/** A program's text: what an invocation for place `index` of `width` elements computes. */
export interface Code {
  /** What it reads, as X0, X1, ... */
  bindings: Binding[];
  width: 1 | 4;
  text: string;
  /** The functions that the text calls. */
  functions: string;
}

/**
 * The WGSL of expressions, four elements at once where the shapes allow it; null where one reads what is overwritten
 * for another element, as where one with fewer elements is broadcast.
 *
 * @param targets With as many elements each.
 * @param widest 1 for what must not be computed four elements at once.
 */
export function codeOf(targets: readonly Target[], widest: 1 | 4 = 4): Code | null {
  return codeOfWidth(targets, widest) ?? codeOfWidth(targets, 1);
}

function codeOfWidth(targets: readonly Target[], ofTargets: 1 | 4): Code | null {
  const [{ expression: first }] = targets;
  const size = first.kind === "leaf" ? first.size : tf.util.sizeFromShape(first.shape);
  if (size % ofTargets !== 0) return null;
  const bindings: Binding[] = [], lines: string[] = [], names = new Map<string, string>();
  const identities = new Map<Expression, number>();
  const arrays = new Map(
    targets.flatMap(({ overwrites }) => overwrites ? [[overwrites.dataId, overwrites.array]] : []),
  );
  const once = (key: string, text: () => string) => {
    let name = names.get(key);
    if (name === undefined) {
      const value = text();
      names.set(key, name = `v${lines.length}`);
      lines.push(`let ${name} = ${value};`);
    }
    return name;
  };
  const nameOf = (index: string) => /^\w+$/.test(index) ? index : once(index, () => index);
  const identityOf = (expression: Expression) => {
    if (!identities.has(expression)) identities.set(expression, identities.size);
    return identities.get(expression)!;
  };

  function bindingOf(leaf: Leaf, width: 1 | 4): number {
    const place = bindings.findIndex((binding) =>
      binding.leaf.dataId === leaf.dataId && binding.width === width
    );
    return place < 0 ? bindings.push({ leaf, width }) - 1 : place;
  }

  function mask(
    { inputs: [{ expression: key }], threshold }: Operation,
    index: string,
    width: 1 | 4,
  ): string {
    const [first, second] = [0, 1].map((word) => `bitcast<u32>(X${bindingOf(key as Leaf, 1)}[${word}])`);
    const four = (block: string) => `keep(vec2u(${first}, ${second}), u32(${block}), ${threshold}u)`;
    return width === 4 ? four(index) : `${four(`${index} / 4`)}[${index} % 4]`;
  }

  function value(expression: Expression, index: string, width: 1 | 4): string | null {
    if (expression.kind === "constant") return literal(expression.value);
    if (expression.kind === "leaf") {
      const array = arrays.get(expression.dataId);
      if (array !== undefined) {
        return index === "index" && width === ofTargets ? once(array, () => `${array}[index]`) : null;
      }
      const place = bindingOf(expression, width);
      return once(`leaf ${place} ${index}`, () => {
        const element = `X${place}[${index}]`;
        return expression.dtype === "float32"
          ? element
          : width === 4
          ? `vec4f(${element})`
          : `f32(${element})`;
      });
    }
    const key = `${identityOf(expression)} ${index} ${width}`, known = names.get(key);
    if (known !== undefined) return known;
    if (expression.symbol === "DropoutMask") return once(key, () => mask(expression, index, width));
    const inputs: string[] = [];
    for (const { expression: input, shape } of expression.inputs) {
      const place = placeOf(expression.shape, shape, index, width);
      const text = place && value(input, nameOf(place.index), place.width);
      if (text === null) return null;
      inputs.push(text);
    }
    const compute = WGSL[expression.symbol] as (...inputs: string[]) => string;
    return once(key, () => compute(...inputs));
  }

  const results: string[] = [];
  for (const { expression, take } of targets) {
    const result = value(expression, "index", ofTargets);
    if (result === null) return null;
    results.push(take(ofTargets === 4 ? `vec4f(${result})` : result, ofTargets));
  }
  const text = [...lines, ...results].join("\n    ");
  return { bindings, width: ofTargets, text, functions: text.includes("keep(") ? KEEP : "" };
}

/** A number as WGSL's f32. */
export function literal(value: number): string {
  const text = `${Math.fround(value)}f`;
  return text.startsWith("-") ? `(${text})` : text;
}

/**
 * Where the element that is broadcast to place `index` of a tensor of shape `to` lies in one of shape `from`; null
 * where four neighbors would not lie side by side.
 */
function placeOf(
  to: number[],
  from: number[],
  index: string,
  width: 1 | 4,
): { index: string; width: 1 | 4 } | null {
  const size = tf.util.sizeFromShape(from);
  if (size === tf.util.sizeFromShape(to)) return { index, width };
  if (size === 1) return { index: "0", width: 1 };
  const groups = groupsOf(to, from), last = groups.at(-1)!;
  if (last.size % width !== 0) return null;
  const inFours = width === 4 && last.isKept;
  const sizes = groups.map(({ size }, i) => inFours && i === groups.length - 1 ? size / 4 : size);
  const element = width === 4 && !inFours ? `(${index} * 4)` : index;
  const terms: string[] = [];
  let strideTo = 1, strideFrom = 1;
  for (let i = groups.length - 1; i >= 0; i--) {
    if (groups[i].isKept) {
      const quotient = strideTo === 1 ? element : `(${element} / ${strideTo})`;
      const coordinate = i === 0 ? quotient : `(${quotient} % ${sizes[i]})`;
      terms.push(strideFrom === 1 ? coordinate : `${coordinate} * ${strideFrom}`);
      strideFrom *= sizes[i];
    }
    strideTo *= sizes[i];
  }
  return { index: terms.join(" + "), width: inFours ? 4 : 1 };
}

/** The dimensions of `to`, neighbors taken together that `from` has all, or none of. */
function groupsOf(to: number[], from: number[]): { size: number; isKept: boolean }[] {
  const groups: { size: number; isKept: boolean }[] = [];
  to.forEach((size, axis) => {
    if (size === 1) return;
    const isKept = (from[axis - (to.length - from.length)] ?? 1) === size;
    const last = groups.at(-1);
    if (last?.isKept === isKept) last.size *= size;
    else groups.push({ size, isKept });
  });
  return groups;
}
