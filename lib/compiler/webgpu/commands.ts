/** What a replay has the GPU do: compute, or copy all of a buffer. */
export type Command = Dispatch | Copy;
interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: [number, number, number];
}
export interface Copy {
  from: GPUBuffer;
  to: GPUBuffer;
}

/** Submitted at once: with more of them a slow GPU's driver might take one submission for a hang. */
const COMMANDS_PER_SUBMISSION = 512;

/** An encoder that notes down in `commands` what it is told to do, and does it. */
export function notingEncoder(device: GPUDevice, commands: Command[]): GPUCommandEncoder {
  const encoder = device.createCommandEncoder();
  return {
    beginComputePass: (descriptor?: GPUComputePassDescriptor) =>
      notingPass(encoder.beginComputePass(descriptor), commands),
    copyBufferToBuffer(from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, size: number) {
      commands.push({ from, to });
      encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
    },
    finish: () => encoder.finish(),
  } as unknown as GPUCommandEncoder;
}

function notingPass(pass: GPUComputePassEncoder, commands: Command[]): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline, bindGroup: GPUBindGroup;
  return {
    setPipeline: (given: GPUComputePipeline) => pass.setPipeline(pipeline = given),
    setBindGroup: (index: number, given: GPUBindGroup) => pass.setBindGroup(index, bindGroup = given),
    dispatchWorkgroups(x: number, y = 1, z = 1) {
      commands.push({ pipeline, bindGroup, workgroups: [x, y, z] });
      pass.dispatchWorkgroups(x, y, z);
    },
    end: () => pass.end(),
  } as unknown as GPUComputePassEncoder;
}

/** Has the device execute `commands` in their order. */
export function submit(device: GPUDevice, commands: readonly Command[]): void {
  for (let start = 0; start < commands.length; start += COMMANDS_PER_SUBMISSION) {
    device.queue.submit([encode(device, commands.slice(start, start + COMMANDS_PER_SUBMISSION))]);
  }
}

function encode(device: GPUDevice, commands: readonly Command[]): GPUCommandBuffer {
  const encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | null = null, pipeline: GPUComputePipeline | null = null;
  for (const command of commands) {
    if ("from" in command) {
      pass?.end();
      pass = pipeline = null;
      encoder.copyBufferToBuffer(command.from, 0, command.to, 0, command.to.size);
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
