import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";

/** A nested structure taken apart. */
export interface Flat {
  tensors: tf.Tensor[];
  /** Each variable once. */
  variables: tf.Variable[];
  /** Says all about the structure but the values of its tensors: equal keys, same compiled function. */
  key: string;
}

const identities = new WeakMap<object, number>();
let count = 0;

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) identities.set(value, identity = count++);
  return identity;
}

/**
 * Takes apart arrays and plain objects that hold tensors, variables and anything that JSON holds.
 *
 * @param what How errors call the structure.
 */
export function flatten(structure: unknown, what: string): Flat {
  const tensors: tf.Tensor[] = [], parts: string[] = [];
  const variables = new Map<tf.Variable, number>();
  visit(structure, what, (leaf) => {
    if (leaf instanceof tf.Variable) {
      if (!variables.has(leaf)) variables.set(leaf, variables.size);
      parts.push(`${leaf.trainable ? "v" : "c"}${variables.get(leaf)}:${leaf.dtype}${leaf.shape}`);
    } else if (leaf instanceof tf.Tensor) {
      tensors.push(leaf);
      parts.push(`t:${leaf.dtype}${leaf.shape}`);
    } else if (typeof leaf === "function") parts.push(`f${identityOf(leaf)}`);
    else parts.push(keyOf(leaf));
  }, (opening) => parts.push(opening));
  return { tensors, variables: [...variables.keys()], key: parts.join(" ") };
}

/** Tells -0 from 0, texts from what they look like, and 1n from 1. */
function keyOf(leaf: unknown): string {
  if (typeof leaf === "string") return JSON.stringify(leaf);
  if (typeof leaf === "bigint") return `${leaf}n`;
  return Object.is(leaf, -0) ? "-0" : String(leaf);
}

/** `structure` with each tensor that is not a variable replaced by the next of `tensors`, variables by `variableFor`. */
export function replaceTensors<T>(
  structure: T,
  tensors: Iterator<tf.Tensor>,
  variableFor = (variable: tf.Variable) => variable,
): T {
  const replace = (value: unknown): unknown => {
    if (value instanceof tf.Variable) return variableFor(value);
    if (value instanceof tf.Tensor) return tensors.next().value;
    if (Array.isArray(value)) return value.map(replace);
    if (isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replace(part)]));
    }
    return value;
  };
  return replace(structure) as T;
}

/**
 * What tells whether a structure has been changed: its tensors, its other values and where they are, in order. Lists of
 * numbers are left out, which TensorFlow.js changes itself, as where tf.split works out a size.
 */
export function partsOf(structure: unknown): unknown[] {
  if (
    Array.isArray(structure) && structure.length > 0 && structure.every((part) => typeof part === "number")
  ) {
    return [];
  }
  if (!Array.isArray(structure) && !isPlainObject(structure)) return [structure];
  const parts = Object.entries(structure);
  return [parts.length, ...parts.flatMap(([name, part]) => [name, ...partsOf(part)])];
}

function visit(
  value: unknown,
  path: string,
  onLeaf: (leaf: unknown) => void,
  onOpening: (part: string) => void,
): void {
  if (Array.isArray(value)) {
    onOpening(`[${value.length}`);
    value.forEach((part, i) => visit(part, `${path}[${i}]`, onLeaf, onOpening));
  } else if (value instanceof tf.Tensor) {
    if (value.isDisposed) {
      throw new UserError(`Expected ${path} to be a tensor but found one that is disposed`);
    }
    onLeaf(value);
  } else if (isPlainObject(value)) {
    onOpening("{");
    for (const [name, part] of Object.entries(value)) {
      onOpening(JSON.stringify(name));
      visit(part, `${path}.${name}`, onLeaf, onOpening);
    }
    onOpening("}");
  } else if (typeof value === "object" && value !== null) {
    const found = value instanceof Promise ? "a promise" : `an object of class ${value.constructor.name}`;
    throw new UserError(`Expected ${path} to be tensors in arrays and plain objects but found ${found}`);
  } else onLeaf(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
