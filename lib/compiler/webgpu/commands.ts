/** What a recorded function has the GPU do. */
export type Command = Dispatch | Copy;

/** Computes. */
export interface Dispatch {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
  bindings: GPUBufferBinding[];
  workgroups: [number, number, number];
}

/** Copies the first bytes of a buffer. */
export interface Copy {
  from: GPUBuffer;
  to: GPUBuffer;
  size: number;
}

/** A command whose buffers are settled, for the device to execute. */
export type Executable = (Omit<Dispatch, "layout" | "bindings"> & { bindGroup: GPUBindGroup }) | Copy;

/** Submitted at once: with more of them a slow GPU's driver might take one submission for a hang. */
const COMMANDS_PER_SUBMISSION = 512;

export function isCopy(command: Command | Executable): command is Copy {
  return "from" in command;
}

/** Copies what `to` has room for. */
export function copyTo(to: GPUBuffer, from: GPUBuffer): Copy {
  return { from, to, size: to.size };
}

/** The command with the buffers that `find` gives for its own; these may be larger. */
export function settle(
  command: Command,
  device: GPUDevice,
  find: (buffer: GPUBuffer) => GPUBuffer,
): Executable {
  if (isCopy(command)) return { ...command, from: find(command.from), to: find(command.to) };
  const { pipeline, layout, bindings, workgroups } = command;
  const entries = bindings.map((given, binding) => ({
    binding,
    resource: { ...given, buffer: find(given.buffer) },
  }));
  return { pipeline, bindGroup: device.createBindGroup({ layout, entries }), workgroups };
}

/** Has the device execute `commands` in their order. */
export function submit(device: GPUDevice, commands: readonly Executable[]): void {
  for (let start = 0; start < commands.length; start += COMMANDS_PER_SUBMISSION) {
    device.queue.submit([encode(device, commands.slice(start, start + COMMANDS_PER_SUBMISSION))]);
  }
}

function encode(device: GPUDevice, commands: readonly Executable[]): GPUCommandBuffer {
  const encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | null = null, pipeline: GPUComputePipeline | null = null;
  for (const command of commands) {
    if (isCopy(command)) {
      pass?.end();
      pass = pipeline = null;
      encoder.copyBufferToBuffer(command.from, 0, command.to, 0, command.size);
      continue;
    }
    pass ??= encoder.beginComputePass();
    if (pipeline !== command.pipeline) pass.setPipeline(pipeline = command.pipeline);
    pass.setBindGroup(0, command.bindGroup);
    pass.dispatchWorkgroups(...command.workgroups);
  }
  pass?.end();
  return encoder.finish();
}
