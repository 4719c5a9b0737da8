import { UserError } from "../errors.ts";
import type { HubSettings, Repository } from "./hub_settings.ts";

/** The Hub has answered, and has no such revision. */
export class NotOnHub extends UserError {}

/**
 * Why the Hub refuses a repository, from the status and the headers X-Error-Code and X-Error-Message, as
 * huggingface_hub understands them (`hf_raise_for_status` in utils/_http.py).
 */
export function refusal(
  { status, statusText, headers, url }: Response,
  { endpoint, token }: HubSettings,
  { id, revision }: Repository,
): UserError {
  const code = headers.get("x-error-code"), message = headers.get("x-error-message");
  const page = `${endpoint}/${id}`;
  const identify = token ? "with an account whose token is in HF_TOKEN" : "and put your token in HF_TOKEN";
  if (status === 429 || status >= 500) {
    return new UserError(
      `Expected an answer for ${url} but the Hub answered ${status} ${statusText}: try again later`,
    );
  }
  if (code === "GatedRepo") {
    return new UserError(
      `Expected access to ${id} but it is gated: accept its conditions at ${page} ${identify}`,
    );
  }
  if (code === "RevisionNotFound") {
    return new NotOnHub(
      `Expected a branch, tag or commit ${revision} of ${id} but found none: see ${page}/commits`,
    );
  }
  if (token && (message?.startsWith("Invalid") ?? false)) {
    return new UserError(
      `Expected the Hub to accept the token but it says "${message}": check HF_TOKEN, or log in by \`hf auth login\``,
    );
  }
  if (status === 401 || status === 404 || code === "RepoNotFound") {
    return new UserError(
      `Expected a model ${id} at ${endpoint} but found none that ${
        token ? "your token opens" : "is public"
      }: ` +
        `check the name${token ? " and the token" : "; if it is private, put your token in HF_TOKEN"}`,
    );
  }
  return new UserError(
    `Expected access to ${id} but the Hub answered ${status} ${message ?? statusText}: see ${page}`,
  );
}
