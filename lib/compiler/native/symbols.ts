/** TF_Output {TF_Operation* oper; int index}, passed by value. */
const OUTPUT = { struct: ["pointer", "i32"] } as const;

const p = "pointer", b = "buffer", i = "i32", u = "u64", v = "void";

// Setting attributes is the same for an operation of a graph (TF_) and one that is executed at once (TFE_Op).
const INT = { parameters: [p, b, "i64"], result: v } as const;
const FLOAT = { parameters: [p, b, "f32"], result: v } as const;
const BOOL = { parameters: [p, b, "u8"], result: v } as const;
const TYPE = { parameters: [p, b, i], result: v } as const;
const BYTES = { parameters: [p, b, b, u], result: v } as const;
const LIST = { parameters: [p, b, b, i], result: v } as const;
const SHAPE = { parameters: [p, b, b, i, p], result: v } as const;

/** Signatures from tensorflow/c/c_api.h, tensorflow/c/eager/c_api.h and, of what gets memory, <sys/mman.h>. */
export const SYMBOLS = {
  TF_NewStatus: { parameters: [], result: p },
  TF_DeleteStatus: { parameters: [p], result: v },
  TF_GetCode: { parameters: [p], result: i },
  TF_Message: { parameters: [p], result: p },

  TF_AllocateTensor: { parameters: [i, b, i, u], result: p },
  TF_TensorData: { parameters: [p], result: p },
  TF_TensorByteSize: { parameters: [p], result: u },
  TF_DeleteTensor: { parameters: [p], result: v },

  TFE_NewContextOptions: { parameters: [], result: p },
  TFE_ContextOptionsSetConfig: { parameters: [p, b, u, p], result: v },
  TFE_DeleteContextOptions: { parameters: [p], result: v },
  TFE_NewContext: { parameters: [p, p], result: p },
  TFE_ContextAddFunction: { parameters: [p, p, p], result: v },
  TFE_ContextRemoveFunction: { parameters: [p, b, p], result: v },

  TFE_NewTensorHandle: { parameters: [p, p], result: p },
  TFE_TensorHandleResolve: { parameters: [p, p], result: p },
  TFE_TensorHandleCopySharingTensor: { parameters: [p, p], result: p },
  TFE_TensorHandleDataType: { parameters: [p], result: i },
  TFE_TensorHandleNumDims: { parameters: [p, p], result: i },
  TFE_TensorHandleDim: { parameters: [p, i, p], result: "i64" },
  TFE_DeleteTensorHandle: { parameters: [p], result: v },

  TFE_NewOp: { parameters: [p, b, p], result: p },
  TFE_DeleteOp: { parameters: [p], result: v },
  TFE_OpAddInput: { parameters: [p, p, p], result: v },
  TFE_OpAddInputList: { parameters: [p, b, i, p], result: v },
  TFE_OpSetAttrInt: INT,
  TFE_OpSetAttrFloat: FLOAT,
  TFE_OpSetAttrBool: BOOL,
  TFE_OpSetAttrType: TYPE,
  TFE_OpSetAttrString: BYTES,
  TFE_OpSetAttrIntList: LIST,
  TFE_OpSetAttrShape: SHAPE,
  TFE_Execute: { parameters: [p, b, b, p], result: v },
  TFE_ExecuteInBackground: { name: "TFE_Execute", parameters: [p, b, b, p], result: v, nonblocking: true },

  TF_NewGraph: { parameters: [], result: p },
  TF_DeleteGraph: { parameters: [p], result: v },
  TF_NewOperation: { parameters: [p, b, b], result: p },
  TF_AddInput: { parameters: [p, OUTPUT], result: v },
  TF_AddInputList: { parameters: [p, b, i], result: v },
  TF_AddControlInput: { parameters: [p, p], result: v },
  TF_SetAttrInt: INT,
  TF_SetAttrFloat: FLOAT,
  TF_SetAttrBool: BOOL,
  TF_SetAttrType: TYPE,
  TF_SetAttrString: BYTES,
  TF_SetAttrIntList: LIST,
  TF_SetAttrShape: { parameters: [p, b, b, i], result: v },
  TF_SetAttrTensor: { parameters: [p, b, p, p], result: v },
  TF_FinishOperation: { parameters: [p, p], result: p },
  TF_OperationOutputType: { parameters: [OUTPUT], result: i },
  TF_GraphGetTensorNumDims: { parameters: [p, OUTPUT, p], result: i },
  TF_GraphGetTensorShape: { parameters: [p, OUTPUT, b, i, p], result: v },

  TF_GraphToFunctionWithControlOutputs: {
    parameters: [p, b, "u8", i, p, i, b, i, b, p, i, b, p, p, p, p],
    result: p,
  },
  TF_FunctionSetAttrValueProto: { parameters: [p, b, b, u, p], result: v },
  TF_FunctionName: { parameters: [p], result: p },
  TF_DeleteFunction: { parameters: [p], result: v },

  mmap: { parameters: ["isize", u, i, i, i, "i64"], result: "isize" },
  munmap: { parameters: ["isize", u], result: i },
} as const;
