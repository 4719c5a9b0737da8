/** What a JSON file of an experiment holds whose two runs take a moment. */
export const EXPERIMENT = {
  name: "small",
  model: "pocket",
  tasks: [{
    task: { name: "bit-xor", bits: 3, examples: { validation: 8, test: 8 } },
    training: { maximumSteps: 2, evaluateEvery: 1 },
  }],
  settings: ["frozen-random"],
  learningRates: [1e-3],
  seeds: [0, 1],
};
