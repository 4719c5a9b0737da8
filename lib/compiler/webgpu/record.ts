import * as tf from "@tensorflow/tfjs-core";
import { refuseNewVariables, registeredVariables } from "../new_variables.ts";
import { pointTo } from "../point_to.ts";
import { runOnce } from "../run_once.ts";
import { type Flat, replaceTensors } from "../structure.ts";
import type { WebgpuBackend } from "./backend.ts";
import { assignSlots } from "./assign_slots.ts";
import { type Command, copyTo } from "./commands.ts";
import type { Gpu } from "./gpu.ts";
import { assignInPlace } from "./in_place.ts";
import { lifetimesOf } from "./lifetimes.ts";
import { listen } from "./listen.ts";

/** What a function has the GPU do. */
export interface Recording<Result> {
  commands: Command[];
  /** The slots that it wants, in bytes, and in which of them each intermediate is. */
  sizes: number[];
  slotOf: Map<GPUBuffer, number>;
  /** What stands for the arguments that are tensors. */
  inputs: GPUBuffer[];
  /** Where those that are returned lie afterwards; the data's dtype may be another than the tensor's. */
  outputs: { buffer: GPUBuffer; shape: number[]; dtype: tf.DataType; dataDtype: tf.DataType }[];
  /** Those that the function reads or changes. */
  variables: Set<tf.Variable>;
  /** Tensors that the function has from elsewhere, held for as long as the recording is. */
  captured: tf.Tensor[];
  /** Memory that nothing else uses. */
  reserved: GPUBuffer[];
  /** The function's result, with other tensors in the place of its own. */
  returned: Result;
}

/** Runs a function and takes down what it has the GPU do; afterwards all variables are as they were. */
export function record<Result>(
  gpu: Gpu,
  fn: (...args: unknown[]) => Result,
  args: unknown[],
  { tensors, variables: given }: Flat,
): Recording<Result> {
  const { backend } = gpu, engine = tf.engine();
  for (const variable of given) gpu.settle(variable);
  const before = registeredVariables(), owners = ownersOn(gpu, before);
  const commands: Command[] = [], variables = new Set<tf.Variable>(), captured = new Map<object, tf.Tensor>();
  const homeOf = (dataId: object, variable: tf.Variable) => {
    variables.add(variable);
    return gpu.arena.beside(() => gpu.bringHome(variable, dataId));
  };
  const onRead = (dataId: object) => {
    const buffer = gpu.bufferOf(dataId), owner = owners.get(dataId);
    if (owner !== undefined) homeOf(dataId, owner);
    else if (!gpu.arena.has(buffer) && !captured.has(dataId)) captured.set(dataId, hold(backend, dataId));
  };
  for (const dataId of owners.keys()) backend.incRef(dataId); // for when another value is assigned
  const stop = listen(gpu, commands, onRead, () => refuseNewVariables(before));
  gpu.arena.recording = true;
  engine.startScope("jit");
  try {
    const inputs = tensors.map(({ shape, dtype }) => gpu.make(shape, dtype));
    const symbols = inputs.map(({ info }) => engine.makeTensorFromTensorInfo(info, backend));
    const { returned, flat } = runOnce(fn, replaceTensors(args, symbols.values()));
    const changed = [...owners].filter(([dataId, { isDisposed, dataId: now }]) =>
      !isDisposed && now !== dataId
    )
      .map(([dataId, variable]) => ({
        variable,
        dataId,
        value: (gpu.isCast(variable) ? tf.add(variable, 0) : variable).dataId,
      }));
    for (const { dataId } of flat.tensors) onRead(dataId);
    const { dispatches, others } = assignInPlace(gpu, changed, (dataId) => {
      onRead(dataId);
      return gpu.bufferOf(dataId);
    });
    for (const { value } of others) onRead(value);
    const homes = new Map(changed.map(({ dataId, variable }) => [variable, homeOf(dataId, variable)]));
    const assignments = others.map(({ variable, value }) =>
      copyTo(homes.get(variable)!, gpu.bufferOf(value))
    );
    const outputs = flat.tensors.map(({ dataId, shape, dtype }) => ({
      buffer: gpu.bufferOf(dataId),
      shape,
      dtype,
      dataDtype: backend.tensorMap.get(dataId).dtype,
    }));
    gpu.flush();
    const { copies, placeOf } = moveAside(gpu, new Set(homes.values()), [
      ...assignments.map(({ from }) => from),
      ...outputs.map(({ buffer }) => buffer),
    ]);
    const finished = [
      ...commands,
      ...copies,
      ...dispatches,
      ...assignments.map(({ from, to }) => copyTo(to, placeOf(from))),
    ];
    const moved = outputs.map((output) => ({ ...output, buffer: placeOf(output.buffer) }));
    const standIns = inputs.map(({ buffer }) => buffer);
    return {
      commands: finished,
      ...slotsFor(
        finished,
        (buffer) => gpu.arena.isIntermediate(buffer) && !standIns.includes(buffer),
        moved,
      ),
      inputs: standIns,
      outputs: moved,
      variables,
      captured: [...captured.values()],
      reserved: gpu.arena.takeReserved(),
      returned,
    };
  } catch (error) {
    tf.dispose([...captured.values()]);
    throw error;
  } finally {
    try {
      for (const [dataId, variable] of owners) putBack(backend, variable, dataId);
      engine.endScope();
      gpu.fusion.computeAll(); // what is kept, against the rules
      gpu.flush();
    } finally {
      gpu.arena.destroy(gpu.arena.takeReserved()); // after an error
      gpu.arena.recording = false;
      stop();
    }
  }
}

