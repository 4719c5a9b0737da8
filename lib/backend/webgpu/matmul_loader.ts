/** The part of a factor that a workgroup has in its memory at once; the factor is seen as a matrix whose inner dimension is the product's. */
export interface Stretch {
  /** The factor's other dimension, and how much of that a workgroup needs. */
  outer: "rows" | "columns";
  tile: number;
  /** How much of the inner dimension. */
  depth: number;
  /** Where it begins in the memory, in fours. */
  offset: number;
  /** Whether the outer dimension is stored side by side. */
  direct: boolean;
  /** How many threads bring it. */
  threads: number;
  /** The WGSL function that rounds four of its values; empty where none does. */
  round: string;
}

/** WGSL of how the threads of a workgroup bring a stretch to its memory. */
export interface Loader {
  /** Declares what a thread reads its part to. */
  declare: string;
  read: string;
  store: string;
  /** Where in the memory the first of the inner dimension's four numbered `four` is, of the outer dimension's numbered `outer`. */
  place(four: string, outer: string): string;
}

/** Which dimensions do not come in whole tiles. */
export type Checks = Readonly<Record<"rows" | "columns" | "inner", boolean>>;

/** The loader of factor `name`, whose values are in a variable of that name in upper case. */
export function loader(name: "a" | "b", stretch: Stretch, checks: Checks): Loader {
  return stretch.direct ? directLoader(name, stretch, checks) : transposingLoader(name, stretch, checks);
}

function directLoader(
  name: string,
  { outer, tile, depth, offset, threads, round }: Stretch,
  checks: Checks,
): Loader {
  const fours = depth * tile / 4, parts = range(Math.ceil(fours / threads));
  const tests = all(checks.inner && "k < uniforms.inner", checks[outer] && `at < uniforms.${outer}`);
  const value = `${name.toUpperCase()}[${name}Base + (k * uniforms.${outer} + at) / 4]`;
  const eachPart = (text: (variable: string) => string) =>
    parts.map((i) => {
      const inTile = (i + 1) * threads > fours ? `if (thread + ${i * threads} < ${fours}) ` : "";
      return `${inTile}{
        let place = thread + ${i * threads};
        ${text(`${name}${i}In`)}
      }`;
    }).join("\n      ");
  return {
    declare: parts.map((i) => `var ${name}${i}In : vec4f;`).join(" "),
    read: eachPart((variable) =>
      `let k = start + place / ${tile / 4};
        let at = ${name}Start + place % ${tile / 4} * 4;
        ${assignIf(tests, variable, value)}`
    ),
    store: eachPart((variable) => `memory[half + ${offset} + place] = ${round}(${variable});`),
    place: (four, outer) => `${offset} + ${four} * ${tile} + ${outer}`,
  };
}

function transposingLoader(
  name: string,
  { outer, tile, depth, offset, threads, round }: Stretch,
  checks: Checks,
): Loader {
  const across = depth / 4, blocks = across * tile / 4, parts = range(Math.ceil(blocks / threads));
  // Eight threads in a row store to eight different banks of the memory, or as many as the tile lies in.
  const banks = Math.min(8, tile / 4), swizzle = Math.max(1, banks / across);
  const place = (four: string, outer: string) =>
    `${offset} + ${four} * ${tile} + ((${outer}) ^ ((${four} * ${swizzle}) & ${banks - 1}))`;
  const names = (i: number) => range(4).map((row) => `${name}${i}_${row}In`);
  const eachPart = (text: (variables: string[]) => string[]) =>
    parts.map((i) => {
      const inTile = (i + 1) * threads > blocks ? `if (thread + ${i * threads} < ${blocks}) ` : "";
      return `${inTile}{
        let four = (thread + ${i * threads}) % ${across};
        let outer = (thread + ${i * threads}) / ${across};
        ${text(names(i)).join("\n        ")}
      }`;
    }).join("\n      ");
  return {
    declare: parts.flatMap((i) => names(i).map((variable) => `var ${variable} : vec4f;`)).join(" "),
    read: eachPart((variables) => [
      "let k = start + four * 4;",
      ...variables.map((variable, row) => {
        const at = `(${name}Start + outer * 4 + ${row})`;
        const tests = all(checks.inner && "k < uniforms.inner", checks[outer] && `${at} < uniforms.${outer}`);
        return assignIf(
          tests,
          variable,
          `${name.toUpperCase()}[${name}Base + (${at} * uniforms.inner + k) / 4]`,
        );
      }),
    ]),
    store: eachPart((variables) =>
      range(4).map((k) =>
        `memory[half + ${place("four", "outer")} + ${k * tile / 4}] = ${round}(vec4f(${
          variables.map((variable) => `${variable}[${k}]`).join(", ")
        }));`
      )
    ),
    place,
  };
}

/** Sets a variable to a value, or to zeros where the tests fail. */
const assignIf = (tests: string, variable: string, value: string) =>
  tests ? `${variable} = vec4f(); if (${tests}) { ${variable} = ${value}; }` : `${variable} = ${value};`;

/** What the conditions that are given amount to; empty where none is. */
export const all = (...conditions: (string | false)[]) => conditions.filter(Boolean).join(" && ");

export const range = (count: number) => Array.from({ length: count }, (_, i) => i);
