import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files/paths.ts";

/** The npm package whose C++ code binds TensorFlow.js to libtensorflow; setup compiles it. */
export const tfjsNodeDirectory = join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
/** Where that package looks for its compiled code... */
export const bindingFile = join(tfjsNodeDirectory, "lib", "napi-v8", "tfjs_binding.node");
/** ... and that for libtensorflow. */
export const librariesDirectory = join(tfjsNodeDirectory, "deps", "lib");

export const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/** Whether all that the native backend loads is there. */
export function isNativeInstalled(): boolean {
  return [bindingFile, ...LIBRARIES.map((name) => join(librariesDirectory, name))].every((path) =>
    existsSync(path)
  );
}
