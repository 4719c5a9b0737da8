import * as tf from "@tensorflow/tfjs-core";
import { madeVariable, readWhileTraced } from "../misuse.ts";
import { runOnce } from "../run_once.ts";
import { type Flat, replaceTensors } from "../structure.ts";
import { type Command, type Copy, notingEncoder } from "./commands.ts";
import { type Gpu, pointTo, type WebgpuBackend } from "./gpu.ts";

/** What a function has the GPU do. */
export interface Recording<Result> {
  commands: Command[];
  /** Where the values of the arguments that are tensors are to lie. */
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
  const before = registeredVariables();
  const owners = new Map(
    [...before].filter(({ dataId }) => backend.tensorMap.has(dataId)).map((variable) => {
      if (backend.refCount(variable.dataId) > 1) gpu.settle(variable);
      return [variable.dataId as object, variable];
    }),
  );
  gpu.flush();

  const commands: Command[] = [], variables = new Set<tf.Variable>(), captured = new Map<object, tf.Tensor>();
  const use = (dataId: object, variable: tf.Variable) => {
    variables.add(variable);
    return gpu.bringHome(variable, dataId);
  };
  for (const dataId of owners.keys()) backend.incRef(dataId); // for when another value is assigned
  const stop = listen(gpu, commands, (tensor) => {
    const owner = owners.get(tensor.dataId);
    if (owner !== undefined) use(tensor.dataId, owner);
    else if (!gpu.arena.has(gpu.bufferOf(tensor.dataId)) && !captured.has(tensor.dataId)) {
      captured.set(tensor.dataId, hold(backend, tensor));
    }
  });
  gpu.arena.recording = true;
  engine.startScope("jit");
  try {
    const inputs = tensors.map(({ shape, dtype }) => gpu.reserve(shape, dtype));
    const symbols = inputs.map(({ info }) => engine.makeTensorFromTensorInfo(info, backend));
    const { returned, flat } = runOnce(() => fn(...replaceTensors(args, symbols.values())));
    for (const variable of registeredVariables()) {
      if (before.has(variable)) continue;
      variable.dispose();
      throw madeVariable(variable.name);
    }
    const assignments = [...owners].filter(([dataId, { isDisposed, dataId: now }]) =>
      !isDisposed && now !== dataId
    )
      .map(([dataId, variable]) => ({ from: gpu.bufferOf(variable.dataId), to: use(dataId, variable) }));
    const outputs = flat.tensors.map(({ dataId, shape, dtype }) => ({
      buffer: gpu.bufferOf(dataId),
      shape,
      dtype,
      dataDtype: backend.tensorMap.get(dataId).dtype,
    }));
    gpu.flush();
    const read = [...assignments.map(({ from }) => from), ...outputs.map(({ buffer }) => buffer)];
    const { copies, placeOf } = moveAside(gpu, assignments, read);
    return {
      commands: [...commands, ...copies, ...assignments.map(({ from, to }) => ({ from: placeOf(from), to }))],
      inputs: inputs.map(({ buffer }) => buffer),
      outputs: outputs.map((output) => ({ ...output, buffer: placeOf(output.buffer) })),
      variables,
      captured: [...captured.values()],
      reserved: gpu.arena.takeReserved(),
      returned,
    };
  } catch (error) {
    tf.dispose([...captured.values()]);
    gpu.arena.takeReserved();
    throw error;
  } finally {
    for (const [dataId, variable] of owners) putBack(backend, variable, dataId);
    engine.endScope();
    gpu.fusion.computeAll(); // what is kept, against the rules
    gpu.flush();
    gpu.arena.recording = false;
    stop();
  }
}

const registeredVariables = () => new Set(Object.values(tf.engine().registeredVariables));

/** Has the backend take down its commands, tell of each tensor that these use, and read none. */
function listen(
  { backend, fusion }: Gpu,
  commands: Command[],
  onUse: (tensor: tf.TensorInfo) => void,
): () => void {
  const { tensorToBinding, uploadToGPU, shouldExecuteOnCPU, disposeData } = backend;
  const refuse = (dataId: object) => {
    const { values } = backend.tensorMap.get(dataId);
    if (values !== null && values !== undefined) return values;
    throw readWhileTraced();
  };
  const own = {
    ensureCommandEncoderReady() {
      backend.commandEncoder ??= notingEncoder(backend.device, commands);
    },
    tensorToBinding(tensor: tf.TensorInfo | null) {
      if (tensor) onUse(tensor);
      return tensorToBinding.call(backend, tensor);
    },
    uploadToGPU(dataId: object) {
      fusion.compute(dataId);
      uploadToGPU.call(backend, dataId);
    },
    shouldExecuteOnCPU(inputs: tf.TensorInfo[], sizeThreshold?: number) {
      return !inputs.some(({ dataId }) => fusion.isWaiting(dataId)) &&
        shouldExecuteOnCPU.call(backend, inputs, sizeThreshold);
    },
    disposeData(dataId: object, force?: boolean) {
      const isGone = disposeData.call(backend, dataId, force);
      if (isGone) fusion.forget(dataId);
      return isGone;
    },
    readSync: refuse,
    read: (dataId: object) => Promise.try(() => refuse(dataId)),
  };
  Object.assign(backend, own);
  return () => {
    for (const name of Object.keys(own)) delete backend[name as keyof WebgpuBackend];
  };
}

/** Another tensor of the same data. */
function hold(backend: WebgpuBackend, { dataId, shape, dtype }: tf.TensorInfo): tf.Tensor {
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
 * Moves aside what assignments would overwrite before it is read: where variables exchange values, or one's old value
 * is returned. Gives the copies and where each buffer's values are to be read after them.
 */
function moveAside(gpu: Gpu, assignments: Copy[], read: GPUBuffer[]) {
  const written = new Set(assignments.map(({ to }) => to));
  const aside = new Map<GPUBuffer, GPUBuffer>();
  for (const buffer of read) {
    if (written.has(buffer) && !aside.has(buffer)) {
      aside.set(buffer, gpu.arena.acquireBuffer(buffer.size, buffer.usage));
    }
  }
  for (const buffer of aside.values()) gpu.arena.releaseBuffer(buffer);
  return {
    copies: Array.from(aside, ([from, to]) => ({ from, to })),
    placeOf: (buffer: GPUBuffer) => aside.get(buffer) ?? buffer,
  };
}