/** The variables that the backend has, by their data, which no other tensor shares and which is on the device. */
function ownersOn(gpu: Gpu, variables: Iterable<tf.Variable>): Map<object, tf.Variable> {
  const { backend } = gpu, owners = new Map<object, tf.Variable>();
  for (const variable of variables) {
    if (!backend.tensorMap.has(variable.dataId)) continue;
    if (backend.refCount(variable.dataId) > 1 || gpu.isCast(variable)) gpu.settle(variable);
    gpu.bufferOf(variable.dataId);
    backend.tensorMap.get(variable.dataId).values = null; // else they would be taken for constants
    owners.set(variable.dataId, variable);
  }
  gpu.flush();
  return owners;
}

/** Another tensor of the same data. */
function hold(backend: WebgpuBackend, dataId: object): tf.Tensor {
  const { shape, dtype } = backend.tensorMap.get(dataId);
  backend.incRef(dataId);
  return tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, backend));
}

/** Makes a variable have the data that it had, of which a reference is held. */
function putBack(backend: WebgpuBackend, variable: tf.Variable, dataId: object): void {
  const { isDisposed, shape, dtype } = variable;
  if (!isDisposed && variable.dataId !== dataId) pointTo(variable, { dataId, shape, dtype });
  else backend.disposeData(dataId); // only the reference, unless the function has disposed the variable
}

/**
 * Moves aside what of `needed` is overwritten in `homes` before it is read: where variables exchange values, or one's
 * old value is returned. Gives the copies and where each buffer's values are to be read after them.
 */
function moveAside(gpu: Gpu, homes: ReadonlySet<GPUBuffer>, needed: GPUBuffer[]) {
  const aside = new Map<GPUBuffer, GPUBuffer>();
  for (const buffer of needed) {
    if (homes.has(buffer) && !aside.has(buffer)) {
      aside.set(buffer, gpu.arena.acquireBuffer(buffer.size, buffer.usage));
    }
  }
  return {
    copies: Array.from(aside, ([from, to]) => copyTo(to, from)),
    placeOf: (buffer: GPUBuffer) => aside.get(buffer) ?? buffer,
  };
}

/** Slots for the intermediates of commands. */
function slotsFor(
  commands: Command[],
  isIntermediate: (buffer: GPUBuffer) => boolean,
  outputs: { buffer: GPUBuffer }[],
) {
  const lifetimes = lifetimesOf(commands, isIntermediate, outputs.map(({ buffer }) => buffer));
  const { sizes, slots } = assignSlots([...lifetimes.values()]);
  return { sizes, slotOf: new Map(lifetimes.keys().map((buffer, place) => [buffer, slots[place]])) };
}
