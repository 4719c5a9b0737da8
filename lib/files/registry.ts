import registryAuthToken from "registry-auth-token";
import registryUrl from "registry-auth-token/registry-url.js";

/**
 * Where the tarball of an npm package is, and the headers to ask for it with: from the registry that npm is set to
 * by NPM_CONFIG_REGISTRY or .npmrc.
 */
export function npmTarball(name: string, version: string): { url: string; headers: Record<string, string> } {
  const registry = registryUrl();
  const { type, token } = registryAuthToken(registry) ?? {};
  return {
    url: `${registry}${name}/-/${name}-${version}.tgz`,
    headers: token ? { authorization: `${type} ${token}` } : {},
  };
}
