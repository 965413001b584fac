var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// src/primitives/sha256.ts
import { hash, timingSafeEqual } from "node:crypto";
function sha256(data) {
  return hash("sha256", data, "buffer");
}
function sha256Text(data) {
  return hash("sha256", data, "base64url");
}
function equalInConstantTime(one, other) {
  return timingSafeEqual(sha256(one), sha256(other));
}
var init_sha256 = __esm({
  "src/primitives/sha256.ts"() {
    "use strict";
  }
});

// src/errors.ts
var EXIT, ToolError;
var init_errors = __esm({
  "src/errors.ts"() {
    "use strict";
    EXIT = {
      done: 0,
      failure: 1,
      usage: 2,
      notGood: 3,
      bug: 70,
      interrupted: 130
    };
    ToolError = class extends Error {
      exitCode = EXIT.failure;
      hint;
      path;
      position;
      /** Further members of the error under `--json`, in snake_case. */
      details = {};
      constructor(message, { hint, path, position: position2, cause } = {}) {
        super(message, { cause });
        this.name = new.target.name;
        this.hint = hint;
        this.path = path;
        this.position = position2;
      }
    };
  }
});

// src/secrets/fields.ts
function decode(text, { letters, name, hint }, { variant, field }) {
  const compact = text.replace(/[\r\n]/g, "");
  if (/=$/.test(compact)) {
    throw new DigestInvalid(variant, `the ${field} of the ${variant} digest ends in base64 padding`, {
      hint: "remove every = at the end of the salt and of the key"
    });
  }
  if (!new RegExp(`^[${letters}]*$`).test(compact)) {
    throw new DigestInvalid(variant, `the ${field} of the ${variant} digest is not in ${name}`, { hint });
  }
  if (compact.length % 4 === 1) {
    throw new DigestInvalid(
      variant,
      `the ${field} of the ${variant} digest is cut off: one character is missing or too many`
    );
  }
  return Buffer.from(compact.replaceAll(".", "+"), "base64");
}
function decodeKey(text, alphabet, variant) {
  const key = decode(text, alphabet, { variant, field: "key" });
  if (key.length === 0) throw new DigestInvalid(variant, `the key of the ${variant} digest is empty`);
  return key;
}
function decodeStandard(salt, key, variant) {
  return { salt: decode(salt, STANDARD, { variant, field: "salt" }), key: decodeKey(key, STANDARD, variant) };
}
function decodeAdapted(salt, key, variant) {
  return { salt: decode(salt, ADAPTED, { variant, field: "salt" }), key: decodeKey(key, ADAPTED, variant) };
}
function parseCount(text, { variant, field }, least = 1) {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count) || count < least) {
    throw new DigestInvalid(
      variant,
      `the ${field} of the ${variant} digest is not a plain decimal number from ${least} on`
    );
  }
  return count;
}
function parseParameters(text, allowed, variant) {
  const pairs = text.split(",").map((pair) => {
    const [key = "", value, ...rest] = pair.split("=");
    if (value === void 0 || rest.length > 0 || !allowed.includes(key)) {
      throw new DigestInvalid(variant, `the parameters of the ${variant} digest must be ${allowed.join("=\u2026, ")}=\u2026`);
    }
    return [key, value];
  });
  return new Map(pairs);
}
function assertFieldCount(fields, counts, variant) {
  if (counts.includes(fields.length)) return;
  throw new DigestInvalid(
    variant,
    `the ${variant} digest has ${fields.length} fields after its name where ${counts.join(" or ")} are needed`,
    { hint: "a $ or what follows it got lost or was added; copy the whole digest and keep it in single quotes" }
  );
}
var DigestInvalid, NotComputable, STANDARD, ADAPTED;
var init_fields = __esm({
  "src/secrets/fields.ts"() {
    "use strict";
    init_errors();
    DigestInvalid = class extends ToolError {
      code = "ERR_DIGEST_INVALID";
      exitCode = EXIT.usage;
      variant;
      constructor(variant, message, options = {}) {
        super(message, options);
        this.variant = variant;
      }
    };
    NotComputable = class extends ToolError {
      code = "ERR_DIGEST_NOT_COMPUTABLE";
    };
    STANDARD = {
      letters: "A-Za-z0-9+/",
      name: "standard base64 (A-Z a-z 0-9 + /)",
      hint: "the alphabet of argon2 and scrypt digests has + and no . - _"
    };
    ADAPTED = {
      letters: "A-Za-z0-9./",
      name: "the adapted base64 of PBKDF2 digests (A-Z a-z 0-9 . /)",
      hint: "write . in the place of every +, and / in the place of every _"
    };
  }
});

// src/secrets/installed.ts
import { createRequire } from "node:module";
function requireFromHere() {
  return createRequire(typeof __filename === "string" ? __filename : import.meta.url);
}
function loadArgon2() {
  return requireFromHere()("argon2");
}
function loadBcrypt() {
  return requireFromHere()("bcrypt");
}
var init_installed = __esm({
  "src/secrets/installed.ts"() {
    "use strict";
  }
});

// src/secrets/argon2.ts
function parseArgon2(variant, fields) {
  assertFieldCount(fields, [4], variant);
  const [version = "", parameterText = "", saltText = "", keyText = ""] = fields;
  if (version !== "v=19") {
    throw new DigestInvalid(variant, `the ${variant} digest is not of version 19 (v=19)`, {
      hint: "digests of version 16 and those without a version cannot be read; make a new one"
    });
  }
  const given = parseParameters(parameterText, ["m", "t", "p", "k"], variant);
  const count = (key2) => parseCount(given.get(key2) ?? "0", { variant, field: `parameter ${key2}` }, 0) || WHEN_MISSING[key2];
  const { salt, key } = decodeStandard(saltText, keyText, variant);
  const costs = { memory: count("m"), iterations: count("t"), parallelism: count("p") };
  const parameters = { ...costs, salt_bytes: salt.length, key_bytes: key.length, version: 19 };
  return { algorithm: "argon2", variant, parameters, salt, key };
}
async function deriveArgon2({ variant, parameters, salt }, secret) {
  const { memory, iterations, parallelism, key_bytes } = parameters;
  if (memory < 8 * parallelism || salt.length < LEAST_SALT || key_bytes < LEAST_KEY) {
    throw new NotComputable(`an ${variant} digest with these parameters is below what RFC 9106 \xA73.1 allows`, {
      hint: "it needs at least 8 KiB of memory for each lane, 8 bytes of salt and 4 bytes of key"
    });
  }
  const argon2 = loadArgon2();
  return argon2.hash(Buffer.from(secret), {
    raw: true,
    type: argon2[variant],
    version: 19,
    memoryCost: memory,
    timeCost: iterations,
    parallelism,
    hashLength: key_bytes,
    salt: Buffer.from(salt)
  });
}
var ARGON2_VARIANTS, LEAST_SALT, LEAST_KEY, WHEN_MISSING;
var init_argon2 = __esm({
  "src/secrets/argon2.ts"() {
    "use strict";
    init_fields();
    init_installed();
    ARGON2_VARIANTS = ["argon2id", "argon2i", "argon2d"];
    LEAST_SALT = 8;
    LEAST_KEY = 4;
    WHEN_MISSING = { m: 32768, t: 1, p: 4 };
  }
});

// src/secrets/bcrypt.ts
import { createHmac as createHmac5 } from "node:crypto";
function build(variant, cost, salt, key) {
  if (!SALT.test(salt) || !KEY.test(key)) {
    throw new DigestInvalid(
      variant,
      `the ${variant} digest has ${salt.length + key.length} characters of salt and key where 53 of ./A-Za-z0-9 are needed`,
      { hint: "it was cut, or something was added at its end; copy the whole digest" }
    );
  }
  return { algorithm: "bcrypt", variant, parameters: { cost }, salt, key };
}
function parseBcrypt(fields) {
  assertFieldCount(fields, [2], "bcrypt");
  const [costText = "", rest = ""] = fields;
  const cost = parseCount(costText, { variant: "bcrypt", field: "cost" }, 0);
  return build("bcrypt", cost, rest.slice(0, 22), rest.slice(22));
}
function parseBcryptSha256(fields) {
  const variant = "bcrypt-sha256";
  assertFieldCount(fields, [3], variant);
  const [parameterText = "", salt = "", key = ""] = fields;
  const cost = parseCount(
    parseParameters(parameterText, ["v", "t", "r"], variant).get("r") ?? "",
    { variant, field: "parameter r" },
    0
  );
  return build(variant, cost, salt, key);
}
function assertBcryptCost({ variant, parameters: { cost } }) {
  if (cost <= GREATEST_COST) return;
  throw new DigestInvalid(variant, `the cost of the ${variant} digest is ${cost}, beyond the highest, ${GREATEST_COST}`);
}
function effectiveCost({ cost }) {
  return cost < 4 ? 10 : cost;
}
function bcryptInput({ variant, salt }, secret) {
  return Buffer.from(variant === "bcrypt" ? secret : createHmac5("sha256", salt).update(secret).digest("base64"));
}
async function deriveBcrypt(digest, secret) {
  const cost = effectiveCost(digest.parameters);
  const setting = `$2b$${String(cost).padStart(2, "0")}$${digest.salt}`;
  return (await loadBcrypt().hash(bcryptInput(digest, secret), setting)).slice(-31);
}
var GREATEST_COST, SALT, KEY;
var init_bcrypt = __esm({
  "src/secrets/bcrypt.ts"() {
    "use strict";
    init_fields();
    init_installed();
    GREATEST_COST = 31;
    SALT = /^[./A-Za-z0-9]{22}$/;
    KEY = /^[./A-Za-z0-9]{31}$/;
  }
});

// src/secrets/pbkdf2.ts
import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
function parsePbkdf2(variant, fields) {
  assertFieldCount(fields, [3], variant);
  const [count = "", saltText = "", keyText = ""] = fields;
  const iterations = parseCount(count, { variant, field: "iteration count" });
  const { salt, key } = decodeAdapted(saltText, keyText, variant);
  const parameters = { iterations, salt_bytes: salt.length, key_bytes: key.length };
  return { algorithm: "pbkdf2", variant, parameters, salt, key };
}
function derivePbkdf2({ variant, parameters, salt }, secret) {
  return derive(secret, salt, parameters.iterations, parameters.key_bytes, PBKDF2_HASHES[variant].name);
}
var PBKDF2_HASHES, derive;
var init_pbkdf2 = __esm({
  "src/secrets/pbkdf2.ts"() {
    "use strict";
    init_fields();
    PBKDF2_HASHES = {
      pbkdf2: { name: "sha1", bytes: 20, iterations: 16e5 },
      "pbkdf2-sha224": { name: "sha224", bytes: 28, iterations: 9e5 },
      "pbkdf2-sha256": { name: "sha256", bytes: 32, iterations: 7e5 },
      "pbkdf2-sha384": { name: "sha384", bytes: 48, iterations: 28e4 },
      "pbkdf2-sha512": { name: "sha512", bytes: 64, iterations: 31e4 }
    };
    derive = promisify(pbkdf2);
  }
});

// src/secrets/scrypt.ts
import { scrypt } from "node:crypto";
function parseScrypt(fields) {
  const variant = "scrypt";
  assertFieldCount(fields, [3], variant);
  const [parameterText = "", saltText = "", keyText = ""] = fields;
  const given = parseParameters(parameterText, ["ln", "r", "p"], variant);
  const count = (key2) => parseCount(given.get(key2) ?? WHEN_MISSING2[key2], { variant, field: `parameter ${key2}` });
  const costs = { ln: count("ln"), block_size: count("r"), parallelism: count("p") };
  if (costs.ln > 58 || costs.block_size * costs.parallelism >= 2 ** 30) {
    throw new DigestInvalid(variant, "the parameters of the scrypt digest are beyond ln=58 or r\xB7p < 2^30 (RFC 7914 \xA76)");
  }
  const { salt, key } = decodeStandard(saltText, keyText, variant);
  return {
    algorithm: "scrypt",
    variant,
    parameters: { ...costs, salt_bytes: salt.length, key_bytes: key.length },
    salt,
    key
  };
}
function scryptMemory({ ln, block_size, parallelism }) {
  return 128 * 2 ** ln * block_size + 128 * block_size * parallelism;
}
function run(secret, salt, length, options) {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, options, (error, key) => error ? reject(error) : resolve(key));
  });
}
function deriveScrypt({ parameters, salt }, secret) {
  const { ln, block_size, parallelism, key_bytes } = parameters;
  const maxmem = scryptMemory(parameters) + MIB;
  return run(secret, salt, key_bytes, { N: 2 ** ln, r: block_size, p: parallelism, maxmem });
}
var WHEN_MISSING2, MIB;
var init_scrypt = __esm({
  "src/secrets/scrypt.ts"() {
    "use strict";
    init_fields();
    WHEN_MISSING2 = { ln: "16", r: "8", p: "1" };
    MIB = 1024 * 1024;
  }
});

// src/secrets/sha2crypt.ts
import { createHash as createHash4, hash as hash2 } from "node:crypto";
function parseSha2Crypt(variant, fields) {
  assertFieldCount(fields, [2, 3], variant);
  const [salt = "", key = ""] = fields.slice(-2);
  if (key === "") throw new DigestInvalid(variant, `the key of the ${variant} digest is empty`);
  const given = fields.length === 3 ? parseParameters(fields[0] ?? "", ["rounds"], variant).get("rounds") : void 0;
  const rounds = given === void 0 ? ROUNDS_WHEN_MISSING : parseCount(given, { variant, field: "parameter rounds" });
  return { algorithm: "sha2crypt", variant, parameters: { rounds }, salt, key };
}
function repeat(block, length) {
  return Buffer.alloc(length, block);
}
function groups(size) {
  const third = Math.floor(size / 3);
  const step = size === 64 ? 1 : 2;
  return Array.from({ length: third }, (_, i) => {
    const triple = [i, i + third, i + 2 * third];
    const at = (n) => triple[(n + step * i) % 3] ?? 0;
    return [at(0), at(1), at(2)];
  });
}
function encode(value, characters) {
  return Array.from({ length: characters }, (_, i) => CRYPT_ALPHABET[value >> 6 * i & 63]).join("");
}
function encodeKey(key) {
  const byte = (index) => key[index] ?? 0;
  const whole = groups(key.length).map(([a, b, c]) => encode(byte(a) << 16 | byte(b) << 8 | byte(c), 4));
  const rest = key.length === 64 ? encode(byte(63), 2) : encode(byte(31) << 8 | byte(30), 3);
  return whole.join("") + rest;
}
function letOthersWork() {
  return new Promise((resolve) => setImmediate(resolve));
}
async function hashRepeated(name, bytes, times) {
  const copies = Math.ceil(BYTES_PER_TURN / Math.max(bytes.length, 1));
  const sum = createHash4(name);
  for (let left = times; left > 0; left -= copies) {
    if (left < times) await letOthersWork();
    sum.update(repeat(bytes, bytes.length * Math.min(left, copies)));
  }
  return sum.digest();
}
async function prepare(name, secret, salt) {
  const sha = (...parts) => hash2(name, Buffer.concat(parts), "buffer");
  const alternate = sha(secret, salt, secret);
  const bits = secret.length === 0 ? [] : Array.from(secret.length.toString(2)).reverse();
  const choices = bits.map((bit) => bit === "1" ? alternate : secret);
  const initial = sha(secret, salt, repeat(alternate, secret.length), ...choices);
  const p = repeat(await hashRepeated(name, secret, secret.length), secret.length);
  const s = repeat(await hashRepeated(name, salt, 16 + (initial[0] ?? 0)), salt.length);
  return { p, s, initial };
}
function roundInputs({ p, s, initial }) {
  const state = Buffer.alloc(initial.length);
  return Array.from({ length: PERIOD }, (_, round) => {
    const middle = [...round % 3 ? [s] : [], ...round % 7 ? [p] : []];
    const bytes = Buffer.concat(round % 2 ? [p, ...middle, state] : [state, ...middle, p]);
    return { bytes, stateAt: round % 2 ? bytes.length - state.length : 0 };
  });
}
function runTurn({ name, inputs, from, to }, initial) {
  let state = initial;
  for (let round = from; round < to; round++) {
    const input = inputs[round % PERIOD];
    if (input === void 0) continue;
    input.bytes.write(state, input.stateAt, "latin1");
    state = hash2(name, input.bytes, "binary");
  }
  return state;
}
async function runRounds(name, ingredients, rounds) {
  const inputs = roundInputs(ingredients);
  const longest = Math.max(...inputs.map(({ bytes }) => bytes.length));
  const step = Math.min(ROUNDS_PER_TURN, Math.ceil(BYTES_PER_TURN / longest));
  let state = ingredients.initial.toString("latin1");
  for (let from = 0; from < rounds; from += step) {
    if (from > 0) await letOthersWork();
    state = runTurn({ name, inputs, from, to: Math.min(from + step, rounds) }, state);
  }
  return Buffer.from(state, "latin1");
}
async function deriveSha2Crypt({ variant, parameters, salt }, secret) {
  if (secret.length > LONGEST_SECRET) {
    throw new NotComputable(`SHA-crypt is computed here for secrets of at most ${LONGEST_SECRET} bytes`);
  }
  const name = variant === "sha2crypt-sha512" ? "sha512" : "sha256";
  const ingredients = await prepare(name, secret, Buffer.from(salt));
  return encodeKey(await runRounds(name, ingredients, parameters.rounds));
}
var CRYPT_ALPHABET, ROUNDS_WHEN_MISSING, LONGEST_SECRET, ROUNDS_PER_TURN, BYTES_PER_TURN, PERIOD;
var init_sha2crypt = __esm({
  "src/secrets/sha2crypt.ts"() {
    "use strict";
    init_fields();
    CRYPT_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    ROUNDS_WHEN_MISSING = 5e3;
    LONGEST_SECRET = 4096;
    ROUNDS_PER_TURN = 2048;
    BYTES_PER_TURN = 2 ** 20;
    PERIOD = 42;
  }
});

// src/secrets/yescrypt.ts
function parseYescrypt(fields) {
  const variant = "yescrypt";
  assertFieldCount(fields, [3], variant);
  const [setting = "", salt = "", key = ""] = fields;
  if (!/^j[./0-9A-Za-z]{2}$/.test(setting)) {
    throw new DigestInvalid(variant, "the setting of the yescrypt digest is not j and two characters, as in j9T");
  }
  if (!/^[./0-9A-Za-z]*$/.test(salt) || !/^[./0-9A-Za-z]+$/.test(key)) {
    throw new DigestInvalid(variant, "salt or key of the yescrypt digest are not in crypt\u2019s base64 (./0-9A-Za-z)");
  }
  const value = (index) => CRYPT_ALPHABET.indexOf(setting.charAt(index)) + 1;
  return { algorithm: "yescrypt", variant, parameters: { flags: "j", ln: value(1), block_size: value(2) } };
}
var init_yescrypt = __esm({
  "src/secrets/yescrypt.ts"() {
    "use strict";
    init_fields();
    init_sha2crypt();
  }
});

// src/secrets/digest.ts
var digest_exports = {};
__export(digest_exports, {
  DigestInvalid: () => DigestInvalid,
  NotComputable: () => NotComputable,
  parseDigest: () => parseDigest
});
function plaintext(secret) {
  if (secret === "") throw new DigestInvalid("plaintext", "the secret is empty");
  return { algorithm: "plaintext", variant: "plaintext", parameters: {}, secret };
}
function unknown(identifier) {
  const refused = REFUSED.get(identifier);
  if (refused !== void 0) {
    return new DigestInvalid(refused, `the provider does not accept ${refused} digests`, {
      hint: "make a new one with: oidc secret hash"
    });
  }
  if (identifier === "2") {
    return new DigestInvalid("unknown", "bcrypt digests that begin with $2$ are not accepted", {
      hint: "make a new one with: oidc secret hash --algorithm bcrypt"
    });
  }
  if (FORMS.has(identifier.toLowerCase())) {
    return new DigestInvalid(
      "unknown",
      `the identifier of the digest must be in lower case: $${identifier.toLowerCase()}$`
    );
  }
  return new DigestInvalid("unknown", "the value begins with $ and is no digest that the provider knows", {
    hint: "a secret that really begins with $ is written as $plaintext$SECRET; a new digest is made by: oidc secret hash"
  });
}
function parseDigest(text) {
  if (!text.startsWith("$")) return plaintext(text);
  const [, identifier = "", ...fields] = text.split("$");
  const parse4 = FORMS.get(identifier);
  if (parse4 === void 0 || fields.length === 0) throw unknown(identifier);
  return parse4(fields, text);
}
var PLAINTEXT_PREFIX, FORMS, REFUSED;
var init_digest = __esm({
  "src/secrets/digest.ts"() {
    "use strict";
    init_argon2();
    init_bcrypt();
    init_fields();
    init_pbkdf2();
    init_scrypt();
    init_sha2crypt();
    init_yescrypt();
    init_fields();
    PLAINTEXT_PREFIX = "$plaintext$";
    FORMS = new Map([
      ...ARGON2_VARIANTS.map((variant) => [variant, (fields) => parseArgon2(variant, fields)]),
      ...["2a", "2b", "2x", "2y"].map((identifier) => [identifier, parseBcrypt]),
      ["bcrypt-sha256", parseBcryptSha256],
      ["pbkdf2", (fields) => parsePbkdf2("pbkdf2", fields)],
      ["pbkdf2-sha1", (fields) => parsePbkdf2("pbkdf2", fields)],
      ["pbkdf2-sha224", (fields) => parsePbkdf2("pbkdf2-sha224", fields)],
      ["pbkdf2-sha256", (fields) => parsePbkdf2("pbkdf2-sha256", fields)],
      ["pbkdf2-sha384", (fields) => parsePbkdf2("pbkdf2-sha384", fields)],
      ["pbkdf2-sha512", (fields) => parsePbkdf2("pbkdf2-sha512", fields)],
      ["scrypt", parseScrypt],
      ["5", (fields) => parseSha2Crypt("sha2crypt-sha256", fields)],
      ["6", (fields) => parseSha2Crypt("sha2crypt-sha512", fields)],
      ["y", parseYescrypt],
      ["plaintext", (_fields, text) => plaintext(text.slice(PLAINTEXT_PREFIX.length))]
    ]);
    REFUSED = /* @__PURE__ */ new Map([
      ["base64", "base64"],
      ["1", "md5crypt"],
      ["md5", "sunmd5"],
      ["sha1", "sha1crypt"]
    ]);
  }
});

// src/secrets/cost.ts
var cost_exports = {};
__export(cost_exports, {
  COST_LIMIT: () => COST_LIMIT,
  assertAffordable: () => assertAffordable,
  estimateCost: () => estimateCost
});
function estimateCost(digest) {
  switch (digest.algorithm) {
    case "pbkdf2": {
      const blocks = Math.ceil(digest.parameters.key_bytes / (digest.variant === "pbkdf2-sha512" ? 64 : 20));
      return { memory: 0, milliseconds: digest.parameters.iterations * blocks * PBKDF2_ITERATION[digest.variant] };
    }
    case "argon2": {
      const { memory, iterations } = digest.parameters;
      return { memory: memory * 1024, milliseconds: memory * iterations * ARGON2_KIB_PASS };
    }
    case "scrypt": {
      const { ln, block_size, parallelism } = digest.parameters;
      return {
        memory: scryptMemory(digest.parameters),
        milliseconds: 2 ** ln * block_size * parallelism * SCRYPT_BLOCK
      };
    }
    case "bcrypt":
      return { memory: 0, milliseconds: 2 ** effectiveCost(digest.parameters) * BCRYPT_ROUND };
    case "sha2crypt":
      return { memory: 0, milliseconds: digest.parameters.rounds * SHA2CRYPT_ROUND };
    case "yescrypt":
    case "plaintext":
      return { memory: 0, milliseconds: 0 };
  }
}
function assertAffordable(digest, limit = COST_LIMIT) {
  if (digest.algorithm === "bcrypt") assertBcryptCost(digest);
  const { memory, milliseconds } = estimateCost(digest);
  if (memory > limit.memory) {
    throw new NotComputable(
      `this ${digest.variant} digest needs ${Math.round(memory / 1024 ** 2)} MiB of memory, over the limit of ${limit.memory / 1024 ** 2} MiB`
    );
  }
  if (milliseconds > limit.milliseconds) {
    throw new NotComputable(
      `this ${digest.variant} digest takes about ${Math.round(milliseconds / 1e3)} s to compute, over the limit of ${limit.milliseconds / 1e3} s`
    );
  }
}
var COST_LIMIT, PBKDF2_ITERATION, ARGON2_KIB_PASS, SCRYPT_BLOCK, BCRYPT_ROUND, SHA2CRYPT_ROUND;
var init_cost = __esm({
  "src/secrets/cost.ts"() {
    "use strict";
    init_bcrypt();
    init_digest();
    init_scrypt();
    COST_LIMIT = { memory: 2 * 1024 ** 3, milliseconds: 6e4 };
    PBKDF2_ITERATION = {
      pbkdf2: 28e-5,
      "pbkdf2-sha224": 34e-5,
      "pbkdf2-sha256": 34e-5,
      "pbkdf2-sha384": 5e-4,
      "pbkdf2-sha512": 5e-4
    };
    ARGON2_KIB_PASS = 8e-4;
    SCRYPT_BLOCK = 4e-4;
    BCRYPT_ROUND = 0.065;
    SHA2CRYPT_ROUND = 8e-4;
  }
});

// src/secrets/verify.ts
var verify_exports = {};
__export(verify_exports, {
  verifySecret: () => verifySecret
});
async function derive2(digest, secret) {
  switch (digest.algorithm) {
    case "pbkdf2":
      return { derived: await derivePbkdf2(digest, secret), key: digest.key };
    case "argon2":
      return { derived: await deriveArgon2(digest, secret), key: digest.key };
    case "scrypt":
      return { derived: await deriveScrypt(digest, secret), key: digest.key };
    case "bcrypt":
      return { derived: await deriveBcrypt(digest, secret), key: digest.key };
    case "sha2crypt":
      return { derived: await deriveSha2Crypt(digest, secret), key: digest.key };
    case "plaintext":
      return { derived: secret, key: digest.secret };
    case "yescrypt":
      throw new NotComputable("yescrypt digests cannot be computed here", {
        hint: "the provider reads them; to check one elsewhere, use crypt(3) of libxcrypt, or make a new digest with: oidc secret hash"
      });
  }
}
async function verifySecret(digest, secret, limit = COST_LIMIT) {
  assertAffordable(digest, limit);
  const { derived, key } = await derive2(digest, Buffer.from(secret));
  return equalInConstantTime(derived, key);
}
var init_verify = __esm({
  "src/secrets/verify.ts"() {
    "use strict";
    init_sha256();
    init_argon2();
    init_bcrypt();
    init_cost();
    init_digest();
    init_pbkdf2();
    init_scrypt();
    init_sha2crypt();
  }
});

// src/provider/dev/edited-claims.ts
var edited_claims_exports = {};
__export(edited_claims_exports, {
  editUser: () => editUser,
  fieldsOf: () => fieldsOf,
  typedFields: () => typedFields
});
import { parse as parse2 } from "yaml";
function fieldsOf(user) {
  const { emails = user.email === void 0 ? [] : [user.email], address = {}, extra = {} } = user;
  const lines = LINES.map((name) => [name, user[name] ?? ""]);
  const places = ADDRESS2.map((name) => [name, address[name] ?? ""]);
  return {
    ...Object.fromEntries([...lines, ...places]),
    emails: emails.join("\n"),
    groups: user.groups.join("\n"),
    extra: Object.keys(extra).length === 0 ? "" : JSON.stringify(extra, void 0, 2),
    email_verified: user.email_verified === false ? "" : "true",
    phone_number_verified: user.phone_number_verified === true ? "true" : ""
  };
}
function typedFields(names, get) {
  return Object.fromEntries(names.map((name) => [name, (get(name) ?? "").replaceAll("\r\n", "\n").trim()]));
}
function entries(text = "") {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
function filled(fields, names) {
  const chosen = {};
  for (const name of names) if ((fields[name] ?? "") !== "") chosen[name] = fields[name];
  return chosen;
}
function isMapping2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function readExtra(text = "") {
  if (text === "") return {};
  try {
    const value = parse2(text, { logLevel: "error" });
    return isMapping2(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function editUser({ username }, fields) {
  const extra = readExtra(fields.extra);
  if (extra === void 0) return void 0;
  const emails = entries(fields.emails);
  const [email] = emails;
  const phone = fields.phone_number === "" ? {} : { phone_number_verified: fields.phone_number_verified !== "" };
  return {
    display_name: "",
    ...filled(fields, LINES),
    username,
    groups: entries(fields.groups),
    ...email === void 0 ? {} : { email, emails, email_verified: fields.email_verified !== "" },
    ...phone,
    address: filled(fields, ADDRESS2),
    extra
  };
}
var LINES, ADDRESS2;
var init_edited_claims = __esm({
  "src/provider/dev/edited-claims.ts"() {
    "use strict";
    LINES = [
      "display_name",
      "given_name",
      "middle_name",
      "family_name",
      "nickname",
      "gender",
      "birthdate",
      "zoneinfo",
      "locale",
      "profile",
      "picture",
      "website",
      "phone_number",
      "phone_extension"
    ];
    ADDRESS2 = [
      "street_address",
      "locality",
      "region",
      "postal_code",
      "country"
    ];
  }
});

// ../../tmp/httpcost.ts
import { fork } from "node:child_process";
import http from "node:http";

// src/primitives/random.ts
import { randomBytes } from "node:crypto";
var systemRandom = (length) => randomBytes(length);
function uuid(random) {
  const bytes = Buffer.from(random(16));
  bytes[6] = (bytes[6] ?? 0) & 15 | 64;
  bytes[8] = (bytes[8] ?? 0) & 63 | 128;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// src/spec/error-codes.ts
var ERROR_CODES = {
  // RFC 6749 §4.1.2.1, §5.2
  invalid_request: {
    status: 400,
    description: "The request is missing a required parameter, includes an invalid one, or is malformed."
  },
  invalid_client: { status: 401, description: "Client authentication failed." },
  invalid_grant: {
    status: 400,
    description: "The authorization code or refresh token is invalid, expired, revoked, or was issued to another client or redirect URI."
  },
  unauthorized_client: { status: 400, description: "The client is not authorized to use this method." },
  unsupported_grant_type: { status: 400, description: "The grant type is not supported." },
  unsupported_response_type: { status: 400, description: "The response type is not supported." },
  invalid_scope: { status: 400, description: "The requested scope is invalid, unknown, or malformed." },
  access_denied: { status: 403, description: "The resource owner or the authorization server denied the request." },
  server_error: { status: 500, description: "The authorization server met an unexpected condition." },
  temporarily_unavailable: { status: 503, description: "The authorization server cannot handle the request now." },
  // OAuth 2.0 Multiple Response Types
  unsupported_response_mode: { status: 400, description: "The response mode is not supported." },
  // OpenID Connect Core 1.0 §3.1.2.6
  login_required: { status: 400, description: "The end-user must log in." },
  consent_required: { status: 400, description: "The end-user must consent." },
  interaction_required: { status: 400, description: "The end-user must interact with the provider." },
  request_not_supported: { status: 400, description: 'The "request" parameter is not supported.' },
  request_uri_not_supported: { status: 400, description: 'The "request_uri" parameter is not supported.' },
  registration_not_supported: { status: 400, description: 'The "registration" parameter is not supported.' },
  invalid_request_uri: {
    status: 400,
    description: 'The "request_uri" is unknown, expired, or its content is invalid.'
  },
  invalid_request_object: { status: 400, description: "The request object is invalid." },
  // RFC 6750 §3.1
  invalid_token: { status: 401, description: "The access token is invalid, expired, or revoked." },
  insufficient_scope: { status: 403, description: "The access token does not carry the required scope." },
  // RFC 8707 §2
  invalid_target: { status: 400, description: "The requested audience or resource is invalid, unknown, or malformed." },
  // RFC 8628 §3.5
  authorization_pending: { status: 400, description: "The end-user has not decided yet." },
  slow_down: { status: 400, description: "The client polls too often." },
  expired_token: { status: 400, description: "The device code has expired." },
  // the provider's own
  invalid_state: { status: 400, description: 'The "state" is missing or too short.' },
  insufficient_entropy: { status: 400, description: "A security parameter is too short." }
};

// src/provider/compat.ts
var DIFFERENCES = {
  local_errors: {
    rule: "RFC 6749 \xA74.1.2.1",
    standard: "an error page with its own status",
    released: "a redirect to the outcome page, with the error in its query"
  },
  early_errors_in_fragment: {
    rule: "OAuth 2.0 Multiple Response Types \xA75",
    standard: "errors of a request for tokens come in the fragment",
    released: "early ones come in the query"
  },
  missing_response_type: {
    rule: "RFC 6749 \xA74.1.2.1",
    standard: "`invalid_request` without `response_type`",
    released: "`unsupported_response_type`"
  },
  prompt_none: {
    rule: "OpenID Connect Core 1.0 \xA73.1.2.1",
    standard: "`prompt=none` never shows a page: `consent_required` or `login_required`",
    released: "it does for consent, levels and age of the login"
  },
  max_age: {
    rule: "OpenID Connect Core 1.0 \xA73.1.2.1",
    standard: "`max_age=0` asks for one login; a value that is no number is refused",
    released: "both ask for a login for ever"
  },
  unregistered_claims: {
    rule: "OpenID Connect Core 1.0 \xA75.5.1",
    standard: "claims of scopes that the client does not have are left out",
    released: "`access_denied`"
  },
  request_object_leniency: {
    rule: "RFC 9101 \xA74, OpenID Connect Core 1.0 \xA76.1",
    standard: "request objects without `typ`, and with numbers, are read",
    released: "refused without `typ`; numbers become text that is no number"
  },
  form_post_jwt_script: {
    rule: "JARM \xA72.3.3",
    standard: "the page of `form_post.jwt` may run its script",
    released: "its Content-Security-Policy blocks it"
  },
  unsupported_grant_type: {
    rule: "RFC 6749 \xA75.2",
    standard: "`unsupported_grant_type`",
    released: "`invalid_request`"
  },
  token_challenge: {
    rule: "RFC 6749 \xA75.2",
    standard: "a Basic challenge with 401 where Basic was used",
    released: "no challenge"
  },
  endpoint_auth_methods: {
    rule: "RFC 8414 \xA72",
    standard: "each endpoint has its own authentication method",
    released: "always the token endpoint's"
  },
  basic_raw_retry: {
    rule: "RFC 6749 \xA72.3.1",
    standard: "Basic credentials are form-decoded, and tried as they stand where that fails",
    released: "form-decoded ones alone"
  },
  concurrent_refresh: {
    rule: "RFC 6749 \xA75.2",
    standard: "`invalid_grant` for all but one of refreshes at the same time, and the end of the family",
    released: "`invalid_request`, and the family lives"
  },
  refresh_without_offline: {
    rule: "RFC 6749 \xA75.2",
    standard: "`invalid_grant` where no offline scope was granted",
    released: "`scope_not_granted` with 403"
  },
  refreshed_nonce: {
    rule: "OpenID Connect Core 1.0 \xA712.2",
    standard: "no `nonce` in refreshed ID tokens",
    released: "repeated"
  },
  device_grant_missing: {
    rule: "RFC 8628 \xA73.1, RFC 6749 \xA75.2",
    standard: "`unauthorized_client` for a client without the device grant",
    released: "`invalid_grant`"
  },
  device_errors: {
    rule: "RFC 8628 \xA73.5",
    standard: "`access_denied`, `expired_token`, `slow_down`, `invalid_grant`",
    released: "`server_error`, and `authorization_pending` after the end"
  },
  granted_resource: {
    rule: "RFC 8707 \xA72",
    standard: "a `resource` becomes an audience of the token",
    released: "checked, and then forgotten"
  },
  client_code_lifespan: {
    rule: "RFC 6749 \xA74.1.2",
    standard: "the code lifespan of a client's own `lifespan` counts",
    released: "ignored"
  },
  hash_claims: {
    rule: "OpenID Connect Core 1.0 \xA73.1.3.6",
    standard: "`at_hash`, `c_hash`, `s_hash` with the hash of the signing algorithm",
    released: "always SHA-256"
  },
  hmac_signing_key: {
    rule: "OpenID Connect Core 1.0 \xA710.1",
    standard: "HS256, HS384, HS512 are keyed with the octets of the secret",
    released: "with a hash of the secret"
  },
  jwt_access_token_claims: {
    rule: "RFC 9068 \xA72.2, \xA73",
    standard: "JWT access tokens have `scope`; without an audience `aud` is the issuer",
    released: "`scp` alone; `aud` may be empty"
  },
  amr_kba: {
    rule: "RFC 8176 \xA72",
    standard: "`amr` never has `kba`",
    released: "`kba` with every password"
  },
  bearer_errors: {
    rule: "RFC 6750 \xA73.1",
    standard: "`invalid_token`, and a bare challenge where no token came",
    released: "`request_unauthorized`"
  },
  vanished_user: {
    rule: "RFC 6750 \xA73.1",
    standard: "userinfo of a user who is gone: `invalid_token`",
    released: "an answer with `sub` and `rat`"
  },
  signed_userinfo_parties: {
    rule: "OpenID Connect Core 1.0 \xA75.3.2",
    standard: "signed userinfo has `iss` and `aud`",
    released: "neither"
  },
  introspection_authentication: {
    rule: "RFC 7662 \xA72.3",
    standard: "`invalid_client` and `invalid_token`, each with its challenge",
    released: "`request_unauthorized`"
  },
  introspection_jwt: {
    rule: "RFC 9701 \xA74, \xA75",
    standard: "the JWT form by the caller's registration or `Accept`, for inactive tokens too",
    released: "by the token owner's registration, never for inactive ones"
  },
  revocation_failure: {
    rule: "RFC 7009 \xA72.2.1",
    standard: "503 when revocation fails",
    released: "500 without a body"
  },
  signed_metadata_key: {
    rule: "RFC 8414 \xA72.1",
    standard: "`signed_metadata` by the key that its header names, and none for `none`",
    released: "always by the RS256 key"
  },
  key_id_digits: {
    rule: "",
    standard: "computed key ids of 7 digits, as documented",
    released: "computed key ids of 6 digits"
  },
  hmac_key: {
    rule: "",
    standard: "opaque tokens are keyed with the 32 bytes of SHA-256(`hmac_secret`), as documented",
    released: "with the first 32 characters of its hexadecimal text"
  }
};
function chooseBehaviour(compat) {
  return compat === "authelia" ? (difference) => difference in DIFFERENCES : () => false;
}
var RELEASED_ERROR_CODES = {
  request_unauthorized: { status: 401, description: "The request could not be authorized." },
  scope_not_granted: { status: 403, description: "The token was not granted the scope." }
};

// src/provider/oauth-error.ts
var CODES = { ...ERROR_CODES, ...RELEASED_ERROR_CODES };
var OAuthError = class extends Error {
  error;
  status;
  hint;
  debug;
  headers;
  bodiless;
  strict;
  detail;
  constructor(error, options = {}) {
    super(options.hint ?? CODES[error].description, { cause: options.cause });
    this.name = "OAuthError";
    this.error = error;
    this.status = options.status ?? CODES[error].status;
    this.hint = options.hint;
    this.debug = options.debug;
    this.headers = options.headers ?? {};
    this.bodiless = options.bodiless ?? false;
    this.strict = options.strict ?? false;
    this.detail = options.detail;
  }
};
function errorDescription(error, { debug }) {
  const parts = [CODES[error.error].description, error.hint, debug ? error.debug : void 0];
  return parts.filter((part) => part !== void 0 && part !== "").join(" ").replaceAll('"', "'");
}
function formatOptionPath(path) {
  return path.map((part, at) => typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`).join("");
}

// src/provider/http/parameters.ts
var REPEATABLE = ["audience", "resource"];
var Parameters = class _Parameters {
  #values;
  constructor(values) {
    this.#values = values;
  }
  static from(entries2) {
    const values = /* @__PURE__ */ new Map();
    for (const [name, value] of entries2) {
      const sent = values.get(name);
      if (sent === void 0) values.set(name, [value]);
      else sent.push(value);
    }
    return new _Parameters(values);
  }
  get(name) {
    return this.#values.get(name)?.[0] || void 0;
  }
  all(name) {
    return (this.#values.get(name) ?? []).filter((value) => value !== "");
  }
  has(name) {
    return this.get(name) !== void 0;
  }
  /** Whether nothing was sent at all. */
  get isEmpty() {
    return this.#values.size === 0;
  }
  /** Names sent more than once that may come only once. */
  repeated() {
    return [...this.#values].filter(([name, sent]) => sent.length > 1 && !REPEATABLE.includes(name)).map(([name]) => name);
  }
  entries() {
    return [...this.#values].flatMap(([name, sent]) => sent.map((value) => [name, value]));
  }
  /** These parameters with some replaced; `undefined` removes one. */
  with(changes) {
    const values = new Map(this.#values);
    for (const [name, value] of Object.entries(changes)) {
      if (value === void 0) values.delete(name);
      else values.set(name, [value]);
    }
    return new _Parameters(values);
  }
};
function refuseRepeated(parameters) {
  const [name] = parameters.repeated();
  if (name === void 0) return;
  throw new OAuthError("invalid_request", {
    hint: `The parameter '${name}' is repeated.`,
    detail: { rule: "RFC 6749 \xA73.1: request parameters must not be included more than once", sent: name }
  });
}

// src/provider/http/request.ts
var BodyTooLarge = class extends Error {
};
var BodyReader = class {
  #chunks = [];
  #limit;
  #size = 0;
  constructor(limit) {
    this.#limit = limit;
  }
  /** @throws {@link BodyTooLarge} */
  add(chunk) {
    this.#size += chunk.byteLength;
    if (this.#size > this.#limit) throw new BodyTooLarge();
    this.#chunks.push(chunk);
  }
  text() {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
};
function announcesTooMuch(contentLength, limit) {
  return contentLength !== null && contentLength !== void 0 && Number(contentLength) > limit;
}
async function readWebBody(request, limit) {
  if (announcesTooMuch(request.headers.get("content-length"), limit)) throw new BodyTooLarge();
  const body = new BodyReader(limit);
  const reader = request.body?.getReader();
  try {
    for (let chunk = await reader?.read(); chunk !== void 0 && !chunk.done; chunk = await reader?.read()) {
      body.add(chunk.value);
    }
  } catch (error) {
    await reader?.cancel();
    throw error;
  }
  return body.text();
}
function fromWebRequest(request, peer) {
  const { method, headers } = request;
  return { method, url: new URL(request.url), headers, peer, text: (limit) => readWebBody(request, limit) };
}

// src/provider/http/form.ts
var BODY_LIMIT = 64 * 1024;
var LARGE_BODY_LIMIT = 256 * 1024;
var URLENCODED = "application/x-www-form-urlencoded";
var MULTIPART = "multipart/form-data";
function refuseUnread(cause) {
  if (cause instanceof BodyTooLarge) throw cause;
  throw new OAuthError("invalid_request", { hint: "The body ended before it was complete.", cause });
}
async function readMultipart(contentType, text) {
  try {
    const form = await new Response(text, { headers: { "Content-Type": contentType } }).formData();
    return Parameters.from([...form].flatMap(([name, value]) => typeof value === "string" ? [[name, value]] : []));
  } catch (cause) {
    throw new OAuthError("invalid_request", { hint: "The body is not a form.", cause });
  }
}
async function readForm(request, limit = BODY_LIMIT) {
  const contentType = request.headers.get("content-type") ?? "";
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  const text = await request.text(limit).catch(refuseUnread);
  if (type === URLENCODED) return Parameters.from(new URLSearchParams(text));
  if (type === MULTIPART) return readMultipart(contentType, text);
  if (text === "") return Parameters.from([]);
  throw new OAuthError("invalid_request", {
    hint: "The body must be a form.",
    detail: { rule: "RFC 6749 \xA73.2, appendix B: parameters come as a form", sent: type ?? "", expected: [URLENCODED] }
  });
}
async function readRequiredForm(request, limit = BODY_LIMIT) {
  const parameters = await readForm(request, limit);
  if (parameters.isEmpty) throw new OAuthError("invalid_request", { hint: "The request has no body." });
  return parameters;
}

// src/dev/sent-client.ts
import { decodeJwt } from "jose";
function fromBasic(authorization) {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(authorization ?? "") ?? [];
  if (encoded === void 0) return void 0;
  const [name = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":", 1);
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
function fromAssertion(assertion) {
  if (assertion === void 0) return void 0;
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return void 0;
  }
}
function sentClientId(parameters, authorization) {
  const sent = new Map(parameters);
  return sent.get("client_id") ?? fromBasic(authorization) ?? fromAssertion(sent.get("client_assertion"));
}

// src/dev/follow.ts
async function readAhead(request) {
  try {
    const text = await request.text(LARGE_BODY_LIMIT);
    const size = Buffer.byteLength(text);
    const again = (limit) => size > limit ? Promise.reject(new BodyTooLarge()) : Promise.resolve(text);
    return { text, request: { ...request, text: again } };
  } catch (error) {
    return { text: "", request: { ...request, text: () => Promise.reject(error) } };
  }
}
var FORM = /^application\/x-www-form-urlencoded/i;
function parametersOf({ url, headers }, body) {
  const form = FORM.test(headers.get("content-type") ?? "") ? [...new URLSearchParams(body)] : [];
  return [...url.searchParams, ...form];
}
function together(id, witnesses) {
  return {
    id,
    decided(decision) {
      for (const witness of witnesses) witness.decided?.(decision);
    },
    signs: (draft) => witnesses.reduceRight((shown, witness) => witness.signs?.(shown) ?? shown, draft),
    signed: (kind, jwt2) => witnesses.reduceRight((shown, witness) => witness.signed?.(kind, shown) ?? shown, jwt2),
    answers: ({ client_id, parameters }) => witnesses.reduceRight((shown, one) => one.answers?.({ client_id, parameters: shown }) ?? shown, parameters)
  };
}
async function answeredBefore(followers, seen) {
  for (const follower of followers) {
    const reply = await follower.before?.(seen);
    if (reply !== void 0) return reply;
  }
  return void 0;
}
function follow({ provider, followers, clock, random }) {
  return async (given) => {
    const { text, request } = await readAhead(given);
    const { method, url, headers } = request;
    const parameters = parametersOf(request, text);
    const seen = {
      id: uuid(random),
      at: clock(),
      method,
      url,
      headers,
      endpoint: provider.endpointAt(url.pathname),
      parameters,
      client_id: sentClientId(parameters, headers.get("authorization"))
    };
    const witnesses = followers.flatMap((follower) => follower.witness?.(seen) ?? []);
    const reply = await answeredBefore(followers, seen) ?? await provider.answer(request, together(seen.id, witnesses));
    return followers.reduceRight((shown, follower) => follower.after?.(seen, shown) ?? shown, reply);
  };
}

// src/dev/inspector/claims.ts
import { decodeJwt as decodeJwt2, decodeProtectedHeader } from "jose";

// src/dev/inspector/mask.ts
init_sha256();

// src/provider/authorization/refused.ts
var AuthorizationRefused = class extends Error {
  refusal;
  destination;
  constructor(refusal2, destination) {
    super(refusal2.message, { cause: refusal2 });
    this.name = "AuthorizationRefused";
    this.refusal = refusal2;
    this.destination = destination;
  }
};

// src/provider/authorization/request.ts
var PROMPTS = ["none", "login", "consent", "select_account"];
function has(request, part) {
  return request.response_type.includes(part);
}
function splitList(text) {
  return (text ?? "").split(" ").filter((part) => part !== "");
}
function destinationOf(request) {
  const { client_id, issuer, redirect_uri, response_mode, state } = request;
  return { client_id, issuer, redirect_uri, response_mode, state };
}

// src/provider/checks/check.ts
function isObjection(outcome) {
  return "error" in outcome;
}
function refusal({ error, hint, debug, strict = false, ...detail }, rule) {
  return new OAuthError(error, { hint, strict, ...debug === void 0 ? {} : { debug }, detail: { rule, ...detail } });
}

// src/provider/checks/pushed-request.ts
var PUSHED_PREFIX = "urn:ietf:params:oauth:request_uri:";
var AGAIN = "in the application: push the request again for each attempt, and send the user at once";
var RULE = "RFC 9126 \xA74: a pushed request is redeemed in time, by its client";
async function redeemPushedRequest(received, exchange) {
  const request_uri = received.parameters.get("request_uri");
  if (request_uri?.startsWith(PUSHED_PREFIX) !== true) return received;
  const { storage } = exchange.context;
  const row = await storage.findPushedRequest(request_uri);
  if (row === void 0 || !await storage.usePushedRequest(request_uri)) {
    return {
      error: "invalid_request_uri",
      hint: "The request_uri is unknown or was used before.",
      change: AGAIN
    };
  }
  const objection2 = objectToPushed(received, row, exchange);
  if (objection2 !== void 0) throw new AuthorizationRefused(refusal(objection2, RULE), destinationOf(row.request));
  exchange.witness?.decided?.({ decision: "pushed request: redeemed", rule: RULE });
  return { ...received, pushed: row.request };
}
function objectToPushed({ parameters }, row, { now }) {
  if (row.expires_at <= now)
    return { error: "invalid_request_uri", hint: "The request_uri has expired.", change: AGAIN };
  if (parameters.get("client_id") === row.request.client_id) return void 0;
  return {
    error: "invalid_request",
    hint: "The client_id is not the one that pushed the request.",
    sent: parameters.get("client_id") ?? "",
    expected: [row.request.client_id],
    change: "in the application: send the client_id beside the request_uri"
  };
}

// src/provider/device/user-code.ts
var LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
var LENGTH = 8;
var FAIR_LIMIT = 256 - 256 % LETTERS.length;
function newUserCode(random) {
  let code = "";
  while (code.length < LENGTH) {
    for (const byte of random(LENGTH * 2)) {
      if (byte < FAIR_LIMIT && code.length < LENGTH) code += LETTERS[byte % LETTERS.length] ?? "";
    }
  }
  return code;
}
function normalizeUserCode(typed) {
  return typed.toUpperCase().replaceAll(/[\s-]/g, "");
}
function userCodeQuery(typed) {
  const user_code = normalizeUserCode(typed);
  const isCode = user_code.length === LENGTH && [...user_code].every((letter) => LETTERS.includes(letter));
  return isCode ? `?user_code=${user_code}` : "";
}

// src/secrets/redact.ts
var TOKENS = /authelia_(?:ac|at|rt|dc)_[\w.~-]+|\beyJ[\w-]{5,}\.[\w-]*\.[\w.-]*/g;
function mayHoldToken(text) {
  return text.includes("eyJ") || text.includes("authelia_");
}
function redactTokens(text, replace) {
  return mayHoldToken(text) ? text.replaceAll(TOKENS, replace) : text;
}

// src/dev/inspector/secret-kinds.ts
var SECRET_NAMES = /* @__PURE__ */ new Map([
  ["client_secret", "client secret"],
  ["password", "password"],
  ["totp", "one-time code"],
  ["enrolment_code", "enrolment code"],
  ["setup", "one-time code"],
  ["form_token", "form token"],
  ["code", "authorization code"],
  ["access_token", "access token"],
  ["refresh_token", "refresh token"],
  ["id_token", "ID token"],
  ["id_token_hint", "ID token"],
  ["token", "token"],
  ["device_code", "device code"],
  ["user_code", "user code"],
  ["code_verifier", "code verifier"],
  ["client_assertion", "client assertion"],
  ["assertion", "client assertion"],
  ["request", "request object"],
  ["response", "response JWT"],
  ["flow", "flow"],
  ["consent_id", "flow"],
  ["parked_request", "pushed request"]
]);
var PUBLIC_PARAMETERS = /* @__PURE__ */ new Set([
  ...["client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age"],
  ...["display", "ui_locales", "claims_locales", "claims", "acr_values", "login_hint", "request_uri", "registration"],
  ...["code_challenge", "code_challenge_method", "grant_type", "audience", "resource", "token_type_hint"],
  ...[
    "client_assertion_type",
    "username",
    "user",
    "decision",
    "remember",
    "cancel",
    "error",
    "error_description",
    "iss"
  ]
]);
var SHOWN_HEADERS = ["accept", "content-type", "origin", "user-agent"];

// src/dev/inspector/mask.ts
var MARK_LENGTH = 12;
function createMasker(salt, { characters }) {
  const mask = (kind, value) => {
    const text2 = kind === "user code" ? normalizeUserCode(value) : value;
    return {
      kind,
      mark: sha256Text(salt + text2).slice(0, MARK_LENGTH),
      length: value.length
    };
  };
  const withoutTokens = (value) => redactTokens(value, (token) => `\u2039token ${mask("token", token).mark.slice(0, 6)}\u203A`);
  const text = (name, given) => {
    const value = withoutTokens(given);
    return value.length <= characters ? { name, value } : { name, value: value.slice(0, characters), cut: value.length - characters };
  };
  const masked = (name, kind, value) => value === "" ? { name, value } : { name, masked: mask(kind, value) };
  return {
    mask,
    text,
    parameter(name, value) {
      const kind = SECRET_NAMES.get(name);
      if (kind !== void 0) return masked(name, kind, value);
      if (name === "request_uri" && value.startsWith(PUSHED_PREFIX)) return masked(name, "pushed request", value);
      const shown = text("", name).value ?? "";
      return PUBLIC_PARAMETERS.has(name) ? text(shown, value) : masked(shown, "unknown parameter", value);
    },
    member(name, value) {
      const written = typeof value === "string" ? value : JSON.stringify(value) ?? "";
      const kind = SECRET_NAMES.get(name);
      if (kind !== void 0 && typeof value === "string") return masked(name, kind, written);
      if (name === "request_uri" && written.startsWith(PUSHED_PREFIX)) return masked(name, "pushed request", written);
      return text(name, name === "verification_uri_complete" ? written.replace(/\?.*$/, "?user_code=\u2026") : written);
    }
  };
}
function maskedText({ kind, mark }) {
  return `\u2039${kind} ${mark.slice(0, 6)}\u203A`;
}
function shownText({ value, masked, cut }) {
  if (masked !== void 0) return maskedText(masked);
  return `${value ?? ""}${cut === void 0 ? "" : ` \u2026 (${cut} more)`}`;
}

// src/dev/inspector/claims.ts
var PROTOCOL_CLAIMS = {
  iss: "this provider (Core \xA72)",
  sub: "the user in the sector of the client, always the same (Core \xA78)",
  aud: "whom it is for (Core \xA72, RFC 8707)",
  azp: "the client that it was issued to (Core \xA72)",
  exp: "when it ends (RFC 7519 \xA74.1.4)",
  iat: "when it was issued (RFC 7519 \xA74.1.6)",
  nbf: "from when on it counts (RFC 7519 \xA74.1.5)",
  jti: "its own name, another one each time (RFC 7519 \xA74.1.7)",
  nonce: "the nonce of the authorization request (Core \xA73.1.2.1)",
  auth_time: "when the user signed in (Core \xA72)",
  amr: "how the user signed in (RFC 8176)",
  acr: "asked for by acr_values (Core \xA73.1.2.1)",
  at_hash: "binds the access token of the same answer (Core \xA73.1.3.6)",
  c_hash: "binds the code of the same answer (Core \xA73.3.2.11)",
  s_hash: "binds the state of the request",
  rat: "when the authorization was asked for",
  client_id: "the client that it was issued to (RFC 8693 \xA74.3)",
  scp: "granted scopes, as a list",
  scope: "granted scopes (RFC 9068 \xA72.2.3)",
  active: "whether the token can be used (RFC 7662 \xA72.2)",
  username: "who granted it (RFC 7662 \xA72.2)",
  token_type: "how it is presented (RFC 6750)",
  token_introspection: "the answer (RFC 9701 \xA75)"
};
function shownClaim(masker, because, name, value) {
  const { name: shown, ...rest } = masker.text(name, JSON.stringify(value) ?? "");
  return {
    name: shown,
    value: shownText({ name: shown, ...rest }),
    because: because[name] ?? PROTOCOL_CLAIMS[name] ?? ""
  };
}
function createClaimsReader(masker, { values }) {
  const plain = (kind, claims, because) => ({
    kind,
    claims: Object.entries(claims).slice(0, values).map(([name, value]) => shownClaim(masker, because, name, value)),
    ...typeof claims["exp"] === "number" ? { expires_at: claims["exp"] } : {}
  });
  return {
    plain,
    jwt(kind, text, because) {
      try {
        const { alg = "", typ, kid } = decodeProtectedHeader(text);
        const header = { alg, ...typ === void 0 ? {} : { typ }, ...kid === void 0 ? {} : { kid } };
        return { ...plain(kind, decodeJwt2(text), because), header };
      } catch {
        return void 0;
      }
    },
    draft: ({ kind, header, claims }, because) => ({ ...plain(kind, claims, because), header })
  };
}

// src/dev/inspector/answer-claims.ts
var JWT_MEMBERS = {
  id_token: "id_token",
  access_token: "access_token",
  authorization_response: "response"
};
function becauseOf(decisions, kind) {
  const place = kind === "introspection" ? "access_token" : kind;
  const found = decisions.find((decision) => decision["place"] === place)?.["because"];
  return found ?? {};
}
function sentText({ kind }, { entries: entries2, jwt: jwt2 }) {
  const sent = entries2.find(([name]) => name === JWT_MEMBERS[kind])?.[1] ?? jwt2;
  return typeof sent === "string" ? sent : "";
}
function answerClaims(endpoint, status, read2, { decisions, drafts }, { claims }) {
  const signed = drafts.map((draft) => {
    const because = becauseOf(decisions, draft.kind);
    return claims.jwt(draft.kind, sentText(draft, read2), because) ?? claims.draft(draft, because);
  });
  const isPlain = endpoint === "userinfo" && status === 200 && read2.entries.length > 0;
  return isPlain ? [...signed, claims.plain("userinfo", Object.fromEntries(read2.entries), becauseOf(decisions, "userinfo"))] : signed;
}

// src/dev/inspector/answer-parts.ts
var DOCUMENTS = /* @__PURE__ */ new Set([
  "openid-configuration",
  "oauth-authorization-server",
  "jwks"
]);
function formPostFields(body) {
  if (!body.includes("document.forms[0].submit()")) return [];
  const fields = body.matchAll(/<input type="hidden" name="([\w.-]+)" value="([^"]*)"/g);
  return [...fields].map(([, name = "", value = ""]) => [
    name,
    value.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
  ]);
}
function fromRedirect(location, base) {
  if (!URL.canParse(location, base.href)) return { entries: [] };
  const target = new URL(location, base);
  const inFragment2 = target.hash === "" ? [] : new URLSearchParams(target.hash.slice(1));
  return { entries: [...target.searchParams, ...inFragment2], location: target };
}
function fromJson(body) {
  try {
    return { entries: Object.entries(JSON.parse(body)) };
  } catch {
    return { entries: [] };
  }
}
var HEAD_LENGTH = 2e3;
function readAnswer({ endpoint, url }, { headers, body }) {
  const location = headers["Location"];
  if (location !== void 0) return fromRedirect(location, url);
  if (body === null || DOCUMENTS.has(endpoint)) return { entries: [] };
  if (body.startsWith("{")) return fromJson(body);
  if (body.startsWith("eyJ")) return { entries: [], jwt: body };
  const page = /<body[^>]* data-page="([\w-]+)"/.exec(body.slice(0, HEAD_LENGTH))?.[1];
  return page === void 0 ? { entries: formPostFields(body) } : { entries: [], page };
}
function cookieOf(header, { masker }) {
  const [name = "", ...value] = (header.split(";", 1)[0] ?? "").split("=");
  return { name: `set-cookie (${name})`, masked: masker.mask("cookie", value.join("=")) };
}
function shownAnswer({ entries: entries2, jwt: jwt2 }, { headers }, tools) {
  const { masker, limits } = tools;
  const shown = entries2.slice(0, limits.values).map(([name, value]) => masker.member(name, value));
  const cookie = headers["Set-Cookie"];
  if (jwt2 !== void 0) shown.push({ name: "JWT", masked: masker.mask("token", jwt2) });
  if (cookie !== void 0) shown.push(cookieOf(cookie, tools));
  return shown;
}
function shownPlace({ location }, { url }, { masker }) {
  if (location === void 0) return void 0;
  const { origin, pathname } = location;
  return masker.text("", (origin === url.origin ? "" : origin) + pathname).value;
}

// src/dev/inspector/links.ts
var LEADING = /* @__PURE__ */ new Set([
  "authorization code",
  "access token",
  "refresh token",
  "token",
  "device code",
  "user code",
  "pushed request",
  "flow"
]);
function leadingMarks(shown) {
  return shown.flatMap(({ masked }) => masked !== void 0 && LEADING.has(masked.kind) ? [masked.mark] : []);
}
function decidedLinks(decisions, { masker }) {
  const links = [];
  for (const { grant, device, flow } of decisions) {
    if (typeof grant === "string") links.push(`grant ${grant}`);
    if (typeof device === "string") links.push(`device ${device}`);
    if (typeof flow === "string") links.push(masker.mask("flow", flow).mark);
  }
  return links;
}
function queryMarks({ endpoint, url }, { masker }) {
  const isRepeatable = endpoint === "authorization" || endpoint === "learn-redirect";
  return isRepeatable && url.search.length > 1 ? [masker.mask("flow", url.search).mark] : [];
}
function repeatMarks(request, { status }, { location }, tools) {
  if (request.endpoint !== "authorization") return [];
  if (location === void 0) return status >= 400 ? queryMarks(request, tools) : [];
  const isHere = location.origin === request.url.origin && location.pathname === request.url.pathname;
  return isHere ? [tools.masker.mask("flow", location.search).mark] : [];
}
function linksOf({ request, decisions }, reply, read2, { headers, parameters, answer }, tools) {
  const decided = decidedLinks(decisions, tools);
  const sent = leadingMarks(parameters);
  return {
    known: [...decided, ...sent, ...leadingMarks(headers), ...queryMarks(request, tools)],
    issued: [...decided, ...sent, ...leadingMarks(answer), ...repeatMarks(request, reply, read2, tools)]
  };
}

// src/dev/inspector/request-parts.ts
var CREDENTIALS = /^(basic|bearer|dpop)\s+(\S+)$/i;
function authorizationOf(authorization, { masker }) {
  const [, scheme = "", value = authorization] = CREDENTIALS.exec(authorization) ?? [];
  const kind = /^basic$/i.test(scheme) ? "client secret" : scheme === "" ? "credentials" : "access token";
  return { name: scheme === "" ? "authorization" : `authorization (${scheme})`, masked: masker.mask(kind, value) };
}
function cookiesOf(header, { masker }) {
  const own = header.matchAll(/(?:^|;\s*)((?:__Host-)?oidc_\w+)=([^;]*)/g);
  return [...own].map(([, name = "", value = ""]) => ({
    name: `cookie (${name})`,
    masked: masker.mask("cookie", value)
  }));
}
function headersOf({ headers }, tools) {
  const authorization = headers.get("authorization");
  return [
    ...authorization === null ? [] : [authorizationOf(authorization, tools)],
    ...cookiesOf(headers.get("cookie") ?? "", tools),
    ...SHOWN_HEADERS.flatMap((name) => {
      const sent = headers.get(name);
      return sent === null ? [] : [tools.masker.text(name, sent)];
    })
  ];
}
function parametersOf2({ parameters }, { masker, limits }) {
  return parameters.slice(0, limits.values).map(([name, value]) => masker.parameter(name, value));
}
var SENT_JWTS = {
  client_assertion: "assertion",
  request: "request_object"
};
function sentClaims({ parameters }, { claims }) {
  return parameters.flatMap(([name, value]) => {
    const kind = SENT_JWTS[name];
    return kind === void 0 ? [] : claims.jwt(kind, value, {}) ?? [];
  });
}

// src/dev/inspector/finish-step.ts
function shownDecision({ decision, rule, option }) {
  return { decision, rule, option };
}
function detailOf(decisions, name) {
  const found = decisions.findLast((decision) => typeof decision[name] === "string")?.[name];
  return typeof found === "string" ? found : void 0;
}
function isGranted(decisions, status) {
  return status < 400 && decisions.some((decision) => typeof decision["grant"] === "string");
}
function finishStep(seen, reply, now, tools) {
  const { request, decisions, refusal: refusal2 } = seen;
  const { endpoint } = request;
  const read2 = readAnswer(request, reply);
  const plain = (value) => tools.masker.text("", value).value ?? "";
  const client_id = detailOf(decisions, "client_id") ?? request.client_id;
  const step = {
    request_id: request.id,
    at: request.at,
    duration: Math.max(0, now - request.at),
    method: request.method,
    path: plain(request.url.pathname),
    endpoint,
    client_id: client_id && plain(client_id),
    authentication: detailOf(decisions, "authentication"),
    headers: headersOf(request, tools),
    parameters: parametersOf2(request, tools),
    status: reply.status,
    location: shownPlace(read2, request, tools),
    page: read2.page,
    answer: shownAnswer(read2, reply, tools),
    decisions: decisions.map(shownDecision),
    refusal: refusal2,
    claims: [...sentClaims(request, tools), ...answerClaims(endpoint, reply.status, read2, seen, tools)]
  };
  return {
    step,
    links: linksOf(seen, reply, read2, step, tools),
    user: detailOf(decisions, "user"),
    granted: isGranted(decisions, reply.status)
  };
}
var REFUSAL_TEXTS = ["hint", "rule", "option", "position", "sent", "change", "command"];
function refusalOf(event, { masker }) {
  const plain = (value) => masker.text("", String(value)).value ?? "";
  const { error, expected } = event;
  return {
    error: plain(error ?? ""),
    ...Object.fromEntries(
      REFUSAL_TEXTS.flatMap((name) => typeof event[name] === "string" ? [[name, plain(event[name])]] : [])
    ),
    ...Array.isArray(expected) && { expected: expected.map(plain) }
  };
}

// src/dev/inspector/flow-store.ts
var BEGINNINGS = {
  authorization: "authorization",
  "pushed-authorization-request": "authorization",
  "device-authorization": "device",
  "openid-configuration": "discovery",
  "oauth-authorization-server": "discovery",
  jwks: "discovery"
};
function kindOf({ endpoint, parameters }) {
  if (endpoint !== "token") return BEGINNINGS[endpoint ?? ""] ?? "other";
  const grant = parameters.find(({ name }) => name === "grant_type")?.value;
  return grant === "client_credentials" ? "client_credentials" : "token";
}
var PENDING = /* @__PURE__ */ new Set(["authorization_pending", "slow_down"]);
var WAITING = /* @__PURE__ */ new Set(["authorization", "device"]);
function outcomeOf({ kind, outcome: before }, { step, granted }) {
  if (step.refusal !== void 0 && !PENDING.has(step.refusal.error)) return "refused";
  if (step.status === 404) return "refused";
  if (granted) return "granted";
  return WAITING.has(kind) ? before : "answered";
}
var DISCOVERY_LINK = "discovery";
var BYTES_A_CHARACTER = 2;
var BYTES_A_FLOW = 1e3;
var BYTES_A_LINK = 200;
function sizeOf({ steps, links }) {
  const characters = steps.reduce((sum, step) => sum + step.length, 0);
  return BYTES_A_FLOW + BYTES_A_LINK * links.size + BYTES_A_CHARACTER * characters;
}
function begin(id, step) {
  const { at, method, path, status } = step;
  const times = { started_at: at, changed_at: at };
  const summary = {
    id,
    kind: kindOf(step),
    outcome: "waiting",
    ...times,
    client_id: void 0,
    user: void 0,
    count: 0,
    last: { method, path, status }
  };
  return { summary, steps: [], links: /* @__PURE__ */ new Set() };
}
function flowOf({ summary: { count, last: _last, ...summary }, steps }) {
  return { ...summary, steps: steps.map((step) => JSON.parse(step)), forgotten: count - steps.length };
}
function createFlowStore(limits) {
  const kept = /* @__PURE__ */ new Map();
  const byLink = /* @__PURE__ */ new Map();
  let count = 0;
  let bytes = 0;
  const unlink = (one, links) => {
    for (const link2 of links) {
      one.links.delete(link2);
      if (byLink.get(link2) === one) byLink.delete(link2);
    }
  };
  const link = (one, links) => {
    for (const name of links) {
      const other = byLink.get(name);
      if (other !== void 0 && other !== one) other.links.delete(name);
      byLink.set(name, one);
      one.links.add(name);
    }
    if (one.links.size > limits.links) unlink(one, [...one.links].slice(0, one.links.size - limits.links));
  };
  const append = (one, finished) => {
    const { step, user } = finished;
    const { summary, steps } = one;
    steps.push(JSON.stringify(step));
    if (steps.length > limits.steps) steps.shift();
    summary.outcome = outcomeOf(summary, finished);
    summary.changed_at = step.at + step.duration;
    summary.client_id = step.client_id ?? summary.client_id;
    summary.user = user ?? summary.user;
    summary.count += 1;
    summary.last = { method: step.method, path: step.path, status: step.status };
  };
  const forget2 = (one) => {
    kept.delete(one.summary.id);
    bytes -= sizeOf(one);
    unlink(one, [...one.links]);
  };
  const newFlow = (step) => {
    count += 1;
    return begin(String(count), step);
  };
  return {
    add(finished) {
      const { step, links } = finished;
      const isDiscovery = kindOf(step) === "discovery";
      const known = isDiscovery ? [DISCOVERY_LINK] : links.known;
      const found = known.map((name) => byLink.get(name)).find((one2) => one2 !== void 0);
      const one = found ?? newFlow(step);
      if (found !== void 0) bytes -= sizeOf(one);
      append(one, finished);
      link(one, isDiscovery ? known : links.issued);
      bytes += sizeOf(one);
      const { id } = one.summary;
      kept.delete(id);
      kept.set(id, one);
      for (const oldest of kept.values()) {
        if (kept.size <= limits.flows && bytes <= limits.bytes) break;
        if (oldest !== one) forget2(oldest);
      }
      return id;
    },
    find(id) {
      const one = kept.get(id);
      return one && flowOf(one);
    },
    follow(name) {
      const one = byLink.get(name);
      return one && flowOf(one);
    },
    all: () => [...kept.values()].map(({ summary }) => summary).reverse(),
    get bytes() {
      return bytes;
    }
  };
}

// src/dev/inspector/limits.ts
var LIMITS = {
  flows: 200,
  steps: 50,
  values: 60,
  characters: 1e3,
  decisions: 40,
  links: 200,
  bytes: 8 * 1024 * 1024,
  pending: 500
};

// src/dev/inspector/recorder.ts
var UNRECORDED = /* @__PURE__ */ new Set(["home", "sign-out", "why"]);
var QUIET_PATHS = /\/(?:static\/|favicon\.ico$)/;
function isRecorded({ endpoint, url }) {
  return endpoint === void 0 ? !QUIET_PATHS.test(url.pathname) : !UNRECORDED.has(endpoint);
}
var MOST_PUT_OFF = 50;
function createRecorder({ clock, salt, limits = LIMITS }) {
  const masker = createMasker(salt, limits);
  const tools = { masker, claims: createClaimsReader(masker, limits), limits };
  const store = createFlowStore(limits);
  const pending = /* @__PURE__ */ new Map();
  const listeners = /* @__PURE__ */ new Set();
  let answered = [];
  let timer;
  const keep = ({ seen, reply, at }) => {
    const id = store.add(finishStep(seen, reply, at, tools));
    for (const listener of listeners) listener(id);
  };
  const settle = () => {
    if (timer !== void 0) clearImmediate(timer);
    timer = void 0;
    const waiting = answered;
    answered = [];
    waiting.forEach(keep);
  };
  const note = (request) => {
    const seen = { request, decisions: [], drafts: [] };
    pending.set(request.id, seen);
    for (const oldest of pending.keys()) {
      if (pending.size <= limits.pending) break;
      pending.delete(oldest);
    }
    return seen;
  };
  const settled = () => {
    settle();
    return store;
  };
  return {
    follower: {
      witness(request) {
        if (!isRecorded(request)) return void 0;
        const { decisions, drafts } = note(request);
        return {
          decided: (decision) => void (decisions.length < limits.decisions && decisions.push(decision)),
          signs(draft) {
            drafts.push(draft);
            return draft;
          }
        };
      },
      after(request, reply) {
        const seen = pending.get(request.id);
        if (seen === void 0) return reply;
        pending.delete(request.id);
        answered.push({ seen, reply, at: clock() });
        if (answered.length >= MOST_PUT_OFF) settle();
        else timer ??= setImmediate(settle);
        return reply;
      }
    },
    tee: (next) => (event) => {
      const seen = event.event === "refused" ? pending.get(event.request_id ?? "") : void 0;
      if (seen !== void 0) seen.refusal = refusalOf(event, tools);
      next(event);
    },
    find: (id) => settled().find(id),
    flowOf: (value) => settled().follow(masker.mask("token", value).mark),
    flows: () => settled().all(),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tools,
    get bytes() {
      return settled().bytes;
    }
  };
}

// src/provider/storage/expiring-map.ts
var SLICE = 500;
var ExpiringMap = class {
  #entries = /* @__PURE__ */ new Map();
  #cursor;
  get(key) {
    return this.#entries.get(key)?.value;
  }
  set(key, value, expires_at) {
    this.#entries.set(key, { value, expires_at });
  }
  /** Replaces a value and leaves its end as it is. */
  replace(key, value) {
    const entry = this.#entries.get(key);
    if (entry !== void 0) entry.value = value;
  }
  delete(key) {
    this.#entries.delete(key);
  }
  expiresAt(key) {
    return this.#entries.get(key)?.expires_at;
  }
  get size() {
    return this.#entries.size;
  }
  /** Looks at the next slice and drops what ended before `now`; `dropped` hears of each. */
  sweep(now, dropped = () => void 0) {
    this.#cursor ??= this.#entries.entries();
    for (let seen = 0; seen < SLICE; seen += 1) {
      const { done, value } = this.#cursor.next();
      if (done === true) {
        this.#cursor = void 0;
        return;
      }
      const [key, entry] = value;
      if (entry.expires_at >= now) continue;
      this.#entries.delete(key);
      dropped(entry.value);
    }
  }
};

// src/provider/storage/memory.ts
var REPLAY_MEMORY = 24 * 60 * 60;
function emptyTables() {
  return {
    codes: new ExpiringMap(),
    access: new ExpiringMap(),
    refresh: new ExpiringMap(),
    families: /* @__PURE__ */ new Map(),
    subjects: /* @__PURE__ */ new Map(),
    sessions: new ExpiringMap(),
    flows: new ExpiringMap(),
    consents: /* @__PURE__ */ new Map(),
    pushed: new ExpiringMap(),
    parked: new ExpiringMap(),
    once: new ExpiringMap(),
    devices: new ExpiringMap(),
    userCodes: new ExpiringMap()
  };
}
var NOBODY = { access: [], refresh: [] };
function saveTokens(tables, { access, refresh }) {
  const { request_id } = access.grant;
  const family2 = tables.families.get(request_id) ?? NOBODY;
  tables.access.set(access.signature, access, access.expires_at);
  if (refresh !== void 0) tables.refresh.set(refresh.signature, refresh, refresh.expires_at + REPLAY_MEMORY);
  tables.families.set(request_id, {
    access: [...family2.access, access.signature],
    refresh: refresh === void 0 ? family2.refresh : [...family2.refresh, refresh.signature]
  });
}
function revokeFamily({ families, access, refresh }, request_id) {
  const family2 = families.get(request_id) ?? NOBODY;
  for (const signature of family2.access) access.delete(signature);
  for (const signature of family2.refresh) {
    const row = refresh.get(signature);
    if (row !== void 0) refresh.replace(signature, { ...row, active: false });
  }
  families.delete(request_id);
}
function forget({ families }, kind, { grant, signature }) {
  const family2 = families.get(grant.request_id);
  if (family2 === void 0) return;
  const left = { ...family2, [kind]: family2[kind].filter((one) => one !== signature) };
  if (left.access.length === 0 && left.refresh.length === 0) families.delete(grant.request_id);
  else families.set(grant.request_id, left);
}
function sweep(tables, now) {
  tables.codes.sweep(now);
  tables.access.sweep(now, (row) => forget(tables, "access", row));
  tables.refresh.sweep(now, (row) => forget(tables, "refresh", row));
  tables.sessions.sweep(now);
  tables.flows.sweep(now);
  tables.pushed.sweep(now);
  tables.parked.sweep(now);
  tables.once.sweep(now);
  tables.devices.sweep(now);
  tables.userCodes.sweep(now);
}
function consentKey(client_id, subject) {
  return `${subject} ${client_id}`;
}
function operations(tables) {
  return {
    saveCode: (row) => tables.codes.set(row.signature, row, row.expires_at + REPLAY_MEMORY),
    findCode: (signature) => tables.codes.get(signature),
    redeemCode(signature, tokens) {
      const row = tables.codes.get(signature);
      if (row?.active !== true) return false;
      tables.codes.replace(signature, { ...row, active: false });
      saveTokens(tables, tokens);
      return true;
    },
    saveTokens: (tokens) => saveTokens(tables, tokens),
    findAccessToken: (signature) => tables.access.get(signature),
    findRefreshToken: (signature) => tables.refresh.get(signature),
    rotateRefreshToken(signature, tokens) {
      const row = tables.refresh.get(signature);
      if (row?.active !== true) return false;
      revokeFamily(tables, row.grant.request_id);
      saveTokens(tables, tokens);
      return true;
    },
    revokeFamily: (request_id) => revokeFamily(tables, request_id),
    subjectFor(sector, username, candidate) {
      const key = JSON.stringify([sector, username]);
      const known = tables.subjects.get(key);
      if (known === void 0) tables.subjects.set(key, candidate);
      return known ?? candidate;
    },
    saveSession: (row) => tables.sessions.set(row.key, row, row.expires_at),
    touchSession(key, used_at) {
      const row = tables.sessions.get(key);
      if (row !== void 0) tables.sessions.replace(key, { ...row, used_at });
    },
    findSession: (key) => tables.sessions.get(key),
    deleteSession: (key) => tables.sessions.delete(key),
    saveFlow: (row) => tables.flows.set(row.id, row, row.expires_at),
    findFlow: (id) => tables.flows.get(id),
    moveFlow(id, to) {
      const row = tables.flows.get(id);
      if (row?.open !== true) return false;
      tables.flows.replace(id, { ...row, ...to });
      return true;
    },
    closeFlow(id) {
      const row = tables.flows.get(id);
      if (row?.open !== true) return false;
      tables.flows.replace(id, { ...row, open: false });
      return true;
    },
    saveConsent(row) {
      const key = consentKey(row.client_id, row.subject);
      const alive = (tables.consents.get(key) ?? []).filter(({ expires_at }) => expires_at > row.created_at);
      tables.consents.set(key, [...alive, row]);
    },
    findConsents: (client_id, subject) => tables.consents.get(consentKey(client_id, subject)) ?? [],
    savePushedRequest: (row) => tables.pushed.set(row.request_uri, row, row.expires_at + REPLAY_MEMORY),
    findPushedRequest: (request_uri) => tables.pushed.get(request_uri),
    usePushedRequest(request_uri) {
      const row = tables.pushed.get(request_uri);
      if (row === void 0 || row.used) return false;
      tables.pushed.replace(request_uri, { ...row, used: true });
      return true;
    },
    releasePushedRequest(request_uri) {
      const row = tables.pushed.get(request_uri);
      if (row !== void 0) tables.pushed.replace(request_uri, { ...row, used: false });
    },
    saveParked: (row) => tables.parked.set(row.id, row, row.expires_at),
    takeParked(id) {
      const row = tables.parked.get(id);
      tables.parked.delete(id);
      return row;
    },
    useOnce(space, value, expires_at, now) {
      const key = `${space} ${value}`;
      const until = tables.once.expiresAt(key);
      if (until !== void 0 && until >= now) return false;
      tables.once.set(key, true, expires_at);
      return true;
    },
    forgetOnce: (space, value) => tables.once.delete(`${space} ${value}`),
    saveDevice(row) {
      tables.devices.set(row.signature, row, row.expires_at + REPLAY_MEMORY);
      tables.userCodes.set(row.user_code_signature, row.signature, row.expires_at);
    },
    findDevice: (signature) => tables.devices.get(signature),
    findDeviceByUserCode: (user_code_signature) => tables.devices.get(tables.userCodes.get(user_code_signature) ?? ""),
    decideDevice(signature, decision) {
      const row = tables.devices.get(signature);
      if (row?.status !== "pending") return false;
      tables.devices.replace(signature, { ...row, ...decision });
      return true;
    },
    pollDevice(signature, poll) {
      const row = tables.devices.get(signature);
      if (row !== void 0) tables.devices.replace(signature, { ...row, ...poll });
    },
    redeemDevice(signature, tokens) {
      const row = tables.devices.get(signature);
      if (row?.status !== "approved" || !row.active) return false;
      tables.devices.replace(signature, { ...row, active: false });
      saveTokens(tables, tokens);
      return true;
    },
    sweep: (now) => sweep(tables, now),
    close: () => void 0
  };
}
function createMemoryStorage({ pause } = {}) {
  const sync = operations(emptyTables());
  const run2 = async (operation) => {
    if (pause === void 0) return operation();
    await pause();
    const result = operation();
    await pause();
    return result;
  };
  return {
    saveCode: (row) => run2(() => sync.saveCode(row)),
    findCode: (signature) => run2(() => sync.findCode(signature)),
    redeemCode: (signature, tokens) => run2(() => sync.redeemCode(signature, tokens)),
    saveTokens: (tokens) => run2(() => sync.saveTokens(tokens)),
    findAccessToken: (signature) => run2(() => sync.findAccessToken(signature)),
    findRefreshToken: (signature) => run2(() => sync.findRefreshToken(signature)),
    rotateRefreshToken: (signature, tokens) => run2(() => sync.rotateRefreshToken(signature, tokens)),
    revokeFamily: (request_id) => run2(() => sync.revokeFamily(request_id)),
    subjectFor: (sector, username, candidate) => run2(() => sync.subjectFor(sector, username, candidate)),
    saveSession: (row) => run2(() => sync.saveSession(row)),
    touchSession: (key, used_at) => run2(() => sync.touchSession(key, used_at)),
    findSession: (key) => run2(() => sync.findSession(key)),
    deleteSession: (key) => run2(() => sync.deleteSession(key)),
    saveFlow: (row) => run2(() => sync.saveFlow(row)),
    findFlow: (id) => run2(() => sync.findFlow(id)),
    moveFlow: (id, to) => run2(() => sync.moveFlow(id, to)),
    closeFlow: (id) => run2(() => sync.closeFlow(id)),
    saveConsent: (row) => run2(() => sync.saveConsent(row)),
    findConsents: (client_id, subject) => run2(() => sync.findConsents(client_id, subject)),
    savePushedRequest: (row) => run2(() => sync.savePushedRequest(row)),
    findPushedRequest: (request_uri) => run2(() => sync.findPushedRequest(request_uri)),
    usePushedRequest: (request_uri) => run2(() => sync.usePushedRequest(request_uri)),
    releasePushedRequest: (request_uri) => run2(() => sync.releasePushedRequest(request_uri)),
    saveParked: (row) => run2(() => sync.saveParked(row)),
    takeParked: (id) => run2(() => sync.takeParked(id)),
    useOnce: (space, value, expires_at, now) => run2(() => sync.useOnce(space, value, expires_at, now)),
    forgetOnce: (space, value) => run2(() => sync.forgetOnce(space, value)),
    saveDevice: (row) => run2(() => sync.saveDevice(row)),
    findDevice: (signature) => run2(() => sync.findDevice(signature)),
    findDeviceByUserCode: (signature) => run2(() => sync.findDeviceByUserCode(signature)),
    decideDevice: (signature, decision) => run2(() => sync.decideDevice(signature, decision)),
    pollDevice: (signature, poll) => run2(() => sync.pollDevice(signature, poll)),
    redeemDevice: (signature, tokens) => run2(() => sync.redeemDevice(signature, tokens)),
    sweep: (now) => run2(() => sync.sweep(now)),
    close: () => run2(() => sync.close())
  };
}

// test/provider/support/provider.ts
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";

// src/keys/published-key.ts
import { createPublicKey } from "node:crypto";

// src/keys/export.ts
init_errors();
var MEMBER_ORDER = ["use", "kty", "kid", "crv", "alg", "k", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi"];
var CERTIFICATE_MEMBERS = ["x5c", "x5t", "x5t#S256"];
function orderMembers(jwk) {
  const members = new Map(Object.entries(jwk));
  const present = [...MEMBER_ORDER, ...CERTIFICATE_MEMBERS].filter((name) => members.get(name) !== void 0);
  return Object.fromEntries(present.map((name) => [name, members.get(name)]));
}
function exportJwk(key, labels = {}) {
  return orderMembers({ ...key.export({ format: "jwk" }), ...labels });
}

// src/keys/key-id.ts
import { createHash } from "node:crypto";
var KEY_ID_DIGITS = 7;
var RELEASED_KEY_ID_DIGITS = 6;
var REQUIRED_MEMBERS = {
  RSA: ["e", "kty", "n"],
  EC: ["crv", "kty", "x", "y"],
  OKP: ["crv", "kty", "x"],
  oct: ["k", "kty"]
};
function thumbprintInput(jwk) {
  const members = REQUIRED_MEMBERS[jwk.kty ?? ""] ?? [];
  return JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
}
function thumbprintBytes(jwk, hash3 = "sha256") {
  return createHash(hash3).update(thumbprintInput(jwk)).digest();
}
function thumbprint(jwk, hash3 = "sha256") {
  return thumbprintBytes(jwk, hash3).toString("base64url");
}
function computeKeyId(publicJwk2, alg, digits = KEY_ID_DIGITS) {
  const prefix = thumbprintBytes(publicJwk2).toString("hex").slice(0, digits);
  return alg ? `${prefix}-${alg.replaceAll("+", ".").toLowerCase()}` : prefix;
}
function computeReleasedKeyId(publicJwk2, alg) {
  return computeKeyId(publicJwk2, alg, RELEASED_KEY_ID_DIGITS);
}

// src/keys/published-key.ts
function publishKey({ privateKey, alg, use, key_id, certificate = {} }) {
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: "jwk" });
  const kid = key_id || computeKeyId(jwk, alg);
  return {
    key_id: kid,
    key_id_released: key_id || computeReleasedKeyId(jwk, alg),
    alg,
    use,
    privateKey,
    publicJwk: exportJwk(publicKey, { use, kid, alg, ...certificate }),
    thumbprint: thumbprint(jwk)
  };
}

// src/primitives/networks.ts
import { BlockList, isIP, isIPv6 } from "node:net";
var familyOf = (address) => isIPv6(address) ? "ipv6" : "ipv4";
function networkList(blocks) {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = "", prefix] = block.split("/");
    const family2 = familyOf(network);
    list.addSubnet(network, prefix === void 0 ? family2 === "ipv6" ? 128 : 32 : Number(prefix), family2);
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    return isIP(plain) !== 0 && list.check(plain, familyOf(plain));
  };
}
function networkOf(address) {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.split("::");
  const [left, right] = [head, tail].map((half2) => half2.split(":").filter((group) => group !== ""));
  const zeros = Array(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill("0");
  return [...left ?? [], ...address.includes("::") ? zeros : [], ...right ?? []].slice(0, 4).join(":");
}

// src/provider/client/derivation-queue.ts
var TooBusy = class extends Error {
  /** Seconds. */
  retryAfter;
  constructor(retryAfter) {
    super("too many derivations wait");
    this.retryAfter = retryAfter;
  }
};
var WAITING_LIMIT = 64;
var LANE_LIMIT = 8;
var RETRY_AFTER_SECONDS = 2;
var Lanes = class {
  #lanes = /* @__PURE__ */ new Map();
  #waiting = 0;
  get waiting() {
    return this.#waiting;
  }
  length(lane) {
    return this.#lanes.get(lane)?.length ?? 0;
  }
  add(lane, job) {
    const jobs = this.#lanes.get(lane);
    if (jobs === void 0) this.#lanes.set(lane, [job]);
    else jobs.push(job);
    this.#waiting += 1;
  }
  /** The first job of the lane whose turn it is; the lane goes to the end of the line. */
  next() {
    for (const [lane, jobs] of this.#lanes) {
      const job = jobs.shift();
      this.#lanes.delete(lane);
      if (jobs.length > 0) this.#lanes.set(lane, jobs);
      if (job === void 0) continue;
      this.#waiting -= 1;
      return job;
    }
    return void 0;
  }
  busiestAddress() {
    const counts = /* @__PURE__ */ new Map();
    for (const jobs of this.#lanes.values()) {
      for (const { address } of jobs) counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    return [...counts].reduce(
      (most, entry) => most === void 0 || entry[1] > most[1] ? entry : most,
      void 0
    )?.[0];
  }
  /** Takes out the newest job of an address. */
  dropNewest(address) {
    for (const [lane, jobs] of [...this.#lanes].reverse()) {
      const at = jobs.findLastIndex((job2) => job2.address === address);
      if (at === -1) continue;
      const [job] = jobs.splice(at, 1);
      if (jobs.length === 0) this.#lanes.delete(lane);
      this.#waiting -= 1;
      return job;
    }
    return void 0;
  }
};
function createDerivationQueue(parallel) {
  const lanes = new Lanes();
  let running = 0;
  const startNext = () => {
    if (running >= parallel) return;
    const job = lanes.next();
    if (job === void 0) return;
    running += 1;
    void job.run().finally(() => {
      running -= 1;
      startNext();
    });
  };
  const admit = (lane, job) => {
    if (lanes.length(lane) >= LANE_LIMIT) return job.refuse();
    if (lanes.waiting >= WAITING_LIMIT) {
      const busiest = lanes.busiestAddress();
      if (busiest === void 0 || busiest === job.address) return job.refuse();
      lanes.dropNewest(busiest)?.refuse();
    }
    lanes.add(lane, job);
    startNext();
  };
  return {
    run({ target, address }, derive3) {
      return new Promise((resolve, reject) => {
        const network = networkOf(address);
        admit(JSON.stringify([target, network]), {
          address: network,
          run: () => derive3().then(resolve, reject),
          refuse: () => reject(new TooBusy(RETRY_AFTER_SECONDS))
        });
      });
    }
  };
}
function parallelDerivations(cores) {
  return Math.min(2, Math.max(1, cores - 1));
}

// src/provider/context.ts
init_sha256();

// src/provider/client/client-keys.ts
import { createPublicKey as createPublicKey2, X509Certificate } from "node:crypto";
import { importJWK } from "jose";
var CACHE_SECONDS = 60 * 60;
var FETCHES_PER_WINDOW = 4;
var WINDOW_SECONDS = 60;
function publicJwk({ key, key_id, use, algorithm }) {
  const pem = key.includes("CERTIFICATE") ? new X509Certificate(key).publicKey : createPublicKey2(key);
  return {
    ...pem.export({ format: "jwk" }),
    kid: key_id,
    use,
    ...algorithm === void 0 ? {} : { alg: algorithm }
  };
}
function fits(jwk, { kid, alg, use }) {
  return (kid === void 0 || jwk.kid === kid) && (jwk.use ?? use) === use && (jwk.alg ?? alg) === alg;
}
function keysOf(document) {
  if (typeof document !== "object" || document === null || !("keys" in document) || !Array.isArray(document.keys))
    return [];
  return document.keys.filter((key) => typeof key === "object" && key !== null && "kty" in key);
}
function createRemoteKeys(fetchDocument, now) {
  const remotes = /* @__PURE__ */ new Map();
  const remoteAt = (uri) => {
    const known = remotes.get(uri);
    if (known !== void 0) return known;
    const remote = { keys: [], until: 0, asked: [], pending: void 0 };
    remotes.set(uri, remote);
    return remote;
  };
  const fetchKeys = async (uri, remote) => {
    const keys = keysOf(JSON.parse(await fetchDocument(uri)));
    Object.assign(remote, { keys, until: now() + CACHE_SECONDS });
    return keys;
  };
  const refresh = (uri, remote) => {
    if (remote.pending !== void 0) return remote.pending;
    remote.asked = remote.asked.filter((at) => at > now() - WINDOW_SECONDS);
    if (remote.asked.length >= FETCHES_PER_WINDOW) return Promise.resolve([]);
    remote.asked.push(now());
    remote.pending = fetchKeys(uri, remote).finally(() => {
      remote.pending = void 0;
    });
    return remote.pending;
  };
  return async (uri, wanted) => {
    const remote = remoteAt(uri);
    const known = remote.until > now() ? remote.keys.find((jwk) => fits(jwk, wanted)) : void 0;
    return known ?? (await refresh(uri, remote)).find((jwk) => fits(jwk, wanted));
  };
}
function createClientKeys(fetchDocument, now) {
  const inline = /* @__PURE__ */ new Map();
  const remoteKey = createRemoteKeys(fetchDocument, now);
  const imported = /* @__PURE__ */ new WeakMap();
  const importOnce = (jwk, alg) => {
    const byAlg = imported.get(jwk) ?? /* @__PURE__ */ new Map();
    imported.set(jwk, byAlg);
    const known = byAlg.get(alg);
    if (known !== void 0) return known;
    const key = importJWK(jwk, alg).then((value) => {
      if (value instanceof Uint8Array) throw new TypeError("a client key cannot be symmetric");
      return value;
    });
    byAlg.set(alg, key);
    return key;
  };
  const inlineKeys = (client3) => {
    const known = inline.get(client3.client_id);
    if (known !== void 0) return known;
    const keys = client3.jwks.map(publicJwk);
    inline.set(client3.client_id, keys);
    return keys;
  };
  return {
    async find(client3, wanted) {
      const own = inlineKeys(client3).find((jwk2) => fits(jwk2, wanted));
      const jwk = own ?? (client3.jwks_uri === "" ? void 0 : await remoteKey(client3.jwks_uri, wanted));
      return jwk === void 0 ? void 0 : importOnce(jwk, wanted.alg);
    }
  };
}

// src/provider/client/plaintext-secret.ts
import { createHash as createHash2 } from "node:crypto";
var PLAINTEXT = "$plaintext$";
function plaintextSecret(client3) {
  const stored = client3.client_secret;
  if (stored === void 0 || stored === "") return void 0;
  if (stored.startsWith(PLAINTEXT)) return stored.slice(PLAINTEXT.length);
  return stored.startsWith("$") ? void 0 : stored;
}
function hmacKey(secret, alg, asReleased) {
  return asReleased("hmac_signing_key") ? createHash2(`sha${alg.slice(2)}`).update(secret).digest() : Buffer.from(secret);
}

// src/provider/client/registry.ts
var CLIENTS_PATH = ["identity_providers", "oidc", "clients"];
function createClientRegistry(clients) {
  const byId = new Map(
    clients.map((client3, index) => [
      client3.client_id,
      { client: client3, path: [...CLIENTS_PATH, index] }
    ])
  );
  const isDigest = (secret) => secret?.startsWith("$") === true && !secret.startsWith("$plaintext$");
  return {
    find: (client_id) => byId.get(client_id)?.client,
    optionPath: ({ client_id }, option) => [...byId.get(client_id)?.path ?? CLIENTS_PATH, option],
    decoyDigest: clients.map(({ client_secret }) => client_secret).find(isDigest)
  };
}

// src/provider/client/secret-memory.ts
import { createHmac, timingSafeEqual as timingSafeEqual2 } from "node:crypto";
var WORTH_REMEMBERING = 5;
var WRONG_LIMIT = 4;
function recall({ right, wrong }, mac) {
  if (right !== void 0 && timingSafeEqual2(right, mac)) return true;
  return wrong.some((known) => timingSafeEqual2(known, mac)) ? false : void 0;
}
function remember(known, mac, isRight) {
  if (isRight) known.right = mac;
  else known.wrong = [...known.wrong.slice(1 - WRONG_LIMIT), mac];
}
function createSecretMemory({ random, queue, verifyDigest, digestCost }) {
  const key = random(32);
  const entries2 = /* @__PURE__ */ new Map();
  const entryKey = (client_id, digest) => JSON.stringify([client_id, digest]);
  const entryFor = (name) => {
    const known = entries2.get(name) ?? { right: void 0, wrong: [], pending: /* @__PURE__ */ new Map() };
    entries2.set(name, known);
    return known;
  };
  const derive3 = (attempt, known, mac) => {
    const { client_id, digest, secret, address } = attempt;
    const question = mac.toString("base64url");
    const asked = known.pending.get(question);
    if (asked !== void 0) return asked;
    const derivation = queue.run({ target: client_id, address }, () => verifyDigest(digest, secret)).then((isRight) => {
      remember(known, mac, isRight);
      return isRight;
    }).finally(() => known.pending.delete(question));
    known.pending.set(question, derivation);
    return derivation;
  };
  return {
    async verify(attempt) {
      const { client_id, digest, secret } = attempt;
      const name = entryKey(client_id, digest);
      if (!entries2.has(name) && await digestCost(digest) < WORTH_REMEMBERING) return verifyDigest(digest, secret);
      const known = entryFor(name);
      const mac = createHmac("sha256", key).update(name).update("\0").update(secret).digest();
      return recall(known, mac) ?? derive3(attempt, known, mac);
    },
    retain(digests) {
      const kept = new Set([...digests].map(({ client_id, digest }) => entryKey(client_id, digest)));
      for (const name of entries2.keys()) if (!kept.has(name)) entries2.delete(name);
    }
  };
}

// src/provider/dev/learned-redirects.ts
var LIMIT = 100;
function createLearnedRedirects() {
  const learned = /* @__PURE__ */ new Set();
  const keyOf2 = (client_id, redirect_uri) => JSON.stringify([client_id, redirect_uri]);
  return {
    has: (client_id, redirect_uri) => learned.has(keyOf2(client_id, redirect_uri)),
    learn(client_id, redirect_uri) {
      learned.add(keyOf2(client_id, redirect_uri));
      for (const oldest of [...learned].slice(0, -LIMIT)) learned.delete(oldest);
    }
  };
}

// src/provider/dev/refusals.ts
var LIMIT2 = 100;
function createRefusals() {
  const kept = /* @__PURE__ */ new Map();
  return {
    remember(refusal2) {
      kept.set(refusal2.request_id, refusal2);
      for (const oldest of [...kept.keys()].slice(0, -LIMIT2)) kept.delete(oldest);
    },
    find: (request_id) => kept.get(request_id)
  };
}

// src/provider/http/issuer.ts
import { isIP as isIP2 } from "node:net";
var LOOPBACK_HOSTS = /* @__PURE__ */ new Set(["localhost", "127.0.0.1", "[::1]"]);
function isLoopbackHost(hostname) {
  return LOOPBACK_HOSTS.has(hostname);
}
function hostName(host) {
  return host.replace(/:\d+$/, "");
}
function ownHosts(cookies) {
  const hosts = /* @__PURE__ */ new Set();
  const domains = [];
  for (const { authelia_url, domain } of cookies) {
    if (authelia_url !== void 0 && URL.canParse(authelia_url)) hosts.add(new URL(authelia_url).host);
    else domains.push(domain);
  }
  return (host) => {
    if (hosts.has(host)) return true;
    const name = hostName(host);
    return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
  };
}
function fixedIssuer(issuer, dev) {
  const { pathname, hostname } = new URL(issuer);
  return {
    basePath: pathname.replace(/\/$/, ""),
    // In --dev any page of the developer's browser can reach us: only our own names are answered (DNS rebinding).
    issuerOf: ({ url }) => !dev || url.hostname === hostname || isLoopbackHost(url.hostname) ? issuer : void 0
  };
}
function derivedIssuer(options, forwarded) {
  const isOwn = ownHosts(options.cookies);
  return {
    basePath: options.base_path,
    issuerOf(request) {
      const { scheme, host } = forwarded(request);
      const loopback = isLoopbackHost(hostName(host));
      if (!loopback && !isOwn(host)) return void 0;
      if (scheme !== "https" && !(scheme === "http" && (loopback || options.dev))) return void 0;
      return `${scheme}://${host}${options.base_path}`;
    }
  };
}
function forwardedReader(isTrusted) {
  return ({ url, headers, peer }) => {
    const trusted = isTrusted(peer);
    const scheme = trusted && headers.get("x-forwarded-proto") || url.protocol.slice(0, -1);
    const host = trusted && headers.get("x-forwarded-host") || url.host;
    return { scheme: scheme.toLowerCase(), host: host.toLowerCase() };
  };
}
function createIssuerPolicy(options) {
  const isTrusted = options.trustedProxies.length === 0 ? () => false : networkList(options.trustedProxies);
  const rules = options.issuer === void 0 ? derivedIssuer(options, forwardedReader(isTrusted)) : fixedIssuer(options.issuer, options.dev);
  return {
    ...rules,
    clientAddress({ headers, peer }) {
      if (!isTrusted(peer)) return peer;
      const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
      return hops.findLast((hop) => isIP2(hop) !== 0 && !isTrusted(hop)) ?? peer;
    }
  };
}

// src/provider/http/reply.ts
var COMMON_HEADERS = {
  "Cache-Control": "no-store",
  Pragma: "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "X-Frame-Options": "DENY",
  "X-DNS-Prefetch-Control": "off",
  "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "Content-Security-Policy": "default-src 'none'"
};
var JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };
function json(status, value, headers = {}) {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) };
}
function jsonText(text) {
  return { status: 200, headers: JSON_TYPE, body: text };
}
function plainText(status, text) {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: text };
}
function jwt(type, text) {
  return { status: 200, headers: { "Content-Type": `${type}; charset=utf-8` }, body: text };
}
function empty(status, headers = {}) {
  return { status, headers, body: null };
}
function redirect(location, status = 303) {
  return { status, headers: { Location: location.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent) }, body: null };
}
function html(status, body, policy) {
  return { status, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy }, body };
}
function withHeaders(reply, headers) {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
function staticFile({ contentType, body, etag }, ifNoneMatch) {
  const headers = { "Content-Type": contentType, "Cache-Control": "public, max-age=31536000, immutable", ETag: etag };
  return ifNoneMatch === etag ? { status: 304, headers, body: null } : { status: 200, headers, body };
}
function toWebResponse({ status, headers, body, stream, cut }, method) {
  if (cut === true) throw new TypeError("terminated");
  const content = method === "HEAD" ? null : stream === void 0 ? body : streamOf(body, stream);
  return new Response(content, { status, headers: { ...COMMON_HEADERS, ...headers } });
}
function streamOf(first, rest) {
  const encoder = new TextEncoder();
  const iterator = rest[Symbol.asyncIterator]();
  return new ReadableStream({
    start: (controller) => {
      if (first !== null) controller.enqueue(encoder.encode(first));
    },
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void iterator.return?.()
  });
}

// src/provider/http/cors.ts
var MAX_AGE_SECONDS = "100";
var CREDENTIAL_HEADERS = ["cookie", "authorization", "proxy-authorization"];
function configuredOrigins({ cors, clients }) {
  const derived = cors.allowed_origins_from_client_redirect_uris ? clients.flatMap(({ redirect_uris }) => redirect_uris.flatMap(webOrigin)) : [];
  return [.../* @__PURE__ */ new Set([...cors.allowed_origins, ...derived])];
}
function webOrigin(uri) {
  if (!URL.canParse(uri)) return [];
  const { protocol, hostname, origin } = new URL(uri);
  return (protocol === "http:" || protocol === "https:") && hostname !== "localhost" ? [origin] : [];
}
function allowMethods(endpoint) {
  return ["OPTIONS", ...endpoint.methods].join(", ");
}
function chooseOrigin(origin, allowed) {
  if (allowed.length === 0) return new URL(origin).protocol === "https:" ? origin : void 0;
  if (allowed[0] === "*") return "*";
  return allowed.includes(origin) ? origin : void 0;
}
function allowHeaders(requested, credentials) {
  const names = (requested ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "" && name !== "*" && (credentials || !CREDENTIAL_HEADERS.includes(name.toLowerCase())));
  return names.length === 0 ? void 0 : names.join(", ");
}
function originsFor(endpoint, policy, origin) {
  if (endpoint.cors === void 0) return void 0;
  if (endpoint.cors.policy === "public") return ["*"];
  if (policy.enabled.has(endpoint.cors.policy)) return policy.origins;
  const loopback = origin !== null && URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname);
  return policy.dev && endpoint.cors.dev && loopback ? [origin] : void 0;
}
function corsHeaders(endpoint, policy, request) {
  const origin = request.headers.get("origin");
  const allowed = originsFor(endpoint, policy, origin);
  if (endpoint.cors === void 0 || allowed === void 0) return {};
  const vary = { Vary: allowed[0] === "*" ? "Accept-Encoding" : "Accept-Encoding, Origin" };
  if (origin === null || !URL.canParse(origin)) return vary;
  if (request.method === "OPTIONS" && request.headers.get("access-control-request-method") === null) return vary;
  const chosen = chooseOrigin(origin, allowed);
  if (chosen === void 0) return vary;
  const credentials = endpoint.cors.credentials && chosen !== "*";
  const names = allowHeaders(request.headers.get("access-control-request-headers"), credentials);
  return {
    ...vary,
    "Access-Control-Allow-Origin": chosen,
    "Access-Control-Allow-Credentials": String(credentials),
    "Access-Control-Max-Age": MAX_AGE_SECONDS,
    ...names === void 0 ? {} : { "Access-Control-Allow-Headers": names },
    "Access-Control-Allow-Methods": allowMethods(endpoint)
  };
}
function preflight(endpoint, policy, request) {
  const asked = request.headers.get("origin") !== null && request.headers.get("access-control-request-method") !== null;
  return empty(200, {
    "Content-Length": "0",
    ...asked ? { "Access-Control-Allow-Methods": allowMethods(endpoint) } : {},
    ...endpoint.cors?.preflight === "full" ? corsHeaders(endpoint, policy, request) : {}
  });
}

// src/provider/http/fetcher.ts
var noFetcher = (url) => Promise.reject(new Error(`outgoing requests are switched off, ${new URL(url).host} is not asked`));

// src/provider/http/rate-limit.ts
var WINDOWS = [
  { failures: 30, seconds: 60 },
  { failures: 40, seconds: 2 * 60 },
  { failures: 50, seconds: 10 * 60 },
  { failures: 100, seconds: 60 * 60 }
];
var LONGEST = 60 * 60;
function waitFor(failures, { failures: limit, seconds }, now) {
  const decisive = failures.at(-limit);
  return decisive === void 0 ? 0 : Math.max(0, decisive + seconds - now);
}
function createRateLimiter() {
  const failures = new ExpiringMap();
  const keyOf2 = (endpoint, address) => `${endpoint} ${networkOf(address)}`;
  return {
    retryAfter(endpoint, address, now) {
      const known = failures.get(keyOf2(endpoint, address));
      if (known === void 0) return void 0;
      const wait = Math.max(...WINDOWS.map((window) => waitFor(known, window, now)));
      return wait > 0 ? wait : void 0;
    },
    countFailure(endpoint, address, now) {
      failures.sweep(now);
      const key = keyOf2(endpoint, address);
      const known = failures.get(key) ?? [];
      failures.set(key, [...known.filter((time) => time + LONGEST > now), now].slice(-100), now + LONGEST);
    }
  };
}

// src/provider/keys.ts
import { importJWK as importJWK2 } from "jose";

// src/spec/algorithms.ts
var HMAC_ALGORITHMS = ["HS256", "HS384", "HS512"];
var ISSUER_SIGNING_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "ES256",
  "ES384",
  "ES512",
  "PS256",
  "PS384",
  "PS512"
];
var SIGNING_ALGORITHMS = [...HMAC_ALGORITHMS, ...ISSUER_SIGNING_ALGORITHMS];
var KEY_MANAGEMENT_ALGORITHMS = [
  "RSA1_5",
  "RSA-OAEP",
  "RSA-OAEP-256",
  "A128KW",
  "A192KW",
  "A256KW",
  "dir",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A192KW",
  "ECDH-ES+A256KW",
  "A128GCMKW",
  "A192GCMKW",
  "A256GCMKW",
  "PBES2-HS256+A128KW",
  "PBES2-HS384+A192KW",
  "PBES2-HS512+A256KW"
];
var CONTENT_ENCRYPTION_ALGORITHMS = [
  "A128CBC-HS256",
  "A192CBC-HS384",
  "A256CBC-HS512",
  "A128GCM",
  "A192GCM",
  "A256GCM"
];

// src/provider/keys.ts
var FAMILIES = ["HS", "RS", "ES", "PS"];
function family(alg) {
  const at = FAMILIES.indexOf(alg.slice(0, 2));
  return at === -1 ? FAMILIES.length : at;
}
function byFamily(left, right) {
  if (family(left.alg) !== family(right.alg)) return family(left.alg) - family(right.alg);
  if (left.alg !== right.alg) return left.alg < right.alg ? -1 : 1;
  return left.kid < right.kid ? -1 : Number(left.kid > right.kid);
}
function once(make) {
  let made;
  return () => {
    made ??= make().catch((error) => {
      made = void 0;
      throw error;
    });
    return made;
  };
}
async function importAs(jwk, alg) {
  const key = await importJWK2({ ...jwk, ext: false }, alg);
  if (key instanceof Uint8Array) throw new TypeError(`a key for ${alg} cannot be symmetric`);
  return key;
}
function readyKey(key, asReleased) {
  const kid = asReleased("key_id_digits") ? key.key_id_released : key.key_id;
  return {
    kid,
    alg: key.alg,
    use: key.use,
    publicJwk: { ...key.publicJwk, kid },
    ids: [key.key_id, key.key_id_released],
    privateKey: once(() => importAs(key.privateKey.export({ format: "jwk" }), key.alg)),
    publicKey: once(() => importAs(key.publicJwk, key.alg))
  };
}
function jwksDocument(keys) {
  return JSON.stringify({ keys: [...keys].sort(byFamily).map(({ publicJwk: publicJwk2 }) => publicJwk2) });
}
function createShownKeys(own, retired2, now) {
  const show4 = (count) => {
    const keys = [...own, ...count.map(({ key }) => key)];
    const published = [...own, ...count.filter(({ key }) => key.use === "sig").map(({ key }) => key)];
    return { keys, jwks: jwksDocument(published), until: Math.min(...count.map(({ until }) => until)) };
  };
  let shown = show4(retired2);
  return () => {
    if (shown.until <= now()) shown = show4(retired2.filter(({ until }) => until > now()));
    return shown;
  };
}
function readyRetired(retired2, own, asReleased) {
  const ready = retired2.map(({ key, until }) => ({ key: readyKey(key, asReleased), until }));
  return ready.filter(
    ({ key: { kid } }, at) => !own.some((one) => one.kid === kid) && ready.findLastIndex(({ key }) => key.kid === kid) === at
  );
}
function createKeyRing(issuerKeys, asReleased, retired2) {
  const keys = issuerKeys.map((key) => readyKey(key, asReleased));
  const shown = createShownKeys(keys, readyRetired(retired2.keys, keys, asReleased), retired2.now);
  const signing = keys.filter(({ use }) => use === "sig");
  const find = (alg, key_id) => key_id === "" ? signing.find((key) => key.alg === alg) : signing.find(({ ids }) => ids.includes(key_id));
  return {
    get keys() {
      return shown().keys;
    },
    get jwks() {
      return shown().jwks;
    },
    signingAlgorithms: SIGNING_ALGORITHMS.filter(
      (alg) => !ISSUER_SIGNING_ALGORITHMS.includes(alg) || signing.some((key) => key.alg === alg)
    ),
    find,
    signerFor(client3, alg, key_id) {
      if (key_id === "" && HMAC_ALGORITHMS.includes(alg))
        return secretSigner(client3, alg, asReleased);
      const key = find(alg, key_id);
      return key === void 0 ? void 0 : { alg: key.alg, kid: key.kid, key: key.privateKey };
    }
  };
}
function secretSigner(client3, alg, asReleased) {
  const secret = plaintextSecret(client3);
  if (secret === void 0) return void 0;
  const key = hmacKey(secret, alg, asReleased);
  return { alg, kid: void 0, key: () => Promise.resolve(key) };
}

// src/provider/second-factor/enrolments.ts
import { createHmac as createHmac2 } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";
var LIFETIME = 10 * 60;
function createEnrolments(hmacSecret) {
  const key = createHmac2("sha256", hmacSecret).update("enrolment").digest();
  return {
    seal({ secret, enrolment_code }, { username, session_key }, now) {
      return new EncryptJWT({ secret: Buffer.from(secret).toString("base64url"), enrolment_code }).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).setSubject(username).setAudience(session_key).setExpirationTime(now + LIFETIME).encrypt(key);
    },
    async open(sealed, { username, session_key }, now) {
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          subject: username,
          audience: session_key,
          currentDate: new Date(now * 1e3),
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"]
        });
        return { secret: Buffer.from(payload.secret, "base64url"), enrolment_code: payload.enrolment_code };
      } catch {
        return void 0;
      }
    }
  };
}

// src/provider/session/form-token.ts
import { createHmac as createHmac3, timingSafeEqual as timingSafeEqual3 } from "node:crypto";

// src/primitives/base64url.ts
function encodeBase64url(bytes) {
  return Buffer.from(bytes).toString("base64url");
}
function decodeBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return void 0;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : void 0;
}

// src/provider/session/form-token.ts
var LIFETIME2 = 60 * 60;
function createFormTokens(hmacSecret, random, storage) {
  const key = createHmac3("sha256", hmacSecret).update("form token").digest();
  const sign = (nonce, expires, { session_key, form, subject }) => createHmac3("sha256", key).update(JSON.stringify([nonce, expires, session_key, form, subject])).digest();
  return {
    issue(purpose, now) {
      const nonce = encodeBase64url(random(12));
      const expires = (now + LIFETIME2).toString(36);
      return `${nonce}.${expires}.${encodeBase64url(sign(nonce, expires, purpose))}`;
    },
    async redeem(token, purpose, now) {
      const [nonce = "", expires = "", mac = ""] = token.split(".");
      const presented = decodeBase64url(mac);
      const expected = sign(nonce, expires, purpose);
      if (presented?.length !== expected.length || !timingSafeEqual3(presented, expected)) return false;
      const expires_at = Number.parseInt(expires, 36);
      return expires_at > now && storage.useOnce("form", nonce, expires_at, now);
    }
  };
}

// src/provider/session/guesses.ts
init_sha256();
var FREE = 5;
var FIRST_WAIT = 15;
var LONGEST_WAIT = 5 * 60;
var FORGIVEN_AFTER = 60 * 60;
var TOTP_ATTEMPTS = 100;
var TOTP_WINDOW = 60 * 60;
function keyOf(...parts) {
  return sha256Text(JSON.stringify(parts));
}
function waitAfter(attempts) {
  return attempts < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - FREE));
}
function createGuesses() {
  const pairs = new ExpiringMap();
  const users = new ExpiringMap();
  const pairOf = ({ secret, username, address }) => keyOf(secret, username.toLowerCase(), networkOf(address));
  const current = (counts, key, now) => (counts.expiresAt(key) ?? 0) > now ? counts.get(key) : void 0;
  const waitForUser = ({ secret, username }, now) => {
    if (secret !== "totp") return 0;
    const key = keyOf(secret, username.toLowerCase());
    const { attempts, open_at } = current(users, key, now) ?? { attempts: 0, open_at: now + TOTP_WINDOW };
    if (attempts >= TOTP_ATTEMPTS) return open_at - now;
    users.set(key, { attempts: attempts + 1, open_at }, open_at);
    return 0;
  };
  return {
    attempt(guess, now) {
      pairs.sweep(now);
      users.sweep(now);
      const key = pairOf(guess);
      const { attempts, open_at } = current(pairs, key, now) ?? { attempts: 0, open_at: now };
      if (open_at > now) return open_at - now;
      const wait = waitForUser(guess, now);
      if (wait > 0) return wait;
      pairs.set(key, { attempts: attempts + 1, open_at: now + waitAfter(attempts + 1) }, now + FORGIVEN_AFTER);
      return void 0;
    },
    succeeded(guess) {
      pairs.delete(pairOf(guess));
    }
  };
}

// src/provider/tokens/opaque.ts
import { createHash as createHash3, createHmac as createHmac4, timingSafeEqual as timingSafeEqual4 } from "node:crypto";
var KEY_BYTES = 32;
var ALGORITHM = "sha512-256";
function hmacKey2(hmacSecret, asReleased) {
  const digest = createHash3("sha256").update(hmacSecret, "utf8").digest();
  return asReleased("hmac_key") ? Buffer.from(digest.toString("hex").slice(0, KEY_BYTES), "ascii") : digest;
}
function createOpaqueTokens(hmacSecret, random, asReleased) {
  const key = hmacKey2(hmacSecret, asReleased);
  const sign = (data) => createHmac4(ALGORITHM, key).update(data).digest();
  return {
    issue(kind) {
      const bytes = random(KEY_BYTES);
      const signature = encodeBase64url(sign(bytes));
      return { token: `authelia_${kind}_${encodeBase64url(bytes)}.${signature}`, signature };
    },
    read(kind, text) {
      const prefix = `authelia_${kind}_`;
      const parts = text.startsWith(prefix) ? text.slice(prefix.length).split(".") : [];
      const [keyText = "", signature = ""] = parts;
      if (parts.length !== 2 || signature === "") return void 0;
      const bytes = decodeBase64url(keyText);
      const presented = decodeBase64url(signature);
      const expected = bytes?.length === KEY_BYTES ? sign(bytes) : void 0;
      return { signature, genuine: expected?.length === presented?.length && equal(expected, presented) };
    },
    userCodeSignature: (userCode) => encodeBase64url(sign(userCode))
  };
}
function equal(left, right) {
  return left !== void 0 && right !== void 0 && timingSafeEqual4(left, right);
}

// src/provider/context.ts
function createLasting(options) {
  const { verifyDigest = verifyStoredDigest, digestCost = estimateDigestCost } = options;
  const derivations = createDerivationQueue(parallelDerivations(options.cores ?? 2));
  return {
    retiredKeys: [],
    rateLimiter: options.rateLimits === true ? createRateLimiter() : void 0,
    guesses: createGuesses(),
    learnedRedirects: createLearnedRedirects(),
    refusals: createRefusals(),
    derivations,
    secrets: createSecretMemory({
      random: options.random,
      queue: derivations,
      verifyDigest,
      digestCost: costOf(digestCost)
    })
  };
}
function costOf(digestCost) {
  return (digest) => digest.startsWith("$") && !digest.startsWith("$plaintext$") ? digestCost(digest) : 0;
}
async function estimateDigestCost(text) {
  const [{ parseDigest: parseDigest2 }, { estimateCost: estimateCost2 }] = await Promise.all([
    Promise.resolve().then(() => (init_digest(), digest_exports)),
    Promise.resolve().then(() => (init_cost(), cost_exports))
  ]);
  try {
    return estimateCost2(parseDigest2(text)).milliseconds;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
async function verifyStoredDigest(digest, secret) {
  const plain = plaintextSecret({ client_secret: digest });
  if (plain !== void 0) return equalInConstantTime(plain, secret);
  const [{ parseDigest: parseDigest2 }, { verifySecret: verifySecret2 }] = await Promise.all([
    Promise.resolve().then(() => (init_digest(), digest_exports)),
    Promise.resolve().then(() => (init_verify(), verify_exports))
  ]);
  return verifySecret2(parseDigest2(digest), secret);
}
function createContext(options, lasting) {
  const { config, keys, users, storage, clock, random, log, dev, secondFactors } = options;
  const asReleased = chooseBehaviour(options.compat);
  const fetchDocument = options.fetchDocument ?? noFetcher;
  const now = () => Math.floor(clock() / 1e3);
  return {
    ...lasting,
    config,
    clients: createClientRegistry(config.provider.clients),
    clientKeys: createClientKeys(fetchDocument, now),
    keys: createKeyRing(keys, asReleased, { keys: lasting.retiredKeys, now }),
    users,
    secondFactors,
    computedAttributes: options.computedAttributes,
    storage,
    opaque: createOpaqueTokens(config.provider.hmac_secret, random, asReleased),
    enrolments: createEnrolments(config.provider.hmac_secret),
    formTokens: createFormTokens(config.provider.hmac_secret, random, storage),
    issuers: createIssuerPolicy({
      issuer: options.issuer,
      base_path: config.base_path,
      cookies: config.session.cookies,
      trustedProxies: options.trustedProxies ?? [],
      dev: dev !== void 0
    }),
    documents: /* @__PURE__ */ new Map(),
    cors: {
      origins: configuredOrigins(config.provider),
      enabled: new Set(config.provider.cors.endpoints),
      dev: dev !== void 0
    },
    dev,
    asReleased,
    fetchDocument,
    clock,
    random,
    log
  };
}
function openExchange(context, request, witness) {
  const issuer = context.issuers.issuerOf(request);
  if (issuer === void 0) return void 0;
  const milliseconds = context.clock();
  return {
    context,
    request,
    url: request.url,
    issuer,
    address: context.issuers.clientAddress(request),
    id: witness?.id ?? uuid(context.random),
    now: Math.floor(milliseconds / 1e3),
    milliseconds,
    witness
  };
}

// src/provider/authorization/flow.ts
var LIFETIME3 = 10 * 60;
async function startFlow({ context, now, witness }, browser, request) {
  const flow = {
    id: uuid(context.random),
    session_key: browser.key,
    request,
    expires_at: now + LIFETIME3,
    authenticated: false,
    open: true
  };
  await context.storage.saveFlow(flow);
  witness?.decided?.({ decision: "the request waits for its user", rule: "Core \xA73.1.2.3", flow: flow.id });
  if (request.request_uri !== null) await context.storage.releasePushedRequest(request.request_uri);
  return flow;
}
async function findFlow({ context, now }, browser, id) {
  const flow = id === void 0 ? void 0 : await context.storage.findFlow(id);
  const isOurs = flow?.open === true && flow.expires_at > now && flow.session_key === browser.key;
  return isOurs ? flow : void 0;
}
function flowIsGone() {
  return new OAuthError("invalid_request", {
    hint: "The request was answered before, has waited too long, or belongs to another browser session.",
    detail: {
      rule: "an interaction belongs to the browser session that began it, for ten minutes, and is answered once"
    }
  });
}
async function demandFlow(exchange, browser) {
  const flow = await findFlow(exchange, browser, exchange.url.searchParams.get("flow") ?? void 0);
  if (flow === void 0) throw flowIsGone();
  return flow;
}
async function moveFlow({ context }, flow, browser, { authenticated }) {
  const to = { session_key: browser.key, authenticated };
  if (!await context.storage.moveFlow(flow.id, to)) throw flowIsGone();
  return { ...flow, ...to };
}
async function closeFlow({ context }, flow) {
  if (!await context.storage.closeFlow(flow.id)) throw flowIsGone();
  const { request_uri } = flow.request;
  if (request_uri !== null && !await context.storage.usePushedRequest(request_uri)) throw flowIsGone();
}

// src/provider/authorization/parked.ts
var PARKED = "parked_request";
var LIFETIME4 = 60;
async function park({ context, now }, query) {
  const id = encodeBase64url(context.random(32));
  await context.storage.saveParked({ id, query, expires_at: now + LIFETIME4 });
  return id;
}
async function loadParked({ context, now }, id) {
  const row = await context.storage.takeParked(id);
  if (row !== void 0 && row.expires_at > now) return row.query;
  throw new OAuthError("invalid_request", { hint: "The request was processed before or has waited too long." });
}

// src/provider/dev/developer.ts
function developerOf({
  context: { dev },
  request
}) {
  if (dev === void 0) return void 0;
  return dev.isTrusted === void 0 || dev.isTrusted(request) ? dev : void 0;
}

// src/provider/endpoints.ts
var API = "/api/oidc";
var ENDPOINTS = [
  {
    name: "openid-configuration",
    path: "/.well-known/openid-configuration",
    methods: ["GET"],
    cors: { policy: "public", credentials: false, preflight: "full", dev: true },
    errors: "text",
    limit: BODY_LIMIT
  },
  {
    name: "oauth-authorization-server",
    path: "/.well-known/oauth-authorization-server",
    methods: ["GET"],
    cors: { policy: "public", credentials: false, preflight: "full", dev: true },
    errors: "text",
    limit: BODY_LIMIT
  },
  {
    name: "jwks",
    path: "/jwks.json",
    methods: ["GET"],
    metadata: "jwks_uri",
    cors: { policy: "public", credentials: false, preflight: "full", dev: true },
    errors: "text",
    limit: BODY_LIMIT
  },
  {
    name: "authorization",
    path: `${API}/authorization`,
    methods: ["GET", "POST"],
    metadata: "authorization_endpoint",
    cors: { policy: "authorization", credentials: false, preflight: "minimal", dev: false },
    errors: "page",
    limit: LARGE_BODY_LIMIT
  },
  {
    name: "token",
    path: `${API}/token`,
    methods: ["POST"],
    metadata: "token_endpoint",
    cors: { policy: "token", credentials: true, preflight: "full", dev: true },
    errors: "json",
    rateLimited: true,
    limit: BODY_LIMIT
  },
  {
    name: "device-authorization",
    path: `${API}/device-authorization`,
    methods: ["POST"],
    metadata: "device_authorization_endpoint",
    cors: { policy: "device-authorization", credentials: false, preflight: "full", dev: false },
    errors: "json",
    limit: BODY_LIMIT
  },
  {
    name: "pushed-authorization-request",
    path: `${API}/pushed-authorization-request`,
    methods: ["POST"],
    metadata: "pushed_authorization_request_endpoint",
    cors: { policy: "pushed-authorization-request", credentials: false, preflight: "full", dev: false },
    errors: "json",
    rateLimited: true,
    limit: LARGE_BODY_LIMIT
  },
  {
    name: "introspection",
    path: `${API}/introspection`,
    methods: ["POST"],
    metadata: "introspection_endpoint",
    cors: { policy: "introspection", credentials: true, preflight: "full", dev: false },
    errors: "json",
    rateLimited: true,
    limit: BODY_LIMIT
  },
  {
    name: "revocation",
    path: `${API}/revocation`,
    methods: ["POST"],
    metadata: "revocation_endpoint",
    cors: { policy: "revocation", credentials: true, preflight: "full", dev: true },
    errors: "json",
    rateLimited: true,
    limit: BODY_LIMIT
  },
  {
    name: "userinfo",
    path: `${API}/userinfo`,
    methods: ["GET", "POST"],
    metadata: "userinfo_endpoint",
    cors: { policy: "userinfo", credentials: true, preflight: "full", dev: true },
    errors: "json",
    rateLimited: true,
    limit: BODY_LIMIT
  },
  { name: "home", path: "/", methods: ["GET"], errors: "page", limit: BODY_LIMIT },
  { name: "login", path: "/login", methods: ["GET", "POST"], errors: "page", limit: BODY_LIMIT },
  { name: "second-factor", path: "/second-factor", methods: ["GET", "POST"], errors: "page", limit: BODY_LIMIT },
  {
    name: "second-factor-enrol",
    path: "/second-factor/enrol",
    methods: ["GET", "POST"],
    errors: "page",
    limit: BODY_LIMIT
  },
  { name: "consent", path: "/consent/openid/decision", methods: ["GET", "POST"], errors: "page", limit: BODY_LIMIT },
  {
    name: "device",
    path: "/consent/openid/device-authorization",
    methods: ["GET", "POST"],
    errors: "page",
    limit: BODY_LIMIT
  },
  { name: "learn-redirect", path: "/dev/learn", methods: ["POST"], errors: "page", limit: BODY_LIMIT },
  { name: "edit-claims", path: "/dev/claims", methods: ["GET", "POST"], errors: "page", limit: BODY_LIMIT },
  { name: "why", path: "/dev/why", methods: ["GET"], errors: "page", limit: BODY_LIMIT },
  { name: "sign-out", path: "/sign-out", methods: ["POST"], errors: "page", limit: BODY_LIMIT }
];
var BY_NAME = new Map(ENDPOINTS.map((endpoint) => [endpoint.name, endpoint]));
function pathOf(name) {
  const endpoint = BY_NAME.get(name);
  if (endpoint === void 0) throw new Error(`no endpoint ${name}`);
  return endpoint.path;
}

// src/provider/pages/encode-qr.ts
import { encode as encode2 } from "uqr";
var encodeQr = (text) => encode2(text, { ecc: "M", border: 0 }).data;

// src/provider/pages/parts/form.tsx
import { jsx, jsxs } from "hono/jsx/jsx-runtime";
var FAILURE_ID = "failure";
var Form = ({ to, class: name, children }) => /* @__PURE__ */ jsxs("form", { method: "post", action: to.action, class: name, children: [
  /* @__PURE__ */ jsx("input", { type: "hidden", name: "form_token", value: to.form_token }),
  children
] });
var Failure = ({ message }) => message === void 0 ? null : /* @__PURE__ */ jsx("div", { class: "failure", role: "alert", id: FAILURE_ID, children: /* @__PURE__ */ jsx("p", { children: message }) });
var KINDS = {
  digits: { class: "input input-code", inputmode: "numeric", pattern: "[0-9 ]*", maxlength: 16 },
  code: { class: "input input-code", autocapitalize: "characters", maxlength: 64 }
};
var Field = ({ name, label, type = "text", value, autocomplete, hint, kind, ...state }) => {
  const hintId = `${name}-hint`;
  const described = [state.failed ? FAILURE_ID : "", hint ? hintId : ""].filter((id) => id !== "").join(" ");
  return /* @__PURE__ */ jsxs("div", { class: "field", children: [
    /* @__PURE__ */ jsx("label", { for: name, children: label }),
    /* @__PURE__ */ jsx(
      "input",
      {
        id: name,
        name,
        type,
        value,
        class: "input",
        autocapitalize: "none",
        autocomplete,
        spellcheck: false,
        required: state.optional !== true,
        "aria-invalid": state.failed ? "true" : void 0,
        "aria-describedby": described === "" ? void 0 : described,
        autofocus: state.focus ?? false,
        ...kind === void 0 ? {} : KINDS[kind]
      }
    ),
    hint && /* @__PURE__ */ jsx("p", { class: "hint", id: hintId, children: hint })
  ] });
};
var TextArea = ({ name, label, value = "", hint, rows, code, failed: failed2, focus }) => {
  const hintId = `${name}-hint`;
  return /* @__PURE__ */ jsxs("div", { class: "field", children: [
    /* @__PURE__ */ jsx("label", { for: name, children: label }),
    /* @__PURE__ */ jsx(
      "textarea",
      {
        id: name,
        name,
        class: code ? "input input-text" : "input",
        rows,
        autocapitalize: "none",
        autocomplete: "off",
        spellcheck: false,
        "aria-invalid": failed2 ? "true" : void 0,
        "aria-describedby": failed2 ? `${FAILURE_ID} ${hintId}` : hintId,
        autofocus: focus ?? false,
        children: value
      }
    ),
    /* @__PURE__ */ jsx("p", { class: "hint", id: hintId, children: hint })
  ] });
};
var Check = ({ name, label, checked }) => /* @__PURE__ */ jsxs("div", { class: "check", children: [
  /* @__PURE__ */ jsx("input", { type: "checkbox", id: name, name, value: "true", checked }),
  /* @__PURE__ */ jsx("label", { for: name, children: label })
] });
var CancelButton = ({ label }) => /* @__PURE__ */ jsx("button", { type: "submit", class: "button button-quiet", name: "cancel", value: "true", formnovalidate: true, children: label });

// src/provider/pages/static-files.ts
import { createHash as createHash5 } from "node:crypto";

// src/provider/pages/stylesheet/controls.ts
var CONTROLS = `
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
button, input, textarea { font: inherit; color: inherit; }
.form > :not([type=hidden]) ~ * { margin-top: 1.25rem; }
.field label { display: block; margin-bottom: 0.375rem; font-size: 0.9375rem; font-weight: 600; }
.field .hint { margin-top: 0.375rem; }
.input {
  display: block;
  width: 100%;
  min-height: 2.875rem;
  padding: 0.5rem 0.875rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--card);
  transition: border-color 120ms;
}
.input:hover { border-color: var(--ink-soft); }
.input:focus-visible { outline-offset: -1px; border-color: transparent; border-radius: var(--radius); }
.input[aria-invalid] { border-color: var(--danger); border-width: 2px; }
textarea.input { min-height: 0; resize: vertical; }
.input-text { font: 0.875rem/1.5 var(--mono); }
.field label code, .field-group .check code { color: var(--ink-soft); font-weight: 400; font-size: 0.8125rem; }
.input-code { font-family: var(--mono); font-size: 1.25rem; letter-spacing: 0.12em; }

.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.875rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: transparent;
  color: var(--ink);
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.button:hover { border-color: var(--ink); color: var(--ink); background: var(--well); }
.button:focus-visible { border-radius: var(--radius); }
.button-main { border-color: transparent; background: var(--accent); color: var(--on-accent); }
.button-main:hover { border-color: transparent; background: var(--accent-strong); color: var(--on-accent); }
.button-quiet { border-color: transparent; color: var(--ink-soft); }
.button-quiet:hover { border-color: transparent; }
.button-link {
  padding: 0;
  border: 0;
  background: none;
  color: var(--accent);
  font-size: 0.875rem;
  text-align: start;
  text-decoration: underline 0.0625em;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
.button-link:hover { color: var(--accent-strong); text-decoration-thickness: 0.125em; }
.actions { display: grid; gap: 0.625rem; }
.form > .actions { margin-top: 1.75rem; }
.actions-even { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }

fieldset { min-width: 0; border: 0; }
legend { padding: 0; }
.field-group { padding-bottom: 2rem; break-inside: avoid; }
.field-group > * + * { margin-top: 1rem; }
.field-group > legend { font-size: 1.0625rem; }
.field-group > .check { margin-top: 0.25rem; }
.form > .field-groups + .actions { margin-top: 0; }
@media (min-width: 52rem) {
  .field-groups { columns: 2; column-gap: 2rem; }
  .field-groups + .actions { column-gap: 2rem; }
}
.checks { border: 1px solid var(--line); border-radius: var(--radius); }
.checks > * + * { border-top: 1px solid var(--line); }
.check { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: 0.75rem; align-items: center; }
.checks .check { padding-inline-start: 0.875rem; }
.check input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
.check label { padding-block: 0.625rem; }
.checks .check label { padding-inline-end: 0.875rem; }
.check .hint { grid-column: 2; margin-top: -0.5rem; }
.check .tag { margin-inline-start: 0.25rem; }
.remember label { font-weight: 600; font-size: 0.9375rem; }

.failure {
  padding: 0.75rem 1rem;
  border-inline-start: 0.25rem solid var(--danger);
  border-radius: 0.25rem;
  background: var(--danger-soft);
  color: var(--danger);
  font-weight: 500;
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .button, .user-card, .avatar, .logo { border: 1px solid; }
}
`;

// src/provider/pages/stylesheet/layout.ts
var LAYOUT = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 var(--sans);
  -webkit-font-smoothing: antialiased;
  overflow-wrap: anywhere;
}
body.dev { border-top: 0.25rem solid var(--accent); }
h1, h2, h3, p, ul, dl, dd, pre, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.018em; text-wrap: balance; }
h2, legend { font-size: 0.9375rem; line-height: 1.4; font-weight: 650; }
h3 { font-size: 0.875rem; font-weight: 600; }
p, dd { text-wrap: pretty; }
ul { list-style: none; }
a { color: var(--accent); text-decoration-thickness: 0.0625em; text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 0.125em; }
code, pre { font: 0.875em/1.5 var(--mono); }
mark { color: inherit; background: none; }
.name { unicode-bidi: isolate; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.banner { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: 1.125rem 1.5rem; }
.issuer { display: flex; align-items: center; gap: 0.625rem; min-width: 0; font-size: 0.9375rem; font-weight: 600; }
.mark { flex: none; color: var(--accent); }
.footnote { margin-top: auto; padding: 0 1.5rem 1.25rem; color: var(--ink-soft); font-size: 0.8125rem; text-align: center; }

.card {
  width: 100%;
  max-width: 27.5rem;
  margin: clamp(0.5rem, 5vh, 4.5rem) auto 2rem;
  padding: 2.25rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 1.125rem;
  box-shadow: var(--shadow);
}
.card-roomy { max-width: 52rem; }
.wide { width: 100%; max-width: 64rem; margin: clamp(0.5rem, 4vh, 3rem) auto 2rem; padding: 0 1.5rem; }
.card > * + *, .wide > * + * { margin-top: 1.75rem; }
.wide > * + * { margin-top: 2rem; }
.wide h1 { font-size: 1.875rem; }
.wide section { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 1.125rem; }
section > * + *, fieldset > * + * { margin-top: 0.75rem; }
section > h3 { margin-top: 1.25rem; }
section > h3 + * { margin-top: 0.5rem; }
.columns { display: grid; gap: 1.25rem; align-items: start; }
.columns > * { min-width: 0; }
@media (min-width: 56rem) {
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 32rem) {
  body { background: var(--card); }
  .banner { padding: 1rem 1.25rem; }
  .card { margin: 0 auto; padding: 1rem 1.25rem 2rem; border: 0; border-radius: 0; box-shadow: none; }
  .wide { margin-top: 0; padding: 1rem 1.25rem 0; }
  .wide h1 { font-size: 1.5rem; }
  .wide section { padding: 1.25rem 0 0; border-width: 1px 0 0; border-radius: 0; }
}

.heading > * + * { margin-top: 0.5rem; }
.heading > .handshake, .heading > .outcome { margin-bottom: 1.25rem; }
.lead { color: var(--ink-soft); }
.lead b { color: var(--ink); font-weight: 600; }
.hint { color: var(--ink-soft); font-size: 0.875rem; }
.links { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; font-size: 0.875rem; }
.links a { color: var(--ink-soft); }
.tag {
  display: inline-block;
  padding: 0.0625rem 0.5rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  color: var(--ink-soft);
  font-size: 0.75rem;
  font-weight: 600;
  white-space: nowrap;
}
.tag-dev { border-color: transparent; background: var(--accent-soft); color: var(--accent-strong); }
`;

// src/provider/pages/stylesheet/parts.ts
var PARTS = `
.logo { display: block; width: 3rem; height: 3rem; border-radius: 0.875rem; object-fit: contain; }
.logo-letter {
  display: grid;
  place-items: center;
  background: var(--ink);
  color: var(--card);
  font-size: 1.375rem;
  font-weight: 650;
}
.logo-own { display: grid; place-items: center; background: var(--accent-soft); }
.handshake { display: flex; align-items: center; }
.handshake > .logo + .logo { position: relative; margin-inline-start: 2.25rem; }
.handshake > .logo + .logo::before {
  content: "";
  position: absolute;
  inset-inline-start: -1.875rem;
  width: 1.5rem;
  height: 0.25rem;
  background: radial-gradient(circle, var(--edge) 1.5px, transparent 2px) 0 50% / 0.5rem 0.25rem;
}
.outcome { display: block; border-radius: 0.875rem; background: var(--accent-soft); color: var(--accent-strong); }
.outcome-error { background: var(--danger-soft); color: var(--danger); }
.outcome-refused { background: var(--well); color: var(--ink-soft); }
.avatar {
  flex: none;
  display: grid;
  place-items: center;
  width: 2.5rem;
  height: 2.5rem;
  border-radius: 50%;
  background: var(--accent-soft);
  color: var(--accent-strong);
  font-size: 0.8125rem;
  font-weight: 650;
  letter-spacing: 0.02em;
}
.account { display: flex; align-items: center; gap: 0.75rem; min-width: 0; }
.account-text { min-width: 0; line-height: 1.35; }
.account-text > span, .account-text > strong { display: block; }
.account-text strong { font-weight: 600; font-size: 0.9375rem; }
.account-label, .account-name { color: var(--ink-soft); font-size: 0.8125rem; }
.account-choice, .session {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.75rem 1rem;
}
.card > .account, .card > .account-choice, .card > .session {
  padding: 0.875rem 1rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
}

.section-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1rem; }
.section-head a { font-size: 0.875rem; }
.section-head + .hint { margin-top: 0.125rem; }
.ways section > .form { margin-top: 1rem; }
.user-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5rem), 1fr)); gap: 0.625rem; }
.user-card {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  width: 100%;
  height: 100%;
  min-height: 3.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--card);
  text-align: start;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.user-card:hover { border-color: var(--accent); background: var(--accent-soft); }
.user-card:focus-visible { border-radius: var(--radius); }
.user-card:hover .avatar { background: var(--card); }
.user-tabs { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.user-tabs a {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  min-height: 2.75rem;
  padding: 0.25rem 0.875rem 0.25rem 0.375rem;
  border: 1px solid var(--line);
  border-radius: 1.5rem;
  color: var(--ink);
  font-size: 0.9375rem;
  text-decoration: none;
}
.user-tabs a:hover { border-color: var(--accent); }
.user-tabs a[aria-current] { border-color: var(--accent); background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; }
.user-tabs .avatar { width: 2rem; height: 2rem; font-size: 0.75rem; }
.user-tabs a[aria-current] .avatar { background: var(--card); }
.ways > * + * { margin-top: 1.5rem; }
@media (min-width: 52rem) {
  .ways > * + * { margin-top: 0; }
  .ways { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); gap: 2rem; }
  .ways > .divider { flex-direction: column; }
  .ways > .divider::before, .ways > .divider::after { border-top: 0; border-inline-start: 1px solid var(--line); }
}
.divider { display: flex; align-items: center; gap: 0.875rem; color: var(--ink-soft); font-size: 0.875rem; }
.divider::before, .divider::after { content: ""; flex: 1; border-top: 1px solid var(--line); }

.scopes > li { position: relative; padding: 0.375rem 0 0.375rem 1.75rem; }
.scopes > li::before {
  content: "";
  position: absolute;
  inset-inline-start: 0.25rem;
  top: 0.75rem;
  width: 0.8125rem;
  height: 0.4375rem;
  border: solid var(--accent);
  border-width: 0 0 2px 2px;
  rotate: -45deg;
}
.scopes code, .checks code, .client-id code { color: var(--ink-soft); font-size: 0.8125rem; }
.scopes code:only-child, .checks label > code:first-child { color: var(--ink); font-size: 0.875rem; }
.client-id { font-size: 0.875rem; }
.audience li + li { margin-top: 0.25rem; }

.dev-code { padding: 0.625rem 0.875rem; border-radius: var(--radius); background: var(--accent-soft); font-size: 0.9375rem; }
.dev-code code { color: var(--accent-strong); font-size: 1.125em; font-weight: 600; letter-spacing: 0.08em; white-space: nowrap; }
.setup > * + * { margin-top: 1rem; }
.qr-code { display: block; max-width: 100%; height: auto; margin-inline: auto; border: 1px solid var(--line); border-radius: var(--radius); }
.setup > p:not(.lead) { text-align: center; font-size: 0.9375rem; }
.setup .value { text-align: center; text-wrap: balance; }

.facts dt { color: var(--ink-soft); font-size: 0.8125rem; }
.facts dd + dt { margin-top: 0.875rem; }
.facts dd + dd { margin-top: 0.375rem; }
.position { color: var(--ink-soft); }
.value, .snippet {
  display: block;
  padding: 0.625rem 0.875rem;
  border-radius: var(--radius);
  background: var(--well);
  white-space: pre-wrap;
}
.snippet-lines { word-break: break-all; }
.prose::first-letter { text-transform: uppercase; }
.facts dt + dd > .value { margin-top: 0.25rem; }
mark { padding: 0.0625rem 0; border-bottom: 2px solid var(--danger); background: var(--danger-soft); color: var(--danger); }
.expected mark { border-bottom-color: var(--accent); background: var(--accent-soft); color: var(--accent-strong); }
mark.gap { padding: 0 0.1875rem; border: 0; border-inline-start: 2px solid var(--danger); background: none; }
.expected mark.gap { border-inline-start-color: var(--accent); }
@media (min-width: 56rem) {
    .remedy { grid-column: 2; grid-row: 1; }
  .columns .details { grid-column: 1 / -1; }
}
.remedy .button { width: 100%; }
.remedy .form .hint { margin-top: 0.625rem; }

.start { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1.25rem 2rem; }
.tools { display: flex; flex-wrap: wrap; gap: 1.25rem; }
.tools > * { flex: 1 1 14rem; max-width: 20rem; }
.tools .button { width: 100%; }
.tools .hint { margin-top: 0.5rem; }
.start > .session { align-self: start; }
.rows > li { padding-block: 0.875rem; }
.rows > li:last-child { padding-bottom: 0; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows > li:not(.client) { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
.rows .hint { margin-top: 0.375rem; font-size: 0.8125rem; }
.password { min-width: 4.5rem; text-align: end; color: var(--ink-soft); font-size: 0.875rem; }
.password code { color: var(--ink); }
@media (min-width: 40rem) {
  .endpoints .facts, .columns .details .facts { display: grid; grid-template-columns: fit-content(18rem) minmax(0, 1fr); gap: 0.5rem 1.5rem; align-items: baseline; }
  .endpoints .facts dd + dt, .columns .details .facts dd + dt { margin-top: 0; }
}
`;

// src/provider/pages/stylesheet/theme.ts
var THEME = `
:root {
  color-scheme: light dark;
  --paper: #f5f4f0;
  --card: #ffffff;
  --well: #f5f4f0;
  --ink: #1a211f;
  --ink-soft: #555f5b;
  --line: #dedcd4;
  --edge: #868e8a;
  --accent: #0b6157;
  --accent-strong: #07473f;
  --on-accent: #ffffff;
  --accent-soft: #e2efec;
  --danger: #a12a1d;
  --danger-soft: #fbebe8;
  --shadow: 0 1px 2px rgb(26 33 31 / 0.05), 0 12px 32px -12px rgb(26 33 31 / 0.16);
  --radius: 0.625rem;
  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Cascadia Mono", "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1413;
    --card: #171e1c;
    --well: #0f1413;
    --ink: #e8edeb;
    --ink-soft: #a2aeaa;
    --line: #2b3532;
    --edge: #6d7a75;
    --accent: #6bcfbf;
    --accent-strong: #92e0d3;
    --on-accent: #05211d;
    --accent-soft: #17322d;
    --danger: #ffaa9d;
    --danger-soft: #3a1a15;
    --shadow: 0 1px 2px rgb(0 0 0 / 0.4), 0 16px 40px -16px rgb(0 0 0 / 0.6);
  }
}
`;

// src/provider/pages/static-files.ts
function staticFile2(name, extension, contentType, body) {
  const digest = createHash5("sha256").update(body).digest("hex").slice(0, 16);
  return { path: `/static/${name}-${digest}.${extension}`, contentType, body, etag: `"${digest}"` };
}
var STYLESHEET = staticFile2(
  "pages",
  "css",
  "text/css; charset=utf-8",
  [THEME, LAYOUT, CONTROLS, PARTS].join("")
);
var ICON = staticFile2(
  "icon",
  "svg",
  "image/svg+xml",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6157"/><g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"><path d="M22.6 12.4a7.5 7.5 0 1 0 0 7.2"/><path d="M16 16h9.5"/></g><circle cx="16" cy="16" r="2.2" fill="#fff"/></svg>`
);
var STATIC_FILES = [STYLESHEET, ICON];
var SUBMIT = "document.forms[0].submit()";
var FORM_POST_SCRIPT = {
  body: SUBMIT,
  cspSource: `'sha256-${createHash5("sha256").update(SUBMIT).digest("base64")}'`
};

// src/provider/pages/parts/mark.tsx
import { jsx as jsx2, jsxs as jsxs2 } from "hono/jsx/jsx-runtime";
var Mark = () => /* @__PURE__ */ jsxs2("svg", { class: "mark", width: "24", height: "24", viewBox: "0 0 24 24", fill: "none", "aria-hidden": "true", focusable: "false", children: [
  /* @__PURE__ */ jsx2("path", { d: "M19.6 8.2a8.5 8.5 0 1 0 0 7.6", stroke: "currentColor", "stroke-width": "3", "stroke-linecap": "round" }),
  /* @__PURE__ */ jsx2("path", { d: "M12 12h10.5", stroke: "currentColor", "stroke-width": "3", "stroke-linecap": "round" }),
  /* @__PURE__ */ jsx2("circle", { cx: "12", cy: "12", r: "2.4", fill: "currentColor" })
] });
var OUTCOMES = {
  done: "M6.5 12.5l3.75 3.75L17.75 8",
  refused: "M8 8l8 8M16 8l-8 8",
  error: "M12 6.5v6.5M12 17v.01"
};
var Outcome = ({ kind }) => /* @__PURE__ */ jsx2(
  "svg",
  {
    class: `outcome outcome-${kind}`,
    width: "48",
    height: "48",
    viewBox: "-6 -6 36 36",
    fill: "none",
    "aria-hidden": "true",
    focusable: "false",
    children: /* @__PURE__ */ jsx2("path", { d: OUTCOMES[kind], stroke: "currentColor", "stroke-width": "2.5", "stroke-linecap": "round", "stroke-linejoin": "round" })
  }
);

// src/provider/pages/parts/text.tsx
import { Fragment, jsx as jsx3 } from "hono/jsx/jsx-runtime";
var PLACEHOLDER = /(\{[a-z_]+\})/;
var nameOf = (part) => PLACEHOLDER.test(part) ? part.slice(1, -1) : void 0;
function fill(template, values) {
  return template.split(PLACEHOLDER).map((part) => values[nameOf(part) ?? ""] ?? part).join("");
}
var Text = ({ template, values }) => /* @__PURE__ */ jsx3(Fragment, { children: template.split(PLACEHOLDER).map((part) => values[nameOf(part) ?? ""] ?? part) });
var Name = ({ value }) => /* @__PURE__ */ jsx3("bdi", { class: "name", children: value });

// src/provider/pages/parts/page.tsx
import { jsx as jsx4, jsxs as jsxs3 } from "hono/jsx/jsx-runtime";
var MAIN_CLASSES = { card: "card", roomy: "card card-roomy", wide: "wide" };
var Banner = ({ view }) => /* @__PURE__ */ jsxs3("header", { class: "banner", children: [
  /* @__PURE__ */ jsxs3("p", { class: "issuer", children: [
    /* @__PURE__ */ jsx4(Mark, {}),
    /* @__PURE__ */ jsx4("span", { children: view.issuerName === "" ? "OpenID Connect" : view.issuerName })
  ] }),
  view.dev && /* @__PURE__ */ jsx4("p", { class: "tag tag-dev", children: view.text.common.development })
] });
var Page = ({
  view,
  page,
  title,
  failed: failed2 = false,
  width,
  loads,
  children
}) => {
  const shown = failed2 ? fill(view.text.common.errorTitle, { title }) : title;
  return /* @__PURE__ */ jsxs3("html", { lang: view.language, children: [
    /* @__PURE__ */ jsxs3("head", { children: [
      /* @__PURE__ */ jsx4("meta", { charset: "utf-8" }),
      /* @__PURE__ */ jsx4("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      /* @__PURE__ */ jsx4("meta", { name: "color-scheme", content: "light dark" }),
      /* @__PURE__ */ jsx4("meta", { name: "robots", content: "noindex" }),
      /* @__PURE__ */ jsx4("title", { children: view.issuerName === "" ? shown : `${shown} \xB7 ${view.issuerName}` }),
      /* @__PURE__ */ jsx4("link", { rel: "icon", type: ICON.contentType, href: `${view.base_path}${ICON.path}` }),
      /* @__PURE__ */ jsx4("link", { rel: "stylesheet", href: `${view.base_path}${STYLESHEET.path}` }),
      loads && /* @__PURE__ */ jsx4("link", { rel: "stylesheet", href: view.base_path + loads.stylesheet }),
      loads && /* @__PURE__ */ jsx4("script", { src: view.base_path + loads.script, defer: true })
    ] }),
    /* @__PURE__ */ jsxs3("body", { "data-page": page, class: view.dev ? "dev" : void 0, children: [
      /* @__PURE__ */ jsx4(Banner, { view }),
      /* @__PURE__ */ jsx4("main", { class: MAIN_CLASSES[width ?? "card"], children }),
      view.open && /* @__PURE__ */ jsx4("footer", { class: "footnote", children: /* @__PURE__ */ jsx4("p", { children: view.text.common.developmentNote }) })
    ] })
  ] });
};

// src/provider/pages/links.ts
function httpUrl(url) {
  if (url === void 0 || !URL.canParse(url)) return void 0;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : void 0;
}
function sameOriginUrl(url, origin) {
  const href = httpUrl(url);
  return href !== void 0 && new URL(href).origin === origin ? href : void 0;
}

// src/provider/pages/parts/people.tsx
import { jsx as jsx5, jsxs as jsxs4 } from "hono/jsx/jsx-runtime";
function initialsOf(name) {
  const letters = name.split(/[\s._-]+/u).map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? "").filter((letter) => letter !== "");
  const chosen = letters.length > 1 ? [letters[0], letters.at(-1)] : letters;
  return chosen.join("").toLocaleUpperCase("en");
}
var ClientLogo = ({ view, client: client3 }) => {
  const logo = sameOriginUrl(client3.logo_uri, view.issuerOrigin);
  if (logo !== void 0) return /* @__PURE__ */ jsx5("img", { class: "logo", src: logo, alt: "", width: "48", height: "48" });
  return /* @__PURE__ */ jsx5("span", { class: "logo logo-letter", "aria-hidden": "true", children: initialsOf(client3.name).slice(0, 1) || "?" });
};
var Handshake = ({ view, client: client3 }) => /* @__PURE__ */ jsxs4("div", { class: "handshake", children: [
  /* @__PURE__ */ jsx5(ClientLogo, { view, client: client3 }),
  /* @__PURE__ */ jsx5("span", { class: "logo logo-own", "aria-hidden": "true", children: /* @__PURE__ */ jsx5(Mark, {}) })
] });
var Account = ({ user, label }) => /* @__PURE__ */ jsxs4("div", { class: "account", children: [
  /* @__PURE__ */ jsx5(Avatar, { user }),
  /* @__PURE__ */ jsxs4("p", { class: "account-text", children: [
    label !== void 0 && /* @__PURE__ */ jsx5("span", { class: "account-label", children: label }),
    /* @__PURE__ */ jsx5("strong", { children: /* @__PURE__ */ jsx5(Name, { value: user.display_name }) }),
    " ",
    /* @__PURE__ */ jsx5("span", { class: "account-name", children: /* @__PURE__ */ jsx5(Name, { value: user.username }) })
  ] })
] });
var Avatar = ({ user }) => /* @__PURE__ */ jsx5("span", { class: "avatar", "aria-hidden": "true", children: initialsOf(user.display_name) || initialsOf(user.username) });
var ClientLinks = ({ view, client: client3 }) => {
  const { policy, terms, newTab } = view.text.common;
  const links = [
    { label: policy, href: httpUrl(client3?.policy_uri) },
    { label: terms, href: httpUrl(client3?.tos_uri) }
  ].filter(({ href }) => href !== void 0);
  if (links.length === 0) return null;
  return /* @__PURE__ */ jsx5("p", { class: "links", children: links.map(({ label, href }) => /* @__PURE__ */ jsxs4("a", { href, target: "_blank", rel: "noopener noreferrer", children: [
    label,
    " ",
    /* @__PURE__ */ jsx5("span", { class: "hidden", children: newTab })
  ] })) });
};

// src/provider/pages/consent.tsx
import { jsx as jsx6, jsxs as jsxs5 } from "hono/jsx/jsx-runtime";
var Heading = ({ view, consent: { client: client3 } }) => /* @__PURE__ */ jsxs5("div", { class: "heading", children: [
  /* @__PURE__ */ jsx6(Handshake, { view, client: client3 }),
  /* @__PURE__ */ jsx6("h1", { children: /* @__PURE__ */ jsx6(Text, { template: view.text.consent.title, values: { client: /* @__PURE__ */ jsx6(Name, { value: client3.name }) } }) }),
  /* @__PURE__ */ jsxs5("p", { class: "lead client-id", children: [
    view.text.consent.clientId,
    " ",
    /* @__PURE__ */ jsx6("code", { children: client3.client_id })
  ] })
] });
var AccountChoice = ({ view: { text }, consent }) => /* @__PURE__ */ jsxs5("div", { class: "account-choice", children: [
  /* @__PURE__ */ jsx6(Account, { user: consent.user, label: text.consent.account }),
  consent.switch_account && /* @__PURE__ */ jsx6(Form, { to: consent, children: /* @__PURE__ */ jsx6("button", { type: "submit", id: "consent-switch-account", class: "button-link", name: "decision", value: "switch_account", children: text.consent.switchAccount }) })
] });
var Scope = ({ text, scope }) => /* @__PURE__ */ jsxs5("li", { children: [
  scope.description === void 0 ? null : /* @__PURE__ */ jsxs5("span", { children: [
    text.scopes[scope.description],
    " "
  ] }),
  /* @__PURE__ */ jsx6("code", { children: scope.name })
] });
var wordsOf = (text, name) => Object.entries(text.claims).find(([known]) => known === name)?.[1];
var Claim = ({ text, claim, index }) => {
  const id = `claim-${index}`;
  const words = wordsOf(text, claim.name);
  return /* @__PURE__ */ jsxs5("li", { class: "check", children: [
    /* @__PURE__ */ jsx6("input", { type: "checkbox", id, name: "claims", value: claim.name, checked: true, disabled: claim.essential }),
    /* @__PURE__ */ jsxs5("label", { for: id, children: [
      words !== void 0 && /* @__PURE__ */ jsxs5("span", { children: [
        words,
        " "
      ] }),
      /* @__PURE__ */ jsx6("code", { children: claim.name }),
      claim.essential && /* @__PURE__ */ jsx6("span", { class: "tag", children: text.consent.required })
    ] })
  ] });
};
var Claims = ({ text, claims }) => {
  const hasOptional = claims.some(({ essential }) => !essential);
  return /* @__PURE__ */ jsxs5("fieldset", { "aria-describedby": hasOptional ? "claims-hint" : void 0, children: [
    /* @__PURE__ */ jsx6("legend", { children: text.consent.claims }),
    hasOptional && /* @__PURE__ */ jsx6("p", { class: "hint", id: "claims-hint", children: text.consent.claimsHint }),
    /* @__PURE__ */ jsx6("ul", { class: "checks", children: claims.map((claim, index) => /* @__PURE__ */ jsx6(Claim, { text, claim, index })) })
  ] });
};
var Remember = ({ text }) => /* @__PURE__ */ jsxs5("div", { class: "check remember", children: [
  /* @__PURE__ */ jsx6("input", { type: "checkbox", id: "remember", name: "remember", value: "true", "aria-describedby": "remember-hint" }),
  /* @__PURE__ */ jsx6("label", { for: "remember", children: text.consent.remember }),
  /* @__PURE__ */ jsx6("p", { class: "hint", id: "remember-hint", children: text.consent.rememberHint })
] });
var Decision = ({ view: { text }, consent }) => /* @__PURE__ */ jsxs5(Form, { to: consent, class: "form", children: [
  consent.claims.length > 0 && /* @__PURE__ */ jsx6(Claims, { text, claims: consent.claims }),
  consent.remember_allowed && /* @__PURE__ */ jsx6(Remember, { text }),
  /* @__PURE__ */ jsxs5("div", { class: "actions actions-even", children: [
    /* @__PURE__ */ jsx6("button", { type: "submit", id: "consent-accept", class: "button button-main", name: "decision", value: "accept", children: text.consent.accept }),
    /* @__PURE__ */ jsx6("button", { type: "submit", id: "consent-reject", class: "button", name: "decision", value: "reject", children: text.consent.reject })
  ] })
] });
var ConsentPage = ({ view, consent }) => {
  const { text } = view;
  return /* @__PURE__ */ jsxs5(Page, { view, page: "consent", title: fill(text.consent.title, { client: consent.client.name }), children: [
    /* @__PURE__ */ jsx6(Heading, { view, consent }),
    /* @__PURE__ */ jsx6(AccountChoice, { view, consent }),
    consent.scopes.length > 0 && /* @__PURE__ */ jsxs5("section", { children: [
      /* @__PURE__ */ jsx6("h2", { children: text.consent.scopes }),
      /* @__PURE__ */ jsx6("ul", { class: "scopes", children: consent.scopes.map((scope) => /* @__PURE__ */ jsx6(Scope, { text, scope })) })
    ] }),
    consent.audience.length > 0 && /* @__PURE__ */ jsxs5("section", { children: [
      /* @__PURE__ */ jsx6("h2", { children: text.consent.audience }),
      /* @__PURE__ */ jsx6("ul", { class: "audience", children: consent.audience.map((audience) => /* @__PURE__ */ jsx6("li", { children: /* @__PURE__ */ jsx6("code", { children: audience }) })) })
    ] }),
    /* @__PURE__ */ jsx6(Decision, { view, consent }),
    /* @__PURE__ */ jsx6(ClientLinks, { view, client: consent.client })
  ] });
};

// src/provider/pages/device.tsx
import { jsx as jsx7, jsxs as jsxs6 } from "hono/jsx/jsx-runtime";
var DevicePage = ({ view, device: form }) => {
  const { device, common } = view.text;
  const failure = form.failed && { user_code: device.failed, slow_down: common.slowDown }[form.failed];
  return /* @__PURE__ */ jsxs6(Page, { view, page: "device", title: device.title, failed: form.failed !== void 0, children: [
    /* @__PURE__ */ jsxs6("div", { class: "heading", children: [
      /* @__PURE__ */ jsx7("h1", { children: device.title }),
      /* @__PURE__ */ jsx7("p", { class: "lead", children: form.user_code === void 0 ? device.lead : device.leadCompare })
    ] }),
    /* @__PURE__ */ jsx7(Failure, { message: failure }),
    /* @__PURE__ */ jsxs6(Form, { to: form, class: "form", children: [
      /* @__PURE__ */ jsx7(
        Field,
        {
          name: "user_code",
          label: device.code,
          value: form.user_code,
          autocomplete: "off",
          kind: "code",
          failed: form.failed === "user_code",
          focus: form.user_code === void 0 || form.failed !== void 0
        }
      ),
      /* @__PURE__ */ jsx7("div", { class: "actions", children: /* @__PURE__ */ jsx7("button", { type: "submit", id: "device-submit", class: "button button-main", children: device.submit }) })
    ] })
  ] });
};
var DeviceDonePage = ({ view, done }) => {
  const { device } = view.text;
  const approved = done.client === void 0 ? device.doneApproved : device.doneApprovedFor;
  const template = done.outcome === "approved" ? approved : device.doneDenied;
  const client3 = done.client?.name ?? "";
  return /* @__PURE__ */ jsx7(Page, { view, page: "device-done", title: fill(template, { client: client3 }), children: /* @__PURE__ */ jsxs6("div", { class: "heading", children: [
    /* @__PURE__ */ jsx7(Outcome, { kind: done.outcome === "approved" ? "done" : "refused" }),
    /* @__PURE__ */ jsx7("h1", { children: /* @__PURE__ */ jsx7(Text, { template, values: { client: /* @__PURE__ */ jsx7(Name, { value: client3 }) } }) }),
    /* @__PURE__ */ jsx7("p", { class: "lead", children: device.returnToDevice })
  ] }) });
};

// src/provider/pages/edit-claims.tsx
import { Fragment as Fragment2, jsx as jsx8, jsxs as jsxs7 } from "hono/jsx/jsx-runtime";
var CLAIMS = {
  display_name: "name",
  emails: "email, alt_emails",
  street_address: "address.street_address",
  locality: "address.locality",
  region: "address.region",
  postal_code: "address.postal_code",
  country: "address.country"
};
var Label = ({ text, name }) => /* @__PURE__ */ jsxs7(Fragment2, { children: [
  text.editClaims.fields[name],
  " ",
  /* @__PURE__ */ jsx8("code", { children: CLAIMS[name] ?? name })
] });
var Lines = ({ text, edit, names }) => /* @__PURE__ */ jsx8(Fragment2, { children: names.map((name) => /* @__PURE__ */ jsx8(
  Field,
  {
    name,
    label: /* @__PURE__ */ jsx8(Label, { text, name }),
    value: edit.fields[name],
    autocomplete: "off",
    optional: true
  }
)) });
var Tick = ({ text, edit, name }) => /* @__PURE__ */ jsx8(Check, { name, label: /* @__PURE__ */ jsx8(Label, { text, name }), checked: edit.fields[name] === "true" });
var Group = ({ title, children }) => /* @__PURE__ */ jsxs7("fieldset", { class: "field-group", children: [
  /* @__PURE__ */ jsx8("legend", { children: title }),
  children
] });
var NAMES = ["display_name", "given_name", "middle_name", "family_name", "nickname"];
var PERSON = ["gender", "birthdate", "zoneinfo", "locale", "profile", "picture", "website"];
var ADDRESS = ["street_address", "postal_code", "locality", "region", "country"];
var Fields = ({ text, edit }) => {
  const { editClaims } = text;
  const several = (name) => ({
    name,
    label: /* @__PURE__ */ jsx8(Label, { text, name }),
    value: edit.fields[name],
    failed: edit.failed === name
  });
  return /* @__PURE__ */ jsxs7("div", { class: "field-groups", children: [
    /* @__PURE__ */ jsx8(Group, { title: editClaims.name, children: /* @__PURE__ */ jsx8(Lines, { text, edit, names: NAMES }) }),
    /* @__PURE__ */ jsxs7(Group, { title: editClaims.contact, children: [
      /* @__PURE__ */ jsx8(TextArea, { ...several("emails"), hint: editClaims.emailsHint, rows: 2 }),
      /* @__PURE__ */ jsx8(Tick, { text, edit, name: "email_verified" }),
      /* @__PURE__ */ jsx8(Lines, { text, edit, names: ["phone_number", "phone_extension"] }),
      /* @__PURE__ */ jsx8(Tick, { text, edit, name: "phone_number_verified" })
    ] }),
    /* @__PURE__ */ jsxs7(Group, { title: editClaims.others, children: [
      /* @__PURE__ */ jsx8(TextArea, { ...several("groups"), hint: editClaims.groupsHint, rows: 3 }),
      /* @__PURE__ */ jsx8(TextArea, { ...several("extra"), hint: editClaims.extraHint, rows: 4, focus: edit.failed === "extra", code: true })
    ] }),
    /* @__PURE__ */ jsx8(Group, { title: editClaims.about, children: /* @__PURE__ */ jsx8(Lines, { text, edit, names: PERSON }) }),
    /* @__PURE__ */ jsx8(Group, { title: editClaims.address, children: /* @__PURE__ */ jsx8(Lines, { text, edit, names: ADDRESS }) })
  ] });
};
var Users = ({ text, edit: { users, user } }) => /* @__PURE__ */ jsx8("nav", { "aria-label": text.login.testUsers, children: /* @__PURE__ */ jsx8("ul", { class: "user-tabs", children: users.map((one) => /* @__PURE__ */ jsx8("li", { children: /* @__PURE__ */ jsxs7("a", { href: one.edit_url, "aria-current": one.username === user.username ? "page" : void 0, children: [
  /* @__PURE__ */ jsx8(Avatar, { user: one }),
  /* @__PURE__ */ jsx8(Name, { value: one.display_name || one.username })
] }) })) }) });
var EditClaimsPage = ({ view, edit }) => {
  const { text } = view;
  const { editClaims } = text;
  const lead = edit.client === void 0 ? editClaims.lead : editClaims.leadFor;
  const title = fill(editClaims.title, { user: edit.user.username });
  return /* @__PURE__ */ jsxs7(Page, { view, page: "edit-claims", title, failed: edit.failed !== void 0, width: "roomy", children: [
    /* @__PURE__ */ jsxs7("div", { class: "heading", children: [
      /* @__PURE__ */ jsx8("h1", { children: /* @__PURE__ */ jsx8(Text, { template: editClaims.title, values: { user: /* @__PURE__ */ jsx8(Name, { value: edit.user.username }) } }) }),
      /* @__PURE__ */ jsx8("p", { class: "lead", children: /* @__PURE__ */ jsx8(Text, { template: lead, values: { client: /* @__PURE__ */ jsx8(Name, { value: edit.client?.name ?? "" }) } }) })
    ] }),
    /* @__PURE__ */ jsx8(Users, { text, edit }),
    /* @__PURE__ */ jsx8(Failure, { message: edit.failed && editClaims.extraFailed }),
    /* @__PURE__ */ jsxs7(Form, { to: edit, class: "form", children: [
      /* @__PURE__ */ jsx8(Fields, { text, edit }),
      /* @__PURE__ */ jsxs7("div", { class: "actions actions-even", children: [
        /* @__PURE__ */ jsx8("button", { type: "submit", id: "edit-claims-submit", class: "button button-main", children: editClaims.submit }),
        /* @__PURE__ */ jsx8("a", { class: "button", href: edit.back, children: editClaims.back })
      ] })
    ] })
  ] });
};

// src/provider/pages/parts/qr-code.tsx
import { jsx as jsx9, jsxs as jsxs8 } from "hono/jsx/jsx-runtime";
var QUIET_ZONE = 4;
function pathOf2(modules) {
  return modules.flatMap(
    (row, y) => [
      ...row.map((dark) => dark ? "1" : "0").join("").matchAll(/1+/g)
    ].map(({ index, 0: run2 }) => `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${run2.length}v1h-${run2.length}z`)
  ).join("");
}
var QrCode = ({ modules, label }) => {
  const size = modules.length + 2 * QUIET_ZONE;
  return /* @__PURE__ */ jsxs8("svg", { class: "qr-code", width: "208", height: "208", viewBox: `0 0 ${size} ${size}`, role: "img", children: [
    /* @__PURE__ */ jsx9("title", { children: label }),
    /* @__PURE__ */ jsx9("path", { d: `M0 0h${size}v${size}h-${size}z`, fill: "#fff" }),
    /* @__PURE__ */ jsx9("path", { d: pathOf2(modules), fill: "#000", "shape-rendering": "crispEdges" })
  ] });
};

// src/provider/pages/second-factor.tsx
import { jsx as jsx10, jsxs as jsxs9 } from "hono/jsx/jsx-runtime";
var DevCode = ({ label, code }) => /* @__PURE__ */ jsxs9("p", { class: "dev-code", children: [
  label,
  " ",
  /* @__PURE__ */ jsx10("code", { id: "dev-code", children: code })
] });
var SecondFactorPage = ({ view, factor }) => {
  const { secondFactor, common } = view.text;
  const failure = factor.failed && { code: secondFactor.failed, slow_down: common.slowDown }[factor.failed];
  return /* @__PURE__ */ jsxs9(Page, { view, page: "second-factor", title: secondFactor.title, failed: factor.failed !== void 0, children: [
    /* @__PURE__ */ jsxs9("div", { class: "heading", children: [
      factor.client !== void 0 && /* @__PURE__ */ jsx10(Handshake, { view, client: factor.client }),
      /* @__PURE__ */ jsx10("h1", { children: secondFactor.title }),
      /* @__PURE__ */ jsx10("p", { class: "lead", children: secondFactor.lead })
    ] }),
    /* @__PURE__ */ jsx10(Account, { user: factor.user }),
    /* @__PURE__ */ jsx10(Failure, { message: failure }),
    /* @__PURE__ */ jsxs9(Form, { to: factor, class: "form", children: [
      /* @__PURE__ */ jsx10(
        Field,
        {
          name: "totp",
          label: secondFactor.code,
          autocomplete: "one-time-code",
          kind: "digits",
          failed: factor.failed === "code",
          focus: true
        }
      ),
      factor.dev_code !== void 0 && /* @__PURE__ */ jsx10(DevCode, { label: secondFactor.devCode, code: factor.dev_code }),
      /* @__PURE__ */ jsxs9("div", { class: "actions", children: [
        /* @__PURE__ */ jsx10("button", { type: "submit", id: "second-factor-submit", class: "button button-main", children: secondFactor.submit }),
        factor.cancel && /* @__PURE__ */ jsx10(CancelButton, { label: common.cancel })
      ] })
    ] }),
    factor.enrol !== void 0 && /* @__PURE__ */ jsx10("p", { class: "links", children: /* @__PURE__ */ jsx10("a", { id: "second-factor-enrol", href: factor.enrol, children: secondFactor.enrol }) })
  ] });
};

// src/provider/pages/enrol.tsx
import { jsx as jsx11, jsxs as jsxs10 } from "hono/jsx/jsx-runtime";
var grouped = (secret) => secret.replace(/(.{4})(?=.)/g, "$1 ");
var SetupGuide = ({ view, setup, encodeQr: encodeQr2 }) => {
  const { enrol } = view.text;
  return /* @__PURE__ */ jsxs10("div", { class: "setup", children: [
    /* @__PURE__ */ jsx11("p", { class: "lead", children: enrol.scanLead }),
    encodeQr2 !== void 0 && /* @__PURE__ */ jsx11(QrCode, { modules: encodeQr2(setup.otpauth_uri), label: enrol.qrCode }),
    setup.otpauth_uri.startsWith("otpauth://") && /* @__PURE__ */ jsx11("p", { children: /* @__PURE__ */ jsx11("a", { href: setup.otpauth_uri, children: enrol.openApp }) }),
    /* @__PURE__ */ jsxs10("dl", { class: "facts", children: [
      /* @__PURE__ */ jsx11("dt", { children: enrol.secret }),
      /* @__PURE__ */ jsx11("dd", { children: /* @__PURE__ */ jsx11("code", { class: "value", id: "totp-secret", children: grouped(setup.secret) }) })
    ] })
  ] });
};
var CodeField = ({ view: { text }, enrol }) => enrol.setup === void 0 ? /* @__PURE__ */ jsx11(
  Field,
  {
    name: "enrolment_code",
    label: text.enrol.code,
    autocomplete: "off",
    kind: "code",
    failed: enrol.failed === "enrolment_code",
    focus: true
  }
) : /* @__PURE__ */ jsx11(
  Field,
  {
    name: "totp",
    label: text.enrol.totp,
    autocomplete: "one-time-code",
    kind: "digits",
    failed: enrol.failed === "code",
    focus: true
  }
);
function failureOf({ text }, { failed: failed2 }) {
  const { codeFailed, totpFailed } = text.enrol;
  return failed2 && { enrolment_code: codeFailed, code: totpFailed, slow_down: text.common.slowDown }[failed2];
}
var EnrolPage = ({ view, enrol, encodeQr: encodeQr2 }) => {
  const { text } = view;
  const { setup } = enrol;
  return /* @__PURE__ */ jsxs10(Page, { view, page: "second-factor-enrol", title: text.enrol.title, failed: enrol.failed !== void 0, children: [
    /* @__PURE__ */ jsxs10("div", { class: "heading", children: [
      /* @__PURE__ */ jsx11("h1", { children: text.enrol.title }),
      setup === void 0 && /* @__PURE__ */ jsx11("p", { class: "lead", children: text.enrol.codeLead })
    ] }),
    /* @__PURE__ */ jsx11(Account, { user: enrol.user }),
    /* @__PURE__ */ jsx11(Failure, { message: failureOf(view, enrol) }),
    setup !== void 0 && /* @__PURE__ */ jsx11(SetupGuide, { view, setup, encodeQr: encodeQr2 }),
    /* @__PURE__ */ jsxs10(Form, { to: enrol, class: "form", children: [
      setup !== void 0 && /* @__PURE__ */ jsx11("input", { type: "hidden", name: "setup", value: setup.sealed }),
      /* @__PURE__ */ jsx11(CodeField, { view, enrol }),
      enrol.dev_code !== void 0 && /* @__PURE__ */ jsx11(DevCode, { label: text.enrol.devCode, code: enrol.dev_code }),
      /* @__PURE__ */ jsx11("div", { class: "actions", children: /* @__PURE__ */ jsx11("button", { type: "submit", id: "second-factor-enrol-submit", class: "button button-main", children: setup === void 0 ? text.enrol.submit : text.enrol.submitSetup }) })
    ] }),
    /* @__PURE__ */ jsx11(ClientLinks, { view, client: enrol.client })
  ] });
};

// src/provider/pages/first-difference.ts
function commonPrefix(a, b) {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
function partedAt(text, from, suffix) {
  const to = text.length - suffix;
  return {
    before: text.slice(0, from).join(""),
    different: text.slice(from, to).join(""),
    after: text.slice(to).join("")
  };
}
function firstDifference(sentText2, expectedText) {
  if (sentText2 === expectedText) return void 0;
  const sent = [...sentText2];
  const expected = [...expectedText];
  const from = commonPrefix(sent, expected);
  const suffix = commonPrefix(sent.slice(from).reverse(), expected.slice(from).reverse());
  return {
    position: from + 1,
    sentCharacter: sent[from] ?? "",
    expectedCharacter: expected[from] ?? "",
    sent: partedAt(sent, from, suffix),
    expected: partedAt(expected, from, suffix)
  };
}
function closest(text, candidates) {
  const points = [...text];
  const agreement = (candidate) => commonPrefix(points, [...candidate]);
  return candidates.reduce(
    (best, candidate) => best === void 0 || agreement(candidate) > agreement(best) ? candidate : best,
    void 0
  );
}
function visibleCharacter(character) {
  const code = character.codePointAt(0);
  if (code === void 0 || code > 32 && code < 127) return character;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `${character} (${point})` : point;
}

// src/provider/pages/error-explanation.tsx
import { Fragment as Fragment3, jsx as jsx12, jsxs as jsxs11 } from "hono/jsx/jsx-runtime";
var Marked = ({ parted: { before, different, after } }) => /* @__PURE__ */ jsxs11("code", { class: "value", children: [
  before,
  /* @__PURE__ */ jsx12("mark", { class: different === "" ? "gap" : void 0, children: different }),
  after
] });
var Value = ({ text, value, parted }) => {
  if (parted !== void 0) return /* @__PURE__ */ jsx12(Marked, { parted });
  return value === "" ? /* @__PURE__ */ jsx12("em", { children: text.error.dev.nothing }) : /* @__PURE__ */ jsx12("code", { class: "value", children: value });
};
var DifferenceNote = ({ text, difference }) => {
  const { difference: template, end } = text.error.dev;
  const shown = (character) => character === "" ? end : /* @__PURE__ */ jsx12("code", { children: visibleCharacter(character) });
  const values = {
    position: difference.position,
    sent: shown(difference.sentCharacter),
    expected: shown(difference.expectedCharacter)
  };
  return /* @__PURE__ */ jsx12("p", { class: "hint", id: "difference", children: /* @__PURE__ */ jsx12(Text, { template, values }) });
};
var Comparison = ({ text, sent, expected }) => {
  const { dev } = text.error;
  const nearest = closest(sent, expected);
  const difference = nearest === void 0 || sent === "" ? void 0 : firstDifference(sent, nearest);
  return /* @__PURE__ */ jsxs11(Fragment3, { children: [
    /* @__PURE__ */ jsxs11("dl", { class: "facts comparison", children: [
      /* @__PURE__ */ jsx12("dt", { children: dev.sent }),
      /* @__PURE__ */ jsx12("dd", { id: "sent", children: /* @__PURE__ */ jsx12(Value, { text, value: sent, parted: difference?.sent }) }),
      /* @__PURE__ */ jsx12("dt", { children: expected.length > 1 ? dev.expectedOneOf : dev.expected }),
      expected.length === 0 && /* @__PURE__ */ jsx12("dd", { children: dev.nothing }),
      expected.map((value) => /* @__PURE__ */ jsx12("dd", { class: "expected", children: /* @__PURE__ */ jsx12(Value, { text, value, parted: value === nearest ? difference?.expected : void 0 }) }))
    ] }),
    difference !== void 0 && /* @__PURE__ */ jsx12(DifferenceNote, { text, difference })
  ] });
};
var LearnForm = ({ text, learn }) => /* @__PURE__ */ jsxs11(Form, { to: learn, class: "form", children: [
  /* @__PURE__ */ jsx12("input", { type: "hidden", name: "client_id", value: learn.client_id }),
  /* @__PURE__ */ jsx12("input", { type: "hidden", name: "redirect_uri", value: learn.redirect_uri }),
  /* @__PURE__ */ jsx12("button", { type: "submit", id: "learn-redirect", class: "button button-main", "aria-describedby": "learn-hint", children: text.error.dev.learn }),
  /* @__PURE__ */ jsx12("p", { class: "hint", id: "learn-hint", children: /* @__PURE__ */ jsx12(
    Text,
    {
      template: text.error.dev.learnHint,
      values: { redirect_uri: /* @__PURE__ */ jsx12("code", { children: learn.redirect_uri }), client_id: /* @__PURE__ */ jsx12("code", { children: learn.client_id }) }
    }
  ) })
] });
var Command = ({ title, body }) => body === void 0 ? null : /* @__PURE__ */ jsxs11(Fragment3, { children: [
  /* @__PURE__ */ jsx12("h3", { children: title }),
  /* @__PURE__ */ jsx12("pre", { class: "snippet", id: "command", children: /* @__PURE__ */ jsx12("code", { children: body }) })
] });
var Change = ({ title, body }) => {
  if (body === void 0) return null;
  return /* @__PURE__ */ jsxs11(Fragment3, { children: [
    /* @__PURE__ */ jsx12("h3", { children: title }),
    body.includes("\n") ? /* @__PURE__ */ jsx12("pre", { class: "snippet snippet-lines", id: "change", children: /* @__PURE__ */ jsx12("code", { children: body }) }) : /* @__PURE__ */ jsx12("p", { class: "prose", id: "change", lang: "en", children: body })
  ] });
};
var Remedy = ({ view: { text }, explanation }) => {
  const { dev } = text.error;
  const { change, command, learn } = explanation;
  if (change === void 0 && command === void 0 && learn === void 0) return null;
  return /* @__PURE__ */ jsxs11("section", { class: "remedy", "aria-labelledby": "remedy", children: [
    /* @__PURE__ */ jsx12("h2", { id: "remedy", children: dev.remedy }),
    learn !== void 0 && /* @__PURE__ */ jsx12(LearnForm, { text, learn }),
    /* @__PURE__ */ jsx12(Command, { title: dev.command, body: command }),
    /* @__PURE__ */ jsx12(Change, { title: dev.change, body: change })
  ] });
};
var Explanation = ({ view: { text }, explanation }) => {
  const { dev } = text.error;
  const { rule, sent, expected, option, position: position2 } = explanation;
  return /* @__PURE__ */ jsxs11("section", { "aria-labelledby": "why", children: [
    /* @__PURE__ */ jsx12("h2", { id: "why", children: dev.why }),
    /* @__PURE__ */ jsxs11("dl", { class: "facts", children: [
      /* @__PURE__ */ jsx12("dt", { children: dev.rule }),
      /* @__PURE__ */ jsx12("dd", { id: "rule", lang: "en", children: rule }),
      option !== void 0 && /* @__PURE__ */ jsxs11(Fragment3, { children: [
        /* @__PURE__ */ jsx12("dt", { children: dev.option }),
        /* @__PURE__ */ jsxs11("dd", { children: [
          /* @__PURE__ */ jsx12("code", { children: option }),
          " ",
          position2 !== void 0 && /* @__PURE__ */ jsx12("code", { class: "position", children: position2 })
        ] })
      ] })
    ] }),
    (sent !== void 0 || expected !== void 0) && /* @__PURE__ */ jsx12(Comparison, { text, sent: sent ?? "", expected: expected ?? [] })
  ] });
};

// src/provider/pages/error.tsx
import { jsx as jsx13, jsxs as jsxs12 } from "hono/jsx/jsx-runtime";
var wordsOf2 = ({ error }, code) => Object.entries(error.words).find(([known]) => known === code)?.[1] ?? error.otherwise;
var Facts = ({ view: { text }, refusal: refusal2 }) => /* @__PURE__ */ jsxs12("section", { class: "details", "aria-labelledby": "details", children: [
  /* @__PURE__ */ jsx13("h2", { id: "details", children: text.error.details }),
  /* @__PURE__ */ jsxs12("dl", { class: "facts", children: [
    /* @__PURE__ */ jsx13("dt", { children: text.error.code }),
    /* @__PURE__ */ jsx13("dd", { children: /* @__PURE__ */ jsx13("code", { id: "error", children: refusal2.error }) }),
    /* @__PURE__ */ jsx13("dt", { children: text.error.description }),
    /* @__PURE__ */ jsx13("dd", { id: "error-description", lang: "en", children: refusal2.error_description }),
    /* @__PURE__ */ jsx13("dt", { children: text.error.requestId }),
    /* @__PURE__ */ jsx13("dd", { children: /* @__PURE__ */ jsx13("code", { id: "request-id", children: refusal2.request_id }) })
  ] }),
  /* @__PURE__ */ jsx13("p", { class: "hint", children: text.error.quote })
] });
var ErrorPage = ({ view, refusal: refusal2 }) => /* @__PURE__ */ jsxs12(Page, { view, page: "error", title: view.text.error.title, ...refusal2.dev && { width: "wide" }, children: [
  /* @__PURE__ */ jsxs12("div", { class: "heading", children: [
    /* @__PURE__ */ jsx13(Outcome, { kind: "error" }),
    /* @__PURE__ */ jsx13("h1", { children: view.text.error.title }),
    /* @__PURE__ */ jsx13("p", { class: "lead", children: refusal2.told ? view.text.error.told : wordsOf2(view.text, refusal2.error) })
  ] }),
  refusal2.dev === void 0 ? /* @__PURE__ */ jsx13(Facts, { view, refusal: refusal2 }) : /* @__PURE__ */ jsxs12("div", { class: "columns", children: [
    /* @__PURE__ */ jsx13(Explanation, { view, explanation: refusal2.dev }),
    /* @__PURE__ */ jsx13(Remedy, { view, explanation: refusal2.dev }),
    /* @__PURE__ */ jsx13(Facts, { view, refusal: refusal2 })
  ] })
] });

// src/provider/pages/form-post.tsx
import { jsx as jsx14, jsxs as jsxs13 } from "hono/jsx/jsx-runtime";
function actionOf({ redirect_uri }) {
  const action = httpUrl(redirect_uri);
  if (action === void 0) throw new Error("a form is posted over http(s)");
  return action;
}
var FormPostPage = ({ view, response }) => {
  const { formPost } = view.text;
  return /* @__PURE__ */ jsxs13("html", { lang: view.language, children: [
    /* @__PURE__ */ jsxs13("head", { children: [
      /* @__PURE__ */ jsx14("meta", { charset: "utf-8" }),
      /* @__PURE__ */ jsx14("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      /* @__PURE__ */ jsx14("meta", { name: "color-scheme", content: "light dark" }),
      /* @__PURE__ */ jsx14("meta", { name: "robots", content: "noindex" }),
      /* @__PURE__ */ jsx14("title", { children: formPost.title })
    ] }),
    /* @__PURE__ */ jsxs13("body", { "data-page": "form-post", children: [
      /* @__PURE__ */ jsxs13("main", { children: [
        /* @__PURE__ */ jsx14("h1", { children: formPost.title }),
        /* @__PURE__ */ jsxs13("form", { method: "post", action: actionOf(response), children: [
          Object.entries(response.parameters).map(([name, value]) => /* @__PURE__ */ jsx14("input", { type: "hidden", name, value })),
          /* @__PURE__ */ jsx14("p", { children: formPost.lead }),
          /* @__PURE__ */ jsx14("button", { type: "submit", children: formPost.submit })
        ] })
      ] }),
      /* @__PURE__ */ jsx14("script", { children: FORM_POST_SCRIPT.body })
    ] })
  ] });
};

// src/provider/pages/home.tsx
import { Fragment as Fragment4, jsx as jsx15, jsxs as jsxs14 } from "hono/jsx/jsx-runtime";
var Session = ({ view: { text }, home }) => /* @__PURE__ */ jsxs14("div", { class: "session", children: [
  home.user === void 0 ? /* @__PURE__ */ jsx15("p", { children: text.home.notSignedIn }) : /* @__PURE__ */ jsx15(Account, { user: home.user, label: text.home.signedInAs }),
  home.sign_out !== void 0 && /* @__PURE__ */ jsx15(Form, { to: home.sign_out, children: /* @__PURE__ */ jsx15("button", { type: "submit", id: "sign-out", class: "button", children: text.home.signOut }) }),
  home.user === void 0 && home.sign_in !== void 0 && /* @__PURE__ */ jsx15("a", { id: "sign-in", class: home.dev === void 0 ? "button button-main" : "button", href: home.sign_in, children: text.home.signIn })
] });
var Users2 = ({ view: { text }, users }) => /* @__PURE__ */ jsxs14("section", { "aria-labelledby": "users", children: [
  /* @__PURE__ */ jsx15("h2", { id: "users", children: text.home.users }),
  /* @__PURE__ */ jsx15("ul", { class: "rows", children: users.map((user) => /* @__PURE__ */ jsxs14("li", { children: [
    /* @__PURE__ */ jsx15(Account, { user }),
    user.password !== void 0 && /* @__PURE__ */ jsxs14("p", { class: "password", children: [
      text.home.password,
      " ",
      /* @__PURE__ */ jsx15("code", { children: user.password })
    ] })
  ] })) })
] });
var Clients = ({ view: { text }, clients }) => /* @__PURE__ */ jsxs14("section", { "aria-labelledby": "clients", children: [
  /* @__PURE__ */ jsx15("h2", { id: "clients", children: text.home.clients }),
  /* @__PURE__ */ jsx15("ul", { class: "rows", children: clients.map((client3) => /* @__PURE__ */ jsxs14("li", { class: "client", children: [
    /* @__PURE__ */ jsxs14("p", { children: [
      /* @__PURE__ */ jsx15("strong", { children: /* @__PURE__ */ jsx15(Name, { value: client3.name }) }),
      " ",
      /* @__PURE__ */ jsx15("code", { children: client3.client_id }),
      " ",
      /* @__PURE__ */ jsx15("span", { class: "tag", children: client3.public ? text.home.public : text.home.confidential })
    ] }),
    /* @__PURE__ */ jsx15("p", { class: "hint", children: text.home.redirectUris }),
    client3.any_loopback && /* @__PURE__ */ jsx15("p", { children: text.home.anyLoopback }),
    client3.redirect_uris.length === 0 && !client3.any_loopback && /* @__PURE__ */ jsx15("p", { children: text.home.none }),
    /* @__PURE__ */ jsx15("ul", { class: "uris", children: client3.redirect_uris.map((uri) => /* @__PURE__ */ jsx15("li", { children: /* @__PURE__ */ jsx15("code", { children: uri }) })) })
  ] })) })
] });
var Endpoints = ({ view: { text }, endpoints }) => /* @__PURE__ */ jsxs14("section", { class: "endpoints", "aria-labelledby": "endpoints", children: [
  /* @__PURE__ */ jsx15("h2", { id: "endpoints", children: text.home.endpoints }),
  /* @__PURE__ */ jsx15("dl", { class: "facts", children: endpoints.map(({ name, url, browsable }) => /* @__PURE__ */ jsxs14(Fragment4, { children: [
    /* @__PURE__ */ jsx15("dt", { children: name }),
    /* @__PURE__ */ jsx15("dd", { children: /* @__PURE__ */ jsx15("code", { children: browsable ? /* @__PURE__ */ jsx15("a", { href: httpUrl(url), children: url }) : url }) })
  ] })) })
] });
var Tools = ({ view: { text }, dev }) => /* @__PURE__ */ jsxs14("div", { class: "tools", children: [
  dev.try !== void 0 && /* @__PURE__ */ jsxs14("div", { children: [
    /* @__PURE__ */ jsx15("a", { id: "try", class: "button button-main", href: dev.try, "aria-describedby": "try-hint", children: text.home.try }),
    /* @__PURE__ */ jsx15("p", { class: "hint", id: "try-hint", children: text.home.tryHint })
  ] }),
  dev.inspector !== void 0 && /* @__PURE__ */ jsxs14("div", { children: [
    /* @__PURE__ */ jsx15("a", { id: "inspector", class: "button", href: dev.inspector, "aria-describedby": "inspector-hint", children: text.home.inspector }),
    /* @__PURE__ */ jsx15("p", { class: "hint", id: "inspector-hint", children: text.home.inspectorHint })
  ] })
] });
var DevHome = ({ view, home, dev }) => /* @__PURE__ */ jsxs14(Page, { view, page: "home", title: view.text.home.titleDev, width: "wide", children: [
  /* @__PURE__ */ jsxs14("div", { class: "heading", children: [
    /* @__PURE__ */ jsx15("h1", { children: view.text.home.titleDev }),
    /* @__PURE__ */ jsxs14("p", { class: "lead", children: [
      view.text.home.issuer,
      " ",
      /* @__PURE__ */ jsx15("code", { id: "issuer", children: home.issuer })
    ] })
  ] }),
  /* @__PURE__ */ jsxs14("div", { class: "start", children: [
    /* @__PURE__ */ jsx15(Tools, { view, dev }),
    /* @__PURE__ */ jsx15(Session, { view, home })
  ] }),
  /* @__PURE__ */ jsxs14("div", { class: "columns", children: [
    /* @__PURE__ */ jsx15(Users2, { view, users: dev.users }),
    /* @__PURE__ */ jsx15(Clients, { view, clients: dev.clients })
  ] }),
  /* @__PURE__ */ jsx15(Endpoints, { view, endpoints: dev.endpoints })
] });
var HomePage = ({ view, home }) => {
  if (home.dev !== void 0) return /* @__PURE__ */ jsx15(DevHome, { view, home, dev: home.dev });
  return /* @__PURE__ */ jsxs14(Page, { view, page: "home", title: view.text.home.title, children: [
    /* @__PURE__ */ jsx15("div", { class: "heading", children: /* @__PURE__ */ jsx15("h1", { children: view.text.home.title }) }),
    /* @__PURE__ */ jsx15(Session, { view, home })
  ] });
};

// src/provider/pages/login.tsx
import { jsx as jsx16, jsxs as jsxs15 } from "hono/jsx/jsx-runtime";
var Heading2 = ({ view, login: { client: client3 } }) => /* @__PURE__ */ jsxs15("div", { class: "heading", children: [
  client3 !== void 0 && /* @__PURE__ */ jsx16(Handshake, { view, client: client3 }),
  /* @__PURE__ */ jsx16("h1", { children: client3 === void 0 ? view.text.login.title : /* @__PURE__ */ jsx16(Text, { template: view.text.login.titleFor, values: { client: /* @__PURE__ */ jsx16(Name, { value: client3.name }) } }) }),
  view.issuerName !== "" && /* @__PURE__ */ jsx16("p", { class: "lead", children: /* @__PURE__ */ jsx16(Text, { template: view.text.login.lead, values: { issuer: /* @__PURE__ */ jsx16("b", { children: view.issuerName }) } }) })
] });
var UserCard = ({ user }) => /* @__PURE__ */ jsx16("li", { children: /* @__PURE__ */ jsxs15("button", { type: "submit", class: "user-card", name: "user", value: user.username, children: [
  /* @__PURE__ */ jsx16(Avatar, { user }),
  /* @__PURE__ */ jsxs15("span", { class: "account-text", children: [
    /* @__PURE__ */ jsx16("strong", { children: /* @__PURE__ */ jsx16(Name, { value: user.display_name }) }),
    " ",
    /* @__PURE__ */ jsxs15("span", { class: "account-name", children: [
      /* @__PURE__ */ jsx16(Name, { value: user.username }),
      user.groups !== void 0 && user.groups.length > 0 && ` \xB7 ${user.groups.join(", ")}`
    ] })
  ] })
] }) });
var TestUsers = ({ view, login, users }) => /* @__PURE__ */ jsxs15("section", { class: "test-users", "aria-labelledby": "test-users", children: [
  /* @__PURE__ */ jsxs15("div", { class: "section-head", children: [
    /* @__PURE__ */ jsx16("h2", { id: "test-users", children: view.text.login.testUsers }),
    login.edit_claims !== void 0 && /* @__PURE__ */ jsx16("a", { id: "edit-claims", href: login.edit_claims, children: view.text.login.editClaims })
  ] }),
  /* @__PURE__ */ jsx16("p", { class: "hint", children: view.text.login.testUsersHint }),
  /* @__PURE__ */ jsx16(Form, { to: login, children: /* @__PURE__ */ jsx16("ul", { class: "user-cards", children: users.map((user) => /* @__PURE__ */ jsx16(UserCard, { user })) }) })
] });
var failureOf2 = ({ text }, { failed: failed2 }) => failed2 && { credentials: text.login.failed, slow_down: text.common.slowDown }[failed2];
var PasswordForm = ({ view: { text }, login, focus }) => {
  const failed2 = login.failed === "credentials";
  const named = login.username !== void 0 && login.username !== "";
  return /* @__PURE__ */ jsxs15(Form, { to: login, class: "form", children: [
    /* @__PURE__ */ jsx16(
      Field,
      {
        name: "username",
        label: text.login.username,
        value: login.username,
        autocomplete: "username",
        failed: failed2,
        focus: focus && !named
      }
    ),
    /* @__PURE__ */ jsx16(
      Field,
      {
        name: "password",
        label: text.login.password,
        type: "password",
        autocomplete: "current-password",
        failed: failed2,
        focus: focus && named
      }
    ),
    /* @__PURE__ */ jsxs15("div", { class: "actions", children: [
      /* @__PURE__ */ jsx16("button", { type: "submit", id: "login-submit", class: "button button-main", children: text.login.submit }),
      login.cancel && /* @__PURE__ */ jsx16(CancelButton, { label: text.common.cancel })
    ] })
  ] });
};
var LoginPage = ({ view, login }) => {
  const { text } = view;
  const users = login.dev_users ?? [];
  const title = login.client === void 0 ? text.login.title : fill(text.login.titleFor, { client: login.client.name });
  return /* @__PURE__ */ jsxs15(
    Page,
    {
      view,
      page: "login",
      title,
      failed: login.failed !== void 0,
      ...users.length > 0 && { width: "roomy" },
      children: [
        /* @__PURE__ */ jsx16(Heading2, { view, login }),
        /* @__PURE__ */ jsx16(Failure, { message: failureOf2(view, login) }),
        users.length === 0 ? /* @__PURE__ */ jsx16(PasswordForm, { view, login, focus: true }) : /* @__PURE__ */ jsxs15("div", { class: "ways", children: [
          /* @__PURE__ */ jsx16(TestUsers, { view, login, users }),
          /* @__PURE__ */ jsx16("p", { class: "divider", children: text.login.or }),
          /* @__PURE__ */ jsxs15("section", { "aria-labelledby": "with-password", children: [
            /* @__PURE__ */ jsx16("h2", { id: "with-password", children: text.login.withPassword }),
            /* @__PURE__ */ jsx16(PasswordForm, { view, login, focus: login.failed !== void 0 })
          ] })
        ] }),
        /* @__PURE__ */ jsx16(ClientLinks, { view, client: login.client })
      ]
    }
  );
};

// src/provider/pages/logout.tsx
import { jsx as jsx17, jsxs as jsxs16 } from "hono/jsx/jsx-runtime";
var LogoutPage = ({ view, logout: form }) => {
  const { logout } = view.text;
  const values = { client: /* @__PURE__ */ jsx17(Name, { value: form.client?.name ?? "" }), issuer: /* @__PURE__ */ jsx17("b", { children: view.issuerName }) };
  return /* @__PURE__ */ jsxs16(Page, { view, page: "logout", title: logout.title, children: [
    /* @__PURE__ */ jsxs16("div", { class: "heading", children: [
      /* @__PURE__ */ jsx17("h1", { children: logout.title }),
      /* @__PURE__ */ jsx17("p", { class: "lead", children: /* @__PURE__ */ jsx17(Text, { template: form.client === void 0 ? logout.lead : logout.leadFor, values }) })
    ] }),
    form.user !== void 0 && /* @__PURE__ */ jsx17(Account, { user: form.user, label: logout.account }),
    /* @__PURE__ */ jsx17(Form, { to: form, class: "form", children: /* @__PURE__ */ jsxs16("div", { class: "actions actions-even", children: [
      /* @__PURE__ */ jsx17("button", { type: "submit", id: "logout-confirm", class: "button button-main", name: "decision", value: "confirm", children: logout.confirm }),
      /* @__PURE__ */ jsx17("button", { type: "submit", id: "logout-cancel", class: "button", name: "decision", value: "cancel", children: logout.cancel })
    ] }) })
  ] });
};
var LoggedOutPage = ({ view, done }) => {
  const { logout } = view.text;
  const frames = (done.frontchannel_logout_uris ?? []).map(httpUrl).filter((url) => url !== void 0);
  return /* @__PURE__ */ jsxs16(Page, { view, page: "logged-out", title: logout.done, children: [
    /* @__PURE__ */ jsxs16("div", { class: "heading", children: [
      /* @__PURE__ */ jsx17(Outcome, { kind: "done" }),
      /* @__PURE__ */ jsx17("h1", { children: logout.done }),
      /* @__PURE__ */ jsx17("p", { class: "lead", children: logout.doneLead })
    ] }),
    frames.map((url) => /* @__PURE__ */ jsx17("iframe", { src: url, title: logout.frame, hidden: true }))
  ] });
};

// src/provider/pages/strings/de.ts
var de = {
  common: {
    development: "Entwicklung",
    developmentNote: "Nur zum Testen: Wer diese Seite \xF6ffnen kann, kann sich als jeder Testbenutzer anmelden.",
    errorTitle: "Fehler: {title}",
    cancel: "Abbrechen",
    policy: "Datenschutz",
    terms: "Nutzungsbedingungen",
    newTab: "(\xF6ffnet einen neuen Tab)",
    slowDown: "Zu viele Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal."
  },
  login: {
    title: "Anmelden",
    titleFor: "Bei {client} anmelden",
    lead: "mit Ihrem Konto bei {issuer}",
    failed: "Benutzername oder Passwort stimmt nicht. Pr\xFCfen Sie beides und versuchen Sie es noch einmal.",
    username: "Benutzername",
    password: "Passwort",
    submit: "Anmelden",
    testUsers: "Testbenutzer",
    testUsersHint: "Ein Klick meldet an.",
    editClaims: "Claims bearbeiten",
    or: "oder",
    withPassword: "Mit Passwort"
  },
  editClaims: {
    title: "Claims von {user}",
    lead: "Sie gelten f\xFCr diese Anmeldung und was aus ihr entsteht. Der Benutzer bleibt, wie er ist.",
    leadFor: "Sie gelten f\xFCr diese Anmeldung bei {client} und was aus ihr entsteht. Der Benutzer bleibt, wie er ist.",
    name: "Namen",
    about: "Zur Person",
    contact: "E-Mail und Telefon",
    address: "Anschrift",
    others: "Gruppen und Attribute",
    fields: {
      display_name: "Vollst\xE4ndiger Name",
      given_name: "Vorname",
      middle_name: "Zweiter Vorname",
      family_name: "Nachname",
      nickname: "Spitzname",
      gender: "Geschlecht",
      birthdate: "Geburtsdatum",
      zoneinfo: "Zeitzone",
      locale: "Sprache und Region",
      profile: "Profilseite",
      picture: "Bild",
      website: "Website",
      emails: "E-Mail-Adressen",
      email_verified: "E-Mail best\xE4tigt",
      phone_number: "Telefonnummer",
      phone_extension: "Durchwahl",
      phone_number_verified: "Telefon best\xE4tigt",
      groups: "Gruppen",
      street_address: "Stra\xDFe",
      locality: "Ort",
      region: "Bundesland oder Region",
      postal_code: "Postleitzahl",
      country: "Land",
      extra: "Weitere Attribute"
    },
    emailsHint: "Eine je Zeile. Ein leeres Feld ergibt keinen Claim.",
    groupsHint: "Eine je Zeile.",
    extraHint: "YAML oder JSON, etwa department: sales. Claims-Policies machen Claims daraus.",
    extraFailed: "Die weiteren Attribute sind keine Zuordnung in YAML oder JSON, etwa department: sales.",
    submit: "Mit diesen Claims anmelden",
    back: "Zur\xFCck"
  },
  secondFactor: {
    title: "Einmalcode eingeben",
    lead: "Ihre Authenticator-App zeigt ihn an. Er belegt, dass wirklich Sie sich anmelden.",
    code: "Einmalcode",
    devCode: "Der Code dieses Testbenutzers lautet jetzt",
    submit: "Weiter",
    enrol: "Andere App einrichten",
    failed: "Dieser Code stimmt nicht oder wurde schon verwendet. Geben Sie den Code ein, der jetzt angezeigt wird."
  },
  enrol: {
    title: "Einmalcodes einrichten",
    codeLead: "Zum Anmelden brauchen Sie einen zweiten Schritt. Ihre Administration gibt Ihnen einen Einrichtungscode.",
    code: "Einrichtungscode",
    codeFailed: "Dieser Einrichtungscode stimmt nicht, ist abgelaufen oder wurde schon verwendet.",
    scanLead: "Scannen Sie das Bild mit einer Authenticator-App und geben Sie dann den Code ein, den sie anzeigt.",
    qrCode: "QR-Code, der dieses Konto einer Authenticator-App hinzuf\xFCgt",
    secret: "Oder tippen Sie dieses Geheimnis in die App",
    openApp: "In einer App auf diesem Ger\xE4t \xF6ffnen",
    totp: "Code aus der App",
    totpFailed: "Diesen Code sollte die App jetzt nicht anzeigen. Pr\xFCfen Sie die Uhrzeit Ihres Ger\xE4ts und versuchen Sie es noch einmal.",
    devCode: "Die App w\xFCrde jetzt anzeigen",
    submit: "Weiter",
    submitSetup: "Best\xE4tigen und weiter"
  },
  consent: {
    title: "{client} m\xF6chte Ihr Konto verwenden",
    account: "Angemeldet als",
    switchAccount: "Anderes Konto verwenden",
    scopes: "Die Anwendung kann dann",
    claims: "Die Anwendung fragt nach diesen Angaben",
    claimsHint: "Entfernen Sie das H\xE4kchen bei allem, was Sie nicht weitergeben m\xF6chten.",
    required: "n\xF6tig",
    audience: "Die Anwendung verwendet diesen Zugriff bei",
    remember: "Meine Antwort merken",
    rememberHint: "Sie werden nicht wieder gefragt, solange dasselbe verlangt wird.",
    accept: "Erlauben",
    reject: "Ablehnen",
    clientId: "Client-ID"
  },
  scopes: {
    openid: "erfahren, wer Sie sind",
    offline_access: "diesen Zugriff auch in Ihrer Abwesenheit behalten, bis er entzogen wird",
    profile: "Ihr Profil sehen, etwa Name und Bild",
    groups: "die Gruppen sehen, denen Sie angeh\xF6ren",
    email: "Ihre E-Mail-Adressen sehen",
    phone: "Ihre Telefonnummer sehen",
    address: "Ihre Postanschrift sehen",
    "authelia.bearer.authz": "gesch\xFCtzte Ressourcen in Ihrem Namen \xF6ffnen"
  },
  claims: {
    sub: "Kennung Ihres Kontos",
    name: "Vollst\xE4ndiger Name",
    given_name: "Vorname",
    family_name: "Nachname",
    middle_name: "Zweiter Vorname",
    nickname: "Spitzname",
    preferred_username: "Benutzername",
    profile: "Profilseite",
    picture: "Bild",
    website: "Website",
    email: "E-Mail-Adresse",
    email_verified: "Ob die E-Mail-Adresse best\xE4tigt ist",
    alt_emails: "Weitere E-Mail-Adressen",
    gender: "Geschlecht",
    birthdate: "Geburtsdatum",
    zoneinfo: "Zeitzone",
    locale: "Sprache und Region",
    phone_number: "Telefonnummer",
    phone_number_verified: "Ob die Telefonnummer best\xE4tigt ist",
    address: "Postanschrift",
    updated_at: "Wann Ihre Angaben zuletzt ge\xE4ndert wurden",
    groups: "Gruppen",
    auth_time: "Wann Sie sich angemeldet haben",
    acr: "Wie sicher Sie sich angemeldet haben",
    amr: "Womit Sie sich angemeldet haben"
  },
  device: {
    title: "Ger\xE4t verbinden",
    lead: "Geben Sie den Code ein, den Ihr Ger\xE4t anzeigt.",
    leadCompare: "Fahren Sie nur fort, wenn Ihr Ger\xE4t genau diesen Code anzeigt und Sie ihn selbst angefordert haben.",
    code: "Code",
    submit: "Weiter",
    failed: "Dieser Code ist unbekannt oder abgelaufen. Vergleichen Sie ihn mit Ihrem Ger\xE4t oder beginnen Sie dort von vorn.",
    doneApproved: "Ihr Ger\xE4t ist verbunden",
    doneApprovedFor: "{client} ist auf Ihrem Ger\xE4t verbunden",
    doneDenied: "Ihr Ger\xE4t wurde nicht verbunden",
    returnToDevice: "Sie k\xF6nnen zu Ihrem Ger\xE4t zur\xFCckkehren und diese Seite schlie\xDFen."
  },
  logout: {
    title: "Abmelden?",
    lead: "Damit endet Ihre Sitzung bei {issuer}.",
    leadFor: "{client} m\xF6chte Ihre Sitzung bei {issuer} beenden.",
    account: "Angemeldet als",
    confirm: "Abmelden",
    cancel: "Angemeldet bleiben",
    done: "Sie sind abgemeldet",
    doneLead: "Sie k\xF6nnen diese Seite schlie\xDFen.",
    frame: "Meldet bei einer Anwendung ab"
  },
  error: {
    title: "Die Anfrage kann nicht abgeschlossen werden",
    details: "Einzelheiten",
    code: "Fehler",
    description: "Beschreibung",
    requestId: "Anfrage-ID",
    quote: "Nennen Sie die Anfrage-ID, wenn Sie um Hilfe bitten.",
    words: {
      invalid_request: "Die Anwendung hat Sie mit einer Anfrage hierher geschickt, die dieser Server nicht annimmt.",
      invalid_client: "Dieser Server kennt die Anwendung nicht, die Sie hierher geschickt hat.",
      unauthorized_client: "Die Anwendung darf nicht tun, was sie verlangt hat.",
      access_denied: "Sie d\xFCrfen diese Anwendung nicht verwenden, oder die Anfrage wurde abgelehnt.",
      invalid_scope: "Die Anwendung hat mehr verlangt, als sie bekommen darf.",
      invalid_grant: "Was die Anwendung vorgelegt hat, ist abgelaufen oder verbraucht. Beginnen Sie dort von vorn.",
      invalid_request_uri: "Der Verweis auf die Anfrage der Anwendung ist unbekannt oder abgelaufen. Beginnen Sie dort von vorn.",
      login_required: "Sie m\xFCssen sich zuerst anmelden. Beginnen Sie in der Anwendung von vorn.",
      consent_required: "Zuerst ist Ihre Zustimmung n\xF6tig. Beginnen Sie in der Anwendung von vorn.",
      slow_down: "Zu viele Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal.",
      server_error: "Auf diesem Server ist etwas schiefgegangen. Es liegt nicht an Ihnen.",
      temporarily_unavailable: "Dieser Server kann gerade nicht antworten. Versuchen Sie es gleich noch einmal."
    },
    otherwise: "Das ist eine Sache zwischen der Anwendung und diesem Server. Mit Ihrem Konto ist alles in Ordnung.",
    told: "Das hat die Anwendung erfahren. Hier steht, warum.",
    dev: {
      why: "Warum",
      remedy: "So wird es erlaubt",
      rule: "Regel",
      option: "Option",
      sent: "Gesendet",
      expected: "Erwartet",
      expectedOneOf: "Erwartet wird eines von",
      nothing: "(nichts)",
      end: "nichts mehr",
      difference: "Erster Unterschied bei Zeichen {position}: gesendet {sent}, erwartet {expected}.",
      change: "Von Hand",
      command: "Per Befehl",
      learn: "In diesem Lauf annehmen",
      learnHint: "Nimmt {redirect_uri} von {client_id} an, bis der Server endet."
    }
  },
  home: {
    title: "Ihr Konto",
    titleDev: "Der Provider ist bereit",
    signedInAs: "Angemeldet als",
    notSignedIn: "Sie sind nicht angemeldet.",
    signIn: "Anmelden",
    signOut: "Abmelden",
    issuer: "Issuer",
    try: "Anmeldung ausprobieren",
    tryHint: "F\xFChrt einen ganzen Ablauf mit einem eingebauten Client aus und zeigt die Tokens.",
    inspector: "Abl\xE4ufe ansehen",
    inspectorHint: "Zeigt jede Anfrage und welche Regel entschied.",
    users: "Benutzer",
    password: "Passwort",
    clients: "Clients",
    public: "\xF6ffentlich",
    confidential: "vertraulich",
    redirectUris: "Redirect-URIs",
    none: "Keine.",
    anyLoopback: "Jede http- oder https-URI dieses Rechners.",
    endpoints: "Endpunkte"
  },
  formPost: {
    title: "Zur\xFCck zur Anwendung",
    lead: "Wenn nichts geschieht, fahren Sie von Hand fort.",
    submit: "Weiter"
  }
};

// src/provider/pages/strings/en.ts
var en = {
  common: {
    development: "Development",
    developmentNote: "Made for testing: anyone who can open this page can sign in as any test user.",
    errorTitle: "Error: {title}",
    cancel: "Cancel",
    policy: "Privacy policy",
    terms: "Terms of service",
    newTab: "(opens in a new tab)",
    slowDown: "Too many attempts. Wait a moment, then try again."
  },
  login: {
    title: "Sign in",
    titleFor: "Sign in to {client}",
    lead: "with your account at {issuer}",
    failed: "The user name or the password is not right. Check both and try again.",
    username: "User name",
    password: "Password",
    submit: "Sign in",
    testUsers: "Test users",
    testUsersHint: "One click signs in.",
    editClaims: "Edit claims",
    or: "or",
    withPassword: "With a password"
  },
  editClaims: {
    title: "Claims of {user}",
    lead: "They hold for this sign-in and what comes of it. The user stays as it is.",
    leadFor: "They hold for this sign-in to {client} and what comes of it. The user stays as it is.",
    name: "Name",
    about: "About",
    contact: "E-mail and phone",
    address: "Address",
    others: "Groups and attributes",
    fields: {
      display_name: "Full name",
      given_name: "Given name",
      middle_name: "Middle name",
      family_name: "Family name",
      nickname: "Nickname",
      gender: "Gender",
      birthdate: "Date of birth",
      zoneinfo: "Time zone",
      locale: "Language and region",
      profile: "Profile page",
      picture: "Picture",
      website: "Website",
      emails: "E-mail addresses",
      email_verified: "E-mail verified",
      phone_number: "Phone number",
      phone_extension: "Extension",
      phone_number_verified: "Phone verified",
      groups: "Groups",
      street_address: "Street",
      locality: "Town",
      region: "State or region",
      postal_code: "Postal code",
      country: "Country",
      extra: "Other attributes"
    },
    emailsHint: "One in a line. An empty field gives no claim.",
    groupsHint: "One in a line.",
    extraHint: "YAML or JSON, such as department: sales. Claims policies make claims of them.",
    extraFailed: "The other attributes are no mapping in YAML or JSON, such as department: sales.",
    submit: "Sign in with these claims",
    back: "Back"
  },
  secondFactor: {
    title: "Enter your one-time code",
    lead: "Your authenticator app shows it. It proves that it is you who signs in.",
    code: "One-time code",
    devCode: "The code of this test user is now",
    submit: "Continue",
    enrol: "Set up another app",
    failed: "That code is not right, or it has been used before. Enter the code that is shown now."
  },
  enrol: {
    title: "Set up one-time codes",
    codeLead: "You need a second step to sign in. Ask your administrator for an enrolment code.",
    code: "Enrolment code",
    codeFailed: "That enrolment code is not right, has expired, or has been used before.",
    scanLead: "Scan the picture with an authenticator app, then enter the code that the app shows.",
    qrCode: "QR code that adds this account to an authenticator app",
    secret: "Or type this secret into the app",
    openApp: "Open in an app on this device",
    totp: "Code from the app",
    totpFailed: "That is not the code the app should show now. Check the time of your device and try again.",
    devCode: "The app would show now",
    submit: "Continue",
    submitSetup: "Confirm and continue"
  },
  consent: {
    title: "{client} wants to use your account",
    account: "Signed in as",
    switchAccount: "Use another account",
    scopes: "It will be able to",
    claims: "It asks for these details",
    claimsHint: "Untick what you do not want to share.",
    required: "required",
    audience: "It will use this access at",
    remember: "Remember my answer",
    rememberHint: "You will not be asked again while the same things are requested.",
    accept: "Allow",
    reject: "Deny",
    clientId: "Client ID"
  },
  scopes: {
    openid: "Know who you are",
    offline_access: "Keep this access while you are away, until it is taken back",
    profile: "See your profile, such as your name and picture",
    groups: "See the groups you belong to",
    email: "See your e-mail addresses",
    phone: "See your phone number",
    address: "See your postal address",
    "authelia.bearer.authz": "Open protected resources as you"
  },
  claims: {
    sub: "Identifier of your account",
    name: "Full name",
    given_name: "Given name",
    family_name: "Family name",
    middle_name: "Middle name",
    nickname: "Nickname",
    preferred_username: "User name",
    profile: "Profile page",
    picture: "Picture",
    website: "Website",
    email: "E-mail address",
    email_verified: "Whether the e-mail address is verified",
    alt_emails: "Other e-mail addresses",
    gender: "Gender",
    birthdate: "Date of birth",
    zoneinfo: "Time zone",
    locale: "Language and region",
    phone_number: "Phone number",
    phone_number_verified: "Whether the phone number is verified",
    address: "Postal address",
    updated_at: "When your details last changed",
    groups: "Groups",
    auth_time: "When you signed in",
    acr: "How strongly you signed in",
    amr: "Means of signing in"
  },
  device: {
    title: "Connect a device",
    lead: "Enter the code that your device shows.",
    leadCompare: "Go on only if your device shows exactly this code, and if it was you who asked for it.",
    code: "Code",
    submit: "Continue",
    failed: "That code is unknown or has expired. Compare it with your device, or start again there.",
    doneApproved: "Your device is connected",
    doneApprovedFor: "{client} is connected on your device",
    doneDenied: "Your device was not connected",
    returnToDevice: "You can return to your device and close this page."
  },
  logout: {
    title: "Sign out?",
    lead: "This ends your session at {issuer}.",
    leadFor: "{client} asks to end your session at {issuer}.",
    account: "Signed in as",
    confirm: "Sign out",
    cancel: "Stay signed in",
    done: "You are signed out",
    doneLead: "You can close this page.",
    frame: "Signs out of an application"
  },
  error: {
    title: "The request cannot be completed",
    details: "Details",
    code: "Error",
    description: "Description",
    requestId: "Request ID",
    quote: "When you ask for help, include the request ID.",
    words: {
      invalid_request: "The application sent you here with a request that this server does not accept.",
      invalid_client: "This server does not know the application that sent you here.",
      unauthorized_client: "The application may not do what it asked for.",
      access_denied: "You are not allowed to use this application, or the request was denied.",
      invalid_scope: "The application asked for more than it may have.",
      invalid_grant: "What the application presented has expired or was used before. Start again there.",
      invalid_request_uri: "The link to the request of the application is unknown or has expired. Start again there.",
      login_required: "You have to sign in first. Start again in the application.",
      consent_required: "Your permission is needed first. Start again in the application.",
      slow_down: "Too many attempts. Wait a moment, then try again.",
      server_error: "Something went wrong on this server. It is not your fault.",
      temporarily_unavailable: "This server cannot answer now. Try again in a moment."
    },
    otherwise: "This is a matter between the application and this server. There is nothing wrong with your account.",
    told: "The application was told so. Here is why.",
    dev: {
      why: "Why",
      remedy: "How to allow it",
      rule: "Rule",
      option: "Option",
      sent: "Sent",
      expected: "Expected",
      expectedOneOf: "Expected one of",
      nothing: "(nothing)",
      end: "nothing more",
      difference: "First difference at character {position}: sent {sent}, expected {expected}.",
      change: "By hand",
      command: "By command",
      learn: "Accept it in this run",
      learnHint: "Accepts {redirect_uri} from {client_id} until the server stops."
    }
  },
  home: {
    title: "Your account",
    titleDev: "The provider is ready",
    signedInAs: "Signed in as",
    notSignedIn: "You are not signed in.",
    signIn: "Sign in",
    signOut: "Sign out",
    issuer: "Issuer",
    try: "Try a sign-in",
    tryHint: "Runs a whole flow with a built-in client and shows the tokens.",
    inspector: "Inspect flows",
    inspectorHint: "Shows each request, and which rule decided.",
    users: "Users",
    password: "Password",
    clients: "Clients",
    public: "public",
    confidential: "confidential",
    redirectUris: "Redirect URIs",
    none: "None.",
    anyLoopback: "Any http or https URI of this machine.",
    endpoints: "Endpoints"
  },
  formPost: {
    title: "Returning to the application",
    lead: "If nothing happens, continue by hand.",
    submit: "Continue"
  }
};

// src/provider/pages/language.ts
var STRINGS = { en, de };
function chooseLanguage(languages) {
  for (const tag of languages) {
    const primary = tag.toLowerCase().split("-", 1)[0];
    if (primary === "en" || primary === "de") return primary;
  }
  return "en";
}
function stringsOf(language) {
  return STRINGS[language];
}

// src/provider/pages/view.ts
function viewOf(context) {
  const language = chooseLanguage(context.languages);
  const issuer = context.issuer !== void 0 && URL.canParse(context.issuer) ? new URL(context.issuer) : void 0;
  return {
    language,
    text: stringsOf(language),
    base_path: context.base_path,
    issuerName: issuer === void 0 ? "" : `${issuer.host}${issuer.pathname.replace(/\/$/, "")}`,
    issuerOrigin: issuer?.origin ?? "",
    dev: context.dev ?? false,
    open: context.open ?? false
  };
}

// src/provider/pages/render.tsx
import { jsx as jsx18 } from "hono/jsx/jsx-runtime";
function pageOf(interaction, view, encodeQr2) {
  switch (interaction.page) {
    case "login":
      return /* @__PURE__ */ jsx18(LoginPage, { view, login: interaction });
    case "edit-claims":
      return /* @__PURE__ */ jsx18(EditClaimsPage, { view, edit: interaction });
    case "second-factor":
      return /* @__PURE__ */ jsx18(SecondFactorPage, { view, factor: interaction });
    case "second-factor-enrol":
      return /* @__PURE__ */ jsx18(EnrolPage, { view, enrol: interaction, encodeQr: encodeQr2 });
    case "consent":
      return /* @__PURE__ */ jsx18(ConsentPage, { view, consent: interaction });
    case "device":
      return /* @__PURE__ */ jsx18(DevicePage, { view, device: interaction });
    case "device-done":
      return /* @__PURE__ */ jsx18(DeviceDonePage, { view, done: interaction });
    case "logout":
      return /* @__PURE__ */ jsx18(LogoutPage, { view, logout: interaction });
    case "logged-out":
      return /* @__PURE__ */ jsx18(LoggedOutPage, { view, done: interaction });
    case "error":
      return /* @__PURE__ */ jsx18(ErrorPage, { view, refusal: interaction });
    case "home":
      return /* @__PURE__ */ jsx18(HomePage, { view, home: interaction });
  }
}
var documentOf = (element) => `<!doctype html>${String(element)}`;
function renderInteraction(interaction, context, encodeQr2) {
  return documentOf(pageOf(interaction, viewOf(context), encodeQr2));
}
function renderFormPost(response, context) {
  return documentOf(/* @__PURE__ */ jsx18(FormPostPage, { view: viewOf(context), response }));
}

// src/provider/interaction/show.ts
var PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
function languagesOf({ request }, ui_locales = null) {
  const accepted = (request.headers.get("accept-language") ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().split(";");
    const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== void 0);
    return { tag, quality: quality === void 0 ? 1 : Number(quality) };
  }).filter(({ tag, quality }) => tag !== "" && quality > 0).sort((left, right) => right.quality - left.quality).map(({ tag }) => tag);
  return [...(ui_locales ?? "").split(" ").filter((tag) => tag !== ""), ...accepted];
}
function withCookie(reply, browser) {
  return browser.cookie === void 0 ? reply : withHeaders(reply, { "Set-Cookie": browser.cookie });
}
var RETRY_AFTER_SECONDS2 = "15";
function showPage(exchange, interaction, showing = {}) {
  const { context, issuer } = exchange;
  const page = {
    nonce: "",
    languages: languagesOf(exchange, showing.ui_locales),
    base_path: context.issuers.basePath,
    issuer,
    dev: context.dev !== void 0,
    open: developerOf(exchange) !== void 0
  };
  const document = renderInteraction(interaction, page, encodeQr);
  const reply = html(showing.status ?? 200, document, PAGE_POLICY);
  return showing.browser === void 0 ? reply : withCookie(reply, showing.browser);
}
function slowedDown(failed2, page) {
  return failed2 === "slow_down" ? { ...withHeaders(page, { "Retry-After": RETRY_AFTER_SECONDS2 }), status: 429 } : page;
}
function pageUrl({ context }, endpoint, flow_id) {
  const url = context.issuers.basePath + pathOf(endpoint);
  return flow_id === void 0 ? url : `${url}?flow=${encodeURIComponent(flow_id)}`;
}
var RETURN_PAGES = ["device", "second-factor-enrol"];
function returnUrl(exchange) {
  const wanted = exchange.url.searchParams.get("return") ?? "";
  const [path, query = ""] = wanted.split("?", 2);
  const page = RETURN_PAGES.find((name) => pathOf(name) === path);
  if (page === void 0) return pageUrl(exchange, "home");
  return `${pageUrl(exchange, page)}${query === "" ? "" : `?${new URLSearchParams(query)}`}`;
}
function detourUrl(exchange, endpoint, back, search = exchange.url.search) {
  const here = pathOf(back) + search;
  return `${pageUrl(exchange, endpoint)}?return=${encodeURIComponent(here)}`;
}
function formFor(exchange, browser, form, flow_id) {
  const purpose = { session_key: browser.key, form, subject: flow_id ?? "" };
  return {
    action: pageUrl(exchange, form, flow_id),
    form_token: exchange.context.formTokens.issue(purpose, exchange.now)
  };
}
function interactionClient({ client_id, client_name }) {
  return { client_id, name: client_name === "" ? client_id : client_name };
}

// src/primitives/shell.ts
var BARE = /^[A-Za-z0-9_./:@%+,-]+$/;
function quoteForShell(text) {
  return BARE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

// src/provider/checks/remedy.ts
function setOption({ client_id }, option, operator, value) {
  const assignment = `${option}${operator}${value}`;
  const word = /^[\w.]+\+?=[\w.:/@%+,-]*$/.test(assignment) ? assignment : quoteForShell(assignment);
  return `oidc client set ${quoteForShell(client_id)} ${word}`;
}

// src/provider/checks/redirect-uri.ts
function isLoopbackLiteral(hostname) {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]";
}
function withoutLoopbackPort(uri) {
  const [, scheme, host, rest] = /^(http:\/\/)([^/?#@:[\]]+|\[[^\]]+\])(?::\d+)?([/?][^#]*|)$/.exec(uri) ?? [];
  if (scheme === void 0 || host === void 0 || !isLoopbackLiteral(host)) return void 0;
  return `${scheme}${host}${rest}`;
}
function matchesRegistered(sent, registered) {
  if (sent === registered) return true;
  const plain = withoutLoopbackPort(sent);
  return plain !== void 0 && plain === withoutLoopbackPort(registered);
}
function isLoopbackUri(uri) {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  return (protocol === "http:" || protocol === "https:") && isLoopbackHost(hostname) && username === "" && password === "";
}
function isLearnable(uri) {
  return isLoopbackUri(uri) && !uri.includes("#");
}
function isInsecureUri(uri) {
  const { protocol, hostname } = new URL(uri);
  if (protocol !== "http:") return false;
  return hostname !== "localhost" && !hostname.endsWith(".localhost") && !isLoopbackLiteral(hostname);
}
function isAllowed(client3, sent, exchange) {
  if (client3.redirect_uris.some((registered) => matchesRegistered(sent, registered))) return true;
  const { dev, learnedRedirects } = exchange.context;
  if (dev === void 0) return false;
  if (learnedRedirects.has(client3.client_id, sent)) return true;
  return dev.madeUpClients.has(client3.client_id) && isLoopbackUri(sent);
}
function notRegistered(client3, sent, exchange) {
  return {
    error: "invalid_request",
    hint: "The redirect_uri is not one of those registered for the client; it is compared exactly.",
    option: exchange.context.clients.optionPath(client3, "redirect_uris"),
    sent,
    expected: client3.redirect_uris,
    change: `add '${sent}' to the client's redirect_uris`,
    command: setOption(client3, "redirect_uris", "+=", sent),
    ...isLearnable(sent) ? { learn: { client_id: client3.client_id, redirect_uri: sent } } : {}
  };
}
function proveRedirectUri(received, exchange) {
  const { client: client3, parameters } = received;
  if (client3 === void 0) return { error: "invalid_client", hint: "The client does not exist." };
  const sent = parameters.get("redirect_uri");
  if (sent !== void 0) {
    return isAllowed(client3, sent, exchange) ? { ...received, redirect_uri: sent } : notRegistered(client3, sent, exchange);
  }
  const [only, ...others] = client3.redirect_uris;
  if (only === void 0 || others.length > 0 || splitList(parameters.get("scope")).includes("openid")) {
    return {
      error: "invalid_request",
      hint: "The redirect_uri is missing: it is required with scope 'openid' and for clients with several.",
      option: exchange.context.clients.optionPath(client3, "redirect_uris"),
      sent: "",
      change: "in the application: send one of the registered redirect URIs",
      expected: client3.redirect_uris
    };
  }
  return { ...received, redirect_uri: only };
}
function assertAbsolute(received) {
  const uri = received.redirect_uri ?? "";
  if (URL.canParse(uri) && !uri.includes("#")) return received;
  return {
    error: "invalid_request",
    hint: "The redirect_uri must be absolute and without a fragment.",
    sent: uri,
    change: "in the application and in redirect_uris: take the fragment away"
  };
}

// src/provider/session/browser.ts
import { parse, serialize } from "hono/utils/cookie";
init_sha256();

// src/provider/policy/level.ts
var BUILT_IN = ["one_factor", "two_factor", "deny"];
function levelOf({ totp_at }) {
  return totp_at === null ? "one_factor" : "two_factor";
}
function satisfies(level, needed) {
  return needed !== "deny" && (level === "two_factor" || needed === "one_factor");
}
function isSubject(subject, user) {
  const [kind = "", ...rest] = subject.split(":");
  const name = rest.join(":").trim();
  if (kind.trim() === "user") return name === user.username;
  return kind.trim() === "group" && user.groups.includes(name);
}
function matches({ subject, networks }, user, address) {
  const isForUser = subject.length === 0 || subject.some((all) => all.every((one) => isSubject(one, user)));
  return isForUser && (networks.length === 0 || networkList(networks)(address));
}
function evaluate({ default_policy, rules }, user, address) {
  return rules.find((rule) => matches(rule, user, address))?.policy ?? default_policy;
}
function neededLevel({ authorization_policies }, { authorization_policy }, user, address) {
  if (BUILT_IN.includes(authorization_policy)) return authorization_policy;
  const policy = authorization_policies[authorization_policy];
  return policy === void 0 ? "two_factor" : evaluate(policy, user, address);
}

// src/provider/session/browser.ts
var TOUCH_INTERVAL = 60;
function cookieName(issuer) {
  const name = `oidc_session_${Buffer.from(sha256(issuer)).toString("hex").slice(0, 8)}`;
  return isHttps(issuer) ? `__Host-${name}` : name;
}
function isHttps(issuer) {
  return issuer.startsWith("https:");
}
function hashCookie(value) {
  return sha256Text(value);
}
function setCookie(issuer, value) {
  return serialize(cookieName(issuer), value, { path: "/", httpOnly: true, sameSite: "Lax", secure: isHttps(issuer) });
}
function readCookie({ request, issuer }) {
  const header = request.headers.get("cookie");
  if (header === null) return void 0;
  const name = cookieName(issuer);
  const value = parse(header, name)[name];
  return value !== void 0 && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : void 0;
}
function isAlive(row, { now, context }) {
  const { inactivity } = context.config.session;
  return row.expires_at > now && (inactivity === 0 || row.used_at + inactivity > now);
}
async function findLogin(exchange, key) {
  const { storage, users } = exchange.context;
  const session = await storage.findSession(key);
  if (session === void 0) return void 0;
  const user = isAlive(session, exchange) ? await users.find(session.username) : void 0;
  if (user === void 0) {
    await storage.deleteSession(key);
    return void 0;
  }
  if (session.used_at + TOUCH_INTERVAL <= exchange.now) await storage.touchSession(key, exchange.now);
  return { session, user: session.edited_user ?? user };
}
function newBrowser(exchange) {
  const value = encodeBase64url(exchange.context.random(32));
  return { key: hashCookie(value), cookie: setCookie(exchange.issuer, value) };
}
async function readBrowser(exchange) {
  const value = readCookie(exchange);
  if (value === void 0) return { ...newBrowser(exchange), login: void 0 };
  const key = hashCookie(value);
  return { key, cookie: void 0, login: await findLogin(exchange, key) };
}
async function logIn(exchange, browser, user, details) {
  const { storage, config } = exchange.context;
  const fresh = newBrowser(exchange);
  const session = {
    key: fresh.key,
    username: user.username,
    ...details,
    created_at: exchange.now,
    used_at: exchange.now,
    expires_at: exchange.now + config.session.expiration
  };
  await storage.deleteSession(browser.key);
  await storage.saveSession(session);
  return { ...fresh, login: { session, user } };
}
function addSecondFactor(exchange, browser, login) {
  const { password_at } = login.session;
  return logIn(exchange, browser, login.user, { password_at, totp_at: exchange.milliseconds, ...editedUserOf(login) });
}
function editedUserOf({ session: { edited_user } }) {
  return edited_user === void 0 ? {} : { edited_user };
}
async function logOut(exchange, browser) {
  await exchange.context.storage.deleteSession(browser.key);
  return { ...newBrowser(exchange), login: void 0 };
}
function authenticatedAt({ session }) {
  return Math.max(session.password_at, session.totp_at ?? 0);
}
function amrOf({ session }, { context }) {
  const knowledge = context.asReleased("amr_kba") ? ["pwd", "kba"] : ["pwd"];
  return levelOf(session) === "two_factor" ? [...knowledge, "otp", "mfa"] : knowledge;
}

// src/spec/scopes.ts
var OFFLINE_SCOPES = ["offline_access", "offline"];

// src/provider/claims/claims-parameter.ts
import { createHash as createHash6 } from "node:crypto";
function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function claimRequest(value) {
  if (value === null) return null;
  if (!isMapping(value)) return void 0;
  const { essential, values } = value;
  if (essential !== void 0 && typeof essential !== "boolean") return void 0;
  if (values !== void 0 && !Array.isArray(values)) return void 0;
  return {
    ...essential === void 0 ? {} : { essential },
    ..."value" in value ? { value: value["value"] } : {},
    ...values === void 0 ? {} : { values }
  };
}
function section(value) {
  if (value === void 0 || value === null) return {};
  if (!isMapping(value)) return void 0;
  const requests = [];
  for (const [name, asked] of Object.entries(value)) {
    const request = claimRequest(asked);
    if (request === void 0) return void 0;
    requests.push([name, request]);
  }
  return Object.fromEntries(requests);
}
function parseClaimsParameter(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isMapping(value)) return void 0;
  const id_token = section(value["id_token"]);
  const userinfo = section(value["userinfo"]);
  return id_token === void 0 || userinfo === void 0 ? void 0 : { id_token, userinfo };
}
function canonicalRequest(request) {
  if (request === null) return null;
  const { essential = false, value, values } = request;
  return { essential, ...value === void 0 ? {} : { value }, ...values === void 0 ? {} : { values } };
}
function canonicalSection(requests) {
  const names = Object.keys(requests).sort();
  if (names.length === 0) return void 0;
  return Object.fromEntries(names.map((name) => [name, canonicalRequest(requests[name] ?? null)]));
}
function claimsSignature({ id_token, userinfo }) {
  const canonical = JSON.stringify({ id_token: canonicalSection(id_token), userinfo: canonicalSection(userinfo) });
  return createHash6("sha256").update(canonical).digest("hex");
}
function requestedClaims({ id_token, userinfo }) {
  const names = [.../* @__PURE__ */ new Set([...Object.keys(id_token), ...Object.keys(userinfo)])];
  return names.map((name) => ({
    name,
    essential: id_token[name]?.essential === true || userinfo[name]?.essential === true
  }));
}
function isEqualValue(actual, asked) {
  return (typeof actual === "string" || typeof actual === "number" || typeof actual === "boolean") && actual === asked;
}
function matchesRequest(actual, request) {
  if (request === null) return true;
  const { value, values } = request;
  if (value !== void 0 && value !== null) return isEqualValue(actual, value);
  return values === void 0 || values.some((one) => isEqualValue(actual, one));
}

// src/provider/authorization/consent.ts
var LASTING_SCOPES = [...OFFLINE_SCOPES, "authelia.bearer.authz"];
function consentMode(client3, request) {
  const asksForLasting = has(request, "code") && request.scopes.some((scope) => LASTING_SCOPES.includes(scope));
  const isForced = request.prompt.includes("consent") || request.prompt.includes("login") || asksForLasting;
  return isForced ? "explicit" : client3.consent_mode;
}
function mayRemember(client3, request) {
  return consentMode(client3, request) === "pre-configured";
}
function voluntaryClaims({ claims }) {
  if (claims === null) return [];
  return requestedClaims(claims).flatMap(({ name, essential }) => essential ? [] : [name]);
}
function implicitApproval(request) {
  return {
    scopes: request.scopes.filter((scope) => !OFFLINE_SCOPES.includes(scope)),
    granted_claims: voluntaryClaims(request)
  };
}
function acceptedApproval(request, ticked) {
  return { scopes: request.scopes, granted_claims: voluntaryClaims(request).filter((name) => ticked.includes(name)) };
}
function isSameSet(left, right) {
  return new Set(left).size === new Set(right).size && left.every((one) => right.includes(one));
}
function signatureOf({ claims }) {
  return claims === null ? null : claimsSignature(claims);
}
function isRemembered(row, request, now) {
  return row.expires_at > now && isSameSet(row.scopes, request.scopes) && isSameSet(row.audience, [...request.audience, ...request.resource]) && row.claims_signature === signatureOf(request);
}
async function findRemembered({ context, now }, request, subject) {
  const rows = await context.storage.findConsents(request.client_id, subject);
  const row = rows.find((one) => isRemembered(one, request, now));
  return row === void 0 ? void 0 : { scopes: request.scopes, granted_claims: row.granted_claims };
}
async function rememberConsent({ context, now }, client3, request, subject, approval) {
  await context.storage.saveConsent({
    id: uuid(context.random),
    client_id: client3.client_id,
    subject,
    created_at: now,
    expires_at: now + client3.pre_configured_consent_duration,
    scopes: request.scopes,
    audience: [...request.audience, ...request.resource],
    claims_signature: signatureOf(request),
    granted_claims: approval.granted_claims
  });
}

// src/provider/authorization/autopilot.ts
function isHarmless({ madeUpClients, setClients }, { client: client3, request }) {
  const isMadeUp = madeUpClients.has(client3.client_id) || setClients?.has(client3.client_id) === true;
  return isMadeUp && isLoopbackUri(request.redirect_uri) && !request.prompt.includes("none");
}
async function signedIn(exchange, browser, { loginAs: username }) {
  const user = username === void 0 ? void 0 : await exchange.context.users.find(username);
  if (user === void 0 || browser.login?.user.username === username) return browser;
  return logIn(exchange, browser, user, { password_at: exchange.milliseconds, totp_at: exchange.milliseconds });
}
async function autopilot(exchange, situation) {
  const dev = developerOf(exchange);
  if (dev === void 0 || !isHarmless(dev, situation)) return situation;
  if (dev.loginAs !== void 0 || dev.consent === true) {
    exchange.witness?.decided?.({ decision: "pages answered by --login-as or --consent", rule: "for loopback alone" });
  }
  const answer = { decision: "accept", claims: voluntaryClaims(situation.request), remember: false };
  return {
    ...situation,
    browser: await signedIn(exchange, situation.browser, dev),
    ...dev.consent === true ? { answer } : {}
  };
}

// src/provider/claims/subject.ts
function subjectOf(context, client3, username) {
  return context.storage.subjectFor(client3.sector_identifier_uri, username, uuid(context.random));
}

// src/provider/checks/pkce.ts
function pkceDemand(provider, client3) {
  if (provider.enforce_pkce === "always") return "enforce_pkce";
  if (client3.public && provider.enforce_pkce !== "never") return "enforce_pkce";
  if (client3.require_pkce) return "require_pkce";
  return client3.pkce_challenge_method === "" ? void 0 : "pkce_challenge_method";
}
function demanded(exchange, client3) {
  const option = pkceDemand(exchange.context.config.provider, client3);
  if (option === void 0) return void 0;
  return {
    error: "invalid_request",
    hint: "The client must send a code_challenge (PKCE).",
    option: option === "enforce_pkce" ? ["identity_providers", "oidc", option] : exchange.context.clients.optionPath(client3, option),
    sent: "no code_challenge",
    expected: ["code_challenge and code_challenge_method=S256"],
    change: "in the application: switch PKCE on, with method S256",
    ...option === "require_pkce" ? { command: setOption(client3, option, "=", "false") } : {},
    ...option === "pkce_challenge_method" ? { command: setOption(client3, option, "=", "") } : {}
  };
}
function isPermittedMethod(provider, client3, method) {
  if (method !== "S256" && !(method === "plain" && provider.enable_pkce_plain_challenge)) return false;
  return client3.pkce_challenge_method === "" || client3.pkce_challenge_method === method;
}
function isChallenge(challenge, method) {
  return method === "S256" ? /^[A-Za-z0-9_-]{43}$/.test(challenge) : /^[A-Za-z0-9._~-]{43,128}$/.test(challenge);
}
function checkPkce({ parameters, client: client3 }, exchange) {
  if (!splitList(parameters.get("response_type")).includes("code")) return void 0;
  const { provider } = exchange.context.config;
  const challenge = parameters.get("code_challenge");
  const sentMethod = parameters.get("code_challenge_method");
  if (challenge === void 0) {
    if (sentMethod === void 0) return demanded(exchange, client3);
    return demanded(exchange, client3) ?? {
      error: "invalid_request",
      hint: "There is a code_challenge_method without code_challenge.",
      sent: sentMethod,
      change: "in the application: send the code_challenge, or neither"
    };
  }
  const method = sentMethod ?? "plain";
  if (!isPermittedMethod(provider, client3, method)) {
    return {
      error: "invalid_request",
      hint: `The code_challenge_method '${method}' is not allowed.`,
      sent: method,
      ...client3.pkce_challenge_method === "" ? { expected: ["S256"], option: ["identity_providers", "oidc", "enable_pkce_plain_challenge"] } : {
        expected: [client3.pkce_challenge_method],
        option: exchange.context.clients.optionPath(client3, "pkce_challenge_method"),
        command: setOption(client3, "pkce_challenge_method", "=", method)
      },
      change: "in the application: use the method S256"
    };
  }
  if (isChallenge(challenge, method)) return void 0;
  return {
    error: "invalid_request",
    hint: "The code_challenge is not of the form that its method makes (RFC 7636 \xA74.2).",
    sent: `${challenge.length} characters`,
    expected: [method === "S256" ? "43 characters of base64url, without padding" : "43 to 128 unreserved characters"],
    change: "in the application: send BASE64URL(SHA256(code_verifier)) without padding"
  };
}

// src/provider/claims/scope-claims.ts
var SCOPE_CLAIMS = {
  profile: [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at"
  ],
  email: ["email", "email_verified", "alt_emails"],
  groups: ["groups"],
  phone: ["phone_number", "phone_number_verified"],
  address: ["address"]
};
function customClaim(policy, listed) {
  const own = policy.custom_claims[listed] ?? Object.values(policy.custom_claims).find(({ name }) => name === listed);
  return own ?? { name: listed };
}
function claimsPolicyOf(provider, client3) {
  return client3.claims_policy === "" ? void 0 : provider.claims_policies[client3.claims_policy];
}
function claimsOfScopes(provider, client3, scopes) {
  const policy = claimsPolicyOf(provider, client3);
  return scopes.flatMap((scope) => {
    const standard = SCOPE_CLAIMS[scope];
    if (standard !== void 0) return standard.map((name) => ({ name }));
    const custom = provider.scopes[scope];
    return policy === void 0 || custom === void 0 ? [] : custom.claims.map((listed) => customClaim(policy, listed));
  });
}

// src/provider/decisions.ts
var PROVIDER = ["identity_providers", "oidc"];
function clientOption({ context }, client3, option) {
  return formatOptionPath(context.clients.optionPath(client3, option));
}
function redirectAccepted(exchange, client3, sent) {
  const rule = "RFC 6749 \xA73.1.2.3, RFC 9700 \xA74.1.3: the redirect URI is registered";
  const option = clientOption(exchange, client3, "redirect_uris");
  if (client3.redirect_uris.includes(sent)) return { decision: "redirect_uri: exactly as registered", rule, option };
  if (client3.redirect_uris.some((registered) => matchesRegistered(sent, registered))) {
    const loopback = "RFC 8252 \xA77.3: the port of a loopback address may differ";
    return { decision: "redirect_uri: registered, with another port of this machine", rule: loopback, option };
  }
  return exchange.context.learnedRedirects.has(client3.client_id, sent) ? { decision: "redirect_uri: accepted for this run (learned)", rule: "--dev learns redirect URIs" } : { decision: "redirect_uri: a made-up client may use any of this machine", rule: "--dev makes up clients" };
}
function pkceDecision(exchange, client3, { code_challenge_method }) {
  const demand = pkceDemand(exchange.context.config.provider, client3);
  const option = demand === void 0 || demand === "enforce_pkce" ? formatOptionPath([...PROVIDER, "enforce_pkce"]) : clientOption(exchange, client3, demand);
  const wanted = demand === void 0 ? "not demanded" : "demanded";
  const used = code_challenge_method === null ? "not used" : `used with ${code_challenge_method}`;
  return { decision: `PKCE: ${wanted}, ${used}`, rule: "RFC 7636 \xA74.4.1", option };
}
function requestChecked(exchange, client3, request) {
  const targets = [...request.audience, ...request.resource];
  return [
    redirectAccepted(exchange, client3, request.redirect_uri),
    pkceDecision(exchange, client3, request),
    {
      decision: `scope: all registered (${request.scopes.join(" ") || "none"})`,
      rule: "RFC 6749 \xA73.3",
      option: clientOption(exchange, client3, "scopes")
    },
    ...targets.length === 0 ? [] : [
      {
        decision: `audience: ${targets.join(" ")}`,
        rule: "RFC 8707 \xA72",
        option: clientOption(exchange, client3, "audience")
      }
    ]
  ];
}
function levelDecided(exchange, client3, login, level) {
  return {
    decision: `policy ${client3.authorization_policy} demands ${level}; the session has ${levelOf(login.session)}`,
    rule: "the authorization policy of the client",
    option: clientOption(exchange, client3, "authorization_policy"),
    user: login.user.username
  };
}
function loginDemanded({ prompt, max_age }) {
  const why = prompt.includes("login") ? "prompt=login" : `max_age=${max_age ?? 0} has passed`;
  return { decision: `sign in again: ${why}`, rule: "Core \xA73.1.2.1" };
}
function consentDecided(exchange, { client: client3, request }, outcome) {
  const isForced = consentMode(client3, request) !== client3.consent_mode;
  const asked = request.prompt.filter((prompt) => prompt === "consent" || prompt === "login");
  const because = asked.length > 0 ? `prompt=${asked.join(" ")}` : "a scope that outlives the browser";
  return {
    decision: `consent: ${outcome}`,
    rule: isForced ? `consent is explicit because of ${because}` : "the consent mode of the client",
    option: clientOption(exchange, client3, "consent_mode")
  };
}
function lifespanOption({ config }, client3, grant, token) {
  const { custom } = config.provider.lifespans;
  const own = client3.lifespan === "" ? void 0 : custom[client3.lifespan];
  const path = [...PROVIDER, "lifespans"];
  if ((own?.grants[grant]?.[token] ?? 0) > 0) return [...path, "custom", client3.lifespan, "grants", grant, token];
  return (own?.[token] ?? 0) > 0 ? [...path, "custom", client3.lifespan, token] : [...path, token];
}
var LIVING = {
  access_token: "access token",
  authorize_code: "authorization code",
  id_token: "ID token",
  refresh_token: "refresh token"
};
function lifespanChosen({ context }, client3, grant, token, seconds) {
  return {
    decision: `${LIVING[token]} lives ${seconds} s`,
    rule: `lifespans of grant ${grant}`,
    option: formatOptionPath(lifespanOption(context, client3, grant, token))
  };
}
var PLACES = {
  id_token: "ID token",
  userinfo: "userinfo answer",
  access_token: "access token"
};
function scopeSources({ config }, client3, scopes, place) {
  const policy = claimsPolicyOf(config.provider, client3);
  const listed = place === "userinfo" ? void 0 : policy?.[place];
  return scopes.flatMap(
    (scope) => claimsOfScopes(config.provider, client3, [scope]).flatMap(({ name, attribute }) => {
      const from = `scope ${scope}${attribute === void 0 ? "" : `, user attribute ${attribute}`}`;
      if (listed === void 0) return [[name, from]];
      return listed.includes(name) ? [[name, `${from}; listed in claims policy ${client3.claims_policy}`]] : [[name, from]];
    })
  );
}
function requestedSources(requests) {
  return Object.entries(requests).map(([name, request]) => [
    name,
    `claims parameter, ${request?.essential === true ? "essential" : "voluntary"}`
  ]);
}
function claimsChosen({ context }, client3, { scopes, claims }, place) {
  const requests = place === "access_token" ? {} : claims?.[place] ?? {};
  const because = Object.fromEntries([...scopeSources(context, client3, scopes, place), ...requestedSources(requests)]);
  return {
    decision: `claims of the ${PLACES[place]}: by scope, claims policy and claims parameter`,
    rule: "Core \xA75.4, \xA75.5",
    ...client3.claims_policy === "" ? {} : { option: formatOptionPath([...PROVIDER, "claims_policies", client3.claims_policy]) },
    place,
    because
  };
}
function ofGrant(decision, { request_id, client_id, username, flow_id, scopes, claims }, rule) {
  return {
    decision,
    rule,
    grant: request_id,
    client_id,
    scopes,
    ...claims === null ? {} : { claims },
    ...username === null ? {} : { user: username },
    ...flow_id === null ? {} : { flow: flow_id }
  };
}

// src/provider/authorization/reauthentication.ts
function needsLogin({ prompt, max_age, requested_at }, last, asReleased) {
  if (max_age === 0 && asReleased("max_age")) return true;
  if (last.forThisRequest) return false;
  if (prompt.includes("login") || max_age === 0) return last.at <= requested_at;
  return max_age !== null && last.at + max_age * 1e3 < requested_at;
}

// src/provider/authorization/requested-user.ts
import { compactVerify, decodeProtectedHeader as decodeProtectedHeader2 } from "jose";
async function hintKey(context, client3, alg, kid) {
  if (kid === void 0) {
    const secret = plaintextSecret(client3);
    return alg.startsWith("HS") && secret !== void 0 ? hmacKey(secret, alg, context.asReleased) : void 0;
  }
  return context.keys.keys.find((key) => key.kid === kid && key.alg === alg && key.use === "sig")?.publicKey();
}
function isIdToken({ iss, sub, exp }, typ, issuer) {
  const isPlain = typ === void 0 || typ.toUpperCase() === "JWT";
  return isPlain && iss === issuer && typeof sub === "string" && sub !== "" && typeof exp === "number";
}
async function readHint({ context, issuer }, client3, hint) {
  try {
    const { alg = "", kid, typ } = decodeProtectedHeader2(hint);
    const key = await hintKey(context, client3, alg, kid);
    if (key === void 0) return void 0;
    const { payload } = await compactVerify(hint, key, { algorithms: [alg] });
    const claims = JSON.parse(Buffer.from(payload).toString("utf8"));
    return isIdToken(claims, typ, issuer) ? claims : void 0;
  } catch {
    return void 0;
  }
}
async function checkHint(exchange, client3, hint, subject) {
  const rule = "Core \xA73.1.2.1: id_token_hint names the user who is logged in";
  const claims = await readHint(exchange, client3, hint);
  if (claims === void 0) {
    throw new OAuthError("invalid_request", {
      hint: "The id_token_hint is not an ID token of this provider.",
      detail: { rule }
    });
  }
  if (claims.sub === subject) return;
  throw new OAuthError("login_required", { hint: "The id_token_hint is of another user.", detail: { rule } });
}
function refuseClaim(name) {
  return new OAuthError("access_denied", {
    hint: `The claim '${name}' was asked for with a value that is not this user's.`,
    detail: { rule: "Core \xA75.5.1: a value asked for is the one that is returned", sent: name }
  });
}
function checkValues({ issuer }, { id_token, userinfo }, subject) {
  for (const requests of [id_token, userinfo]) {
    if (!matchesRequest(issuer, requests["iss"] ?? null)) throw refuseClaim("iss");
    if (!matchesRequest(subject, requests["sub"] ?? null)) throw refuseClaim("sub");
  }
}
function checkRegistered({ context }, client3, claims) {
  if (!context.asReleased("unregistered_claims")) return;
  const own = claimsOfScopes(context.config.provider, client3, client3.scopes).map(({ name }) => name);
  const known = claimsOfScopes(context.config.provider, client3, Object.keys(SCOPE_CLAIMS)).map(({ name }) => name);
  const foreign = requestedClaims(claims).find(({ name }) => known.includes(name) && !own.includes(name));
  if (foreign !== void 0) throw refuseClaim(foreign.name);
}
async function checkRequestedUser(exchange, client3, { id_token_hint, claims }, subject) {
  if (id_token_hint !== null) await checkHint(exchange, client3, id_token_hint, subject);
  if (claims === null) return;
  checkValues(exchange, claims, subject);
  checkRegistered(exchange, client3, claims);
}

// src/provider/authorization/decide.ts
function isAlwaysRefused({ client: client3, request, browser }, { next }) {
  if (next === "consent") return consentMode(client3, request) === "pre-configured";
  return next === "login" && browser.login === void 0;
}
function ask(situation, { context }, decision) {
  if (!situation.request.prompt.includes("none")) return decision;
  if (context.asReleased("prompt_none") && !isAlwaysRefused(situation, decision)) return decision;
  throw new OAuthError(decision.next === "consent" ? "consent_required" : "login_required", {
    hint: "The prompt is 'none', and a page would have to be shown.",
    detail: {
      rule: "Core \xA73.1.2.1: prompt=none shows no page",
      sent: "prompt=none",
      expected: [`a page: ${decision.next}`]
    }
  });
}
async function decideConsent(situation, exchange, login, subject) {
  const { request, client: client3, answer } = situation;
  if (answer?.decision === "reject") {
    throw new OAuthError("access_denied", {
      hint: "The user denied the request.",
      detail: { rule: "RFC 6749 \xA74.1.2.1" }
    });
  }
  if (answer?.decision === "accept") {
    exchange.witness?.decided?.(consentDecided(exchange, situation, "given"));
    return { next: "grant", login, subject, approval: acceptedApproval(request, answer.claims) };
  }
  const mode2 = consentMode(client3, request);
  if (mode2 === "implicit") {
    exchange.witness?.decided?.(consentDecided(exchange, situation, "implicit"));
    return { next: "grant", login, subject, approval: implicitApproval(request) };
  }
  const remembered2 = mode2 === "pre-configured" ? await findRemembered(exchange, request, subject) : void 0;
  if (remembered2 !== void 0) {
    exchange.witness?.decided?.(consentDecided(exchange, situation, "remembered"));
    return { next: "grant", login, subject, approval: remembered2 };
  }
  exchange.witness?.decided?.(consentDecided(exchange, situation, "to be asked"));
  return ask(situation, exchange, { next: "consent", login });
}
function refuseByPolicy({ context }, client3) {
  return new OAuthError("access_denied", {
    hint: "The user may not use this client.",
    detail: {
      rule: "the authorization policy of the client denies this user",
      option: context.clients.optionPath(client3, "authorization_policy"),
      sent: `${client3.authorization_policy}: deny`,
      expected: ["one_factor", "two_factor"],
      change: "let a rule of the policy match this user or address, or choose another policy for the client"
    }
  });
}
async function decide(situation, exchange) {
  const { request, client: client3, browser, flow } = situation;
  const { context } = exchange;
  const { login } = browser;
  if (login === void 0) {
    exchange.witness?.decided?.({ decision: "sign in: nobody is signed in", rule: "Core \xA73.1.2.3" });
    return ask(situation, exchange, { next: "login" });
  }
  const level = neededLevel(context.config.provider, client3, login.user, exchange.address);
  exchange.witness?.decided?.(levelDecided(exchange, client3, login, level));
  if (level === "deny") throw refuseByPolicy(exchange, client3);
  if (!satisfies(levelOf(login.session), level)) return ask(situation, exchange, { next: "second-factor", login });
  const last = { at: authenticatedAt(login), forThisRequest: flow?.authenticated === true };
  if (needsLogin(request, last, context.asReleased)) {
    exchange.witness?.decided?.(loginDemanded(request));
    return ask(situation, exchange, { next: "login" });
  }
  const subject = await subjectOf(context, client3, login.user.username);
  await checkRequestedUser(exchange, client3, request, subject);
  return decideConsent(situation, exchange, login, subject);
}

// src/secrets/totp.ts
init_sha256();
import { createHmac as createHmac6 } from "node:crypto";

// src/secrets/base32.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function encodeBase32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups2 = bits.match(/.{1,5}/g) ?? [];
  return groups2.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

// src/secrets/totp.ts
function totpCode({ secret, algorithm, digits }, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac6(algorithm.toLowerCase(), secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 2147483647) % 10 ** digits).padStart(digits, "0");
}
function totpStep({ period }, now) {
  return Math.floor(now / period);
}
function matchingTotpStep(totp, typed, now, skew) {
  const code = typed.replace(/\s/g, "");
  const current = totpStep(totp, now);
  const steps = Array.from({ length: 2 * skew + 1 }, (_, index) => current - skew + index);
  return steps.filter((step) => step >= 0 && equalInConstantTime(totpCode(totp, step), code)).at(-1);
}
function otpauthUri({ secret, algorithm, digits, period }, { issuer, username }) {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  const parameters = { algorithm, digits, issuer, period, secret: encodeBase32(secret) };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${label}?${query.join("&")}`;
}

// src/provider/claims/compute-attribute.ts
function tellOperator({ config, log }, name, told2) {
  const option = ["definitions", "user_attributes", name, "expression"];
  const at = config.positionOf(option);
  log({
    level: "warn",
    event: "attribute_not_computed",
    option: formatOptionPath(option),
    ...at === void 0 ? {} : { position: `${at.file}:${at.line}:${at.column}` },
    ...told2
  });
}
function attributeReader(context, client_id) {
  const { computedAttributes } = context;
  return (name, attributes) => {
    if (computedAttributes?.has(name) !== true) return attributes[name];
    try {
      return computedAttributes.compute(name, attributes);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      tellOperator(context, name, { client_id, username: attributes["username"], cause });
      return void 0;
    }
  };
}

// src/provider/claims/user-claims.ts
function phoneNumber({ phone_number, phone_extension }) {
  if (phone_number === void 0 || phone_number === "") return void 0;
  return phone_extension === void 0 || phone_extension === "" ? phone_number : `${phone_number};ext=${phone_extension}`;
}
function addresses({ email, emails }) {
  return emails !== void 0 ? [...emails] : email === void 0 || email === "" ? [] : [email];
}
function standardClaims(user, now) {
  const [email, ...alt_emails] = addresses(user);
  const phone_number = phoneNumber(user);
  return {
    name: user.display_name,
    given_name: user.given_name,
    family_name: user.family_name,
    middle_name: user.middle_name,
    nickname: user.nickname,
    preferred_username: user.username,
    profile: user.profile,
    picture: user.picture,
    website: user.website,
    gender: user.gender,
    birthdate: user.birthdate,
    zoneinfo: user.zoneinfo,
    locale: user.locale,
    updated_at: now,
    email,
    email_verified: email === void 0 ? void 0 : user.email_verified ?? true,
    alt_emails,
    groups: user.groups,
    phone_number,
    phone_number_verified: phone_number === void 0 ? void 0 : user.phone_number_verified ?? false,
    address: withoutEmpty({ ...user.address })
  };
}
function attributesOf(user, standard) {
  const emails = addresses(user);
  const { street_address, locality, region, postal_code, country } = user.address ?? {};
  const own = {
    username: user.username,
    groups: user.groups,
    display_name: user.display_name,
    email: emails[0],
    emails,
    emails_extra: emails.slice(1),
    email_verified: standard["email_verified"],
    given_name: user.given_name,
    middle_name: user.middle_name,
    family_name: user.family_name,
    nickname: user.nickname,
    profile: user.profile,
    picture: user.picture,
    website: user.website,
    gender: user.gender,
    birthdate: user.birthdate,
    zoneinfo: user.zoneinfo,
    locale: user.locale,
    phone_number: user.phone_number,
    phone_extension: user.phone_extension,
    phone_number_rfc3966: standard["phone_number"],
    phone_number_verified: standard["phone_number_verified"],
    address: standard["address"],
    street_address,
    locality,
    region,
    postal_code,
    country,
    updated_at: standard["updated_at"]
  };
  return { ...user.extra, ...own };
}
function isEmpty(value) {
  if (value === void 0 || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
function withoutEmpty(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}
function userClaims(user, claims, { now, read: read2 }) {
  const standard = standardClaims(user, now);
  const all = attributesOf(user, standard);
  return withoutEmpty(
    Object.fromEntries(
      claims.map(({ name, attribute }) => [
        name,
        attribute === void 0 ? standard[name] ?? all[name] : read2(attribute, all)
      ])
    )
  );
}

// src/provider/claims/granted-claims.ts
var REQUESTED_AT = "rat";
function requestableClaims({
  context,
  client: client3
}) {
  const mapped = claimsOfScopes(context.config.provider, client3, client3.scopes);
  return new Map(mapped.map((claim) => [claim.name, claim]));
}
function valuesOf({ context, client: client3, user, now }, claims) {
  return userClaims(user, claims, { now, read: attributeReader(context, client3.client_id) });
}
function requestedValues(source, requests) {
  const allowed = requestableClaims(source);
  const isGranted2 = (name, request) => request?.essential === true || source.granted_claims.includes(name);
  const wanted = Object.entries(requests).flatMap(([name, request]) => {
    const claim = allowed.get(name);
    return claim !== void 0 && isGranted2(name, request) ? [claim] : [];
  });
  const values = {
    ...valuesOf(source, wanted),
    ...REQUESTED_AT in requests ? { rat: source.requested_at } : {}
  };
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => matchesRequest(value, requests[name] ?? null))
  );
}
function scopeValues(source, isWanted) {
  const claims = claimsOfScopes(source.context.config.provider, source.client, source.scopes);
  return valuesOf(
    source,
    claims.filter(({ name }) => isWanted(name))
  );
}
function idTokenClaims(source, { withoutAccessToken }) {
  const listed = claimsPolicyOf(source.context.config.provider, source.client)?.id_token ?? [];
  return {
    ...scopeValues(source, (name) => withoutAccessToken || listed.includes(name)),
    ...listed.includes(REQUESTED_AT) ? { rat: source.requested_at } : {},
    ...requestedValues(source, source.claims?.id_token ?? {})
  };
}
function userinfoClaims(source) {
  return {
    rat: source.requested_at,
    ...scopeValues(source, () => true),
    ...requestedValues(source, source.claims?.userinfo ?? {})
  };
}
function accessTokenClaims(source) {
  const listed = claimsPolicyOf(source.context.config.provider, source.client)?.access_token ?? [];
  return listed.length === 0 ? {} : scopeValues(source, (name) => listed.includes(name));
}

// src/provider/authorization/enrolment-page.ts
async function mayEnrol(exchange, username) {
  const { secondFactors, config } = exchange.context;
  if (secondFactors?.enrol === void 0 || config.totp.disable) return false;
  return developerOf(exchange) !== void 0 || await secondFactors.hasEnrolmentCode?.(username) === true;
}
function newGenerator({ context }, secret) {
  const { algorithm, digits, period } = context.config.totp;
  return { secret, algorithm, digits, period };
}
function withoutSecondFactor({ context }, { user }, client3) {
  if (context.config.totp.disable) {
    return new OAuthError("access_denied", {
      hint: "This application needs a second factor, and this server offers none.",
      detail: {
        rule: "the authorization policy of the client is two_factor, and one-time passwords are switched off",
        option: ["totp", "disable"],
        sent: "true",
        expected: ["false"],
        change: "totp:\n  disable: false"
      }
    });
  }
  return new OAuthError("access_denied", {
    hint: "This application needs a second factor, and the account has none.",
    detail: {
      rule: "the authorization policy of the client is two_factor, and nobody enrols with the password alone",
      ...client3 === void 0 ? {} : { option: context.clients.optionPath(client3, "authorization_policy") },
      sent: "one_factor",
      expected: ["two_factor"],
      command: `oidc users totp ${user.username}`
    }
  });
}
async function setupOf(exchange, waiting, { user }, pending) {
  const { context, now } = exchange;
  const generator = newGenerator(exchange, pending.secret);
  const { username } = user;
  const uri = otpauthUri(generator, { issuer: context.config.totp.issuer, username });
  const owner = { username, session_key: waiting.browser.key };
  return {
    setup: {
      secret: new URL(uri).searchParams.get("secret") ?? "",
      otpauth_uri: uri,
      sealed: await context.enrolments.seal(pending, owner, now)
    },
    ...developerOf(exchange) && { dev_code: totpCode(generator, totpStep(generator, now)) }
  };
}
async function enrolmentPage(exchange, waiting, { failed: failed2, pending } = {}) {
  const { request, client: client3, browser, flow } = waiting;
  const { login } = browser;
  if (login === void 0) throw new Error("a second factor comes after the first");
  const { username, display_name } = login.user;
  if (!await mayEnrol(exchange, username)) throw withoutSecondFactor(exchange, login, client3);
  const { context } = exchange;
  const free = developerOf(exchange) === void 0 ? void 0 : { secret: context.random(context.config.totp.secret_size), enrolment_code: "" };
  const shown = pending ?? free;
  const interaction = {
    page: "second-factor-enrol",
    ...client3 === void 0 ? {} : { client: interactionClient(client3) },
    user: { username, display_name },
    ...formFor(exchange, browser, "second-factor-enrol", flow?.id),
    ...flow === void 0 ? { action: pageUrl(exchange, "second-factor-enrol") + exchange.url.search } : {},
    ...shown === void 0 ? {} : await setupOf(exchange, waiting, login, shown),
    ...failed2 === void 0 ? {} : { failed: failed2 }
  };
  return slowedDown(failed2, showPage(exchange, interaction, { browser, ui_locales: request?.ui_locales ?? null }));
}

// src/provider/authorization/pages.ts
var DESCRIPTIONS = {
  openid: "openid",
  offline_access: "offline_access",
  offline: "offline_access",
  profile: "profile",
  groups: "groups",
  email: "email",
  phone: "phone",
  address: "address",
  "authelia.bearer.authz": "authelia.bearer.authz"
};
function describeScope(name) {
  const description = DESCRIPTIONS[name];
  return { name, ...description === void 0 ? {} : { description } };
}
function cardsFor(exchange, flow_id) {
  const users = developerOf(exchange)?.users ?? [];
  if (users.length === 0) return {};
  const search = flow_id === void 0 ? exchange.url.search : "";
  return { dev_users: users, edit_claims: pageUrl(exchange, "edit-claims", flow_id) + search };
}
async function loginPage(exchange, { request, client: client3, browser, flow }, failed2) {
  const username = failed2?.username ?? browser.login?.user.username ?? request.login_hint ?? void 0;
  const interaction = {
    page: "login",
    client: interactionClient(client3),
    ...formFor(exchange, browser, "login", flow.id),
    ...username === void 0 ? {} : { username },
    ...failed2 === void 0 ? {} : { failed: failed2.why },
    ...cardsFor(exchange, flow.id),
    cancel: true
  };
  return slowedDown(failed2?.why, showPage(exchange, interaction, { browser, ui_locales: request.ui_locales }));
}
async function secondFactorPage(exchange, { request, client: client3, browser, flow }, failed2) {
  const { login } = browser;
  if (login === void 0) throw new Error("a second factor comes after the first");
  const { username, display_name } = login.user;
  const { context, now } = exchange;
  const totp = context.config.totp.disable ? void 0 : await context.secondFactors?.findTotp(username);
  if (totp === void 0) return enrolmentPage(exchange, { browser, ...flow && { request, client: client3, flow } });
  const search = flow === void 0 ? exchange.url.search : "";
  const interaction = {
    page: "second-factor",
    ...client3 === void 0 ? {} : { client: interactionClient(client3) },
    user: { username, display_name },
    ...formFor(exchange, browser, "second-factor", flow?.id),
    ...flow === void 0 ? { action: pageUrl(exchange, "second-factor") + search } : {},
    ...await mayEnrol(exchange, username) && {
      enrol: pageUrl(exchange, "second-factor-enrol", flow?.id) + search
    },
    ...failed2 === void 0 ? {} : { failed: failed2 },
    ...developerOf(exchange) && { dev_code: totpCode(totp, totpStep(totp, now)) },
    cancel: flow !== void 0
  };
  return slowedDown(failed2, showPage(exchange, interaction, { browser, ui_locales: request?.ui_locales ?? null }));
}
function shownClaims({ context }, client3, { claims }) {
  if (claims === null) return [];
  const requestable = requestableClaims({ context, client: client3 });
  return requestedClaims(claims).filter(({ name }) => requestable.has(name));
}
async function consentPage(exchange, { request, client: client3, browser, flow }) {
  const { login } = browser;
  if (login === void 0) throw new Error("consent comes after the login");
  const { username, display_name } = login.user;
  const interaction = {
    page: "consent",
    client: interactionClient(client3),
    user: { username, display_name },
    ...formFor(exchange, browser, "consent", flow.id),
    scopes: request.scopes.map(describeScope),
    claims: shownClaims(exchange, client3, request),
    audience: [.../* @__PURE__ */ new Set([...request.audience, ...request.resource])],
    remember_allowed: mayRemember(client3, request),
    switch_account: true
  };
  return showPage(exchange, interaction, { browser, ui_locales: request.ui_locales });
}

// src/provider/tokens/access-token.ts
init_sha256();

// src/provider/claims/granted-user.ts
async function userOfGrant({ users }, { username, edited_user }) {
  const user = username === null ? void 0 : await users.find(username);
  return user && (edited_user ?? user);
}

// src/provider/tokens/encryption.ts
import { createHash as createHash7 } from "node:crypto";
import { CompactEncrypt } from "jose";
var DEFAULT_ENC = "A128CBC-HS256";
function symmetricLength(alg, enc) {
  if (alg === "dir")
    return { "A128CBC-HS256": 32, "A192CBC-HS384": 48, "A256CBC-HS512": 64, A128GCM: 16, A192GCM: 24, A256GCM: 32 }[enc];
  const bits = /^A(128|192|256)(?:GCM)?KW$/.exec(alg)?.[1];
  if (bits !== void 0) return Number(bits) / 8;
  const wrapped = /^PBES2-HS\d+\+A(128|192|256)KW$/.exec(alg)?.[1];
  return wrapped === void 0 ? void 0 : Number(wrapped) / 8;
}
function symmetricKey(secret, octets) {
  const hash3 = octets <= 32 ? "sha256" : octets <= 48 ? "sha384" : "sha512";
  return createHash7(hash3).update(secret, "utf8").digest().subarray(0, octets);
}
function clientSymmetricKey(client3, alg, enc) {
  const octets = symmetricLength(alg, enc);
  const secret = plaintextSecret(client3);
  return octets === void 0 || secret === void 0 ? void 0 : symmetricKey(secret, octets);
}
async function recipientKey(context, client3, alg, enc, key_id) {
  if (symmetricLength(alg, enc) !== void 0) return clientSymmetricKey(client3, alg, enc);
  return context.clientKeys.find(client3, { kid: key_id === "" ? void 0 : key_id, alg, use: "enc" });
}
async function encryptForClient(context, client3, object, jwt2, cty) {
  const alg = client3[`${object}_encrypted_response_alg`];
  if (alg === "" || alg === "none") return jwt2;
  const enc = client3[`${object}_encrypted_response_enc`] || DEFAULT_ENC;
  const kid = client3[`${object}_encrypted_response_key_id`];
  const key = await recipientKey(context, client3, alg, enc, kid);
  if (key === void 0) {
    throw new OAuthError("server_error", {
      detail: {
        rule: "Core \xA710.2: the recipient has a key for the algorithm",
        option: context.clients.optionPath(client3, `${object}_encrypted_response_alg`),
        sent: alg
      }
    });
  }
  return new CompactEncrypt(Buffer.from(jwt2)).setProtectedHeader({ alg, enc, typ: "JWT", cty, ...kid === "" ? {} : { kid } }).encrypt(key);
}

// src/provider/tokens/jwt.ts
import { CompactSign } from "jose";
var TYP = {
  access_token: "at+jwt",
  introspection: "token-introspection+jwt"
};
function draftOf(kind, claims, { alg, kid }) {
  const typ = TYP[kind] ?? "JWT";
  return { kind, header: kid === void 0 ? { alg, typ } : { alg, typ, kid }, claims };
}
async function signJwt({ witness }, kind, claims, signer) {
  const draft = draftOf(kind, claims, signer);
  const shown = witness?.signs?.(draft) ?? draft;
  const jws = new CompactSign(Buffer.from(JSON.stringify(shown.claims))).setProtectedHeader(shown.header);
  const jwt2 = await jws.sign(await signer.key());
  return witness?.signed?.(kind, jwt2) ?? jwt2;
}

// src/provider/tokens/lifespans.ts
function lifespan({ lifespans }, client3, grant, token) {
  const custom = client3.lifespan === "" ? void 0 : lifespans.custom[client3.lifespan];
  const values = [custom?.grants[grant]?.[token], custom?.[token], lifespans[token]];
  return values.find((value) => value !== void 0 && value > 0) ?? 0;
}
function codeLifespan(provider, client3, asReleased) {
  const own = asReleased("client_code_lifespan") ? { lifespan: "" } : client3;
  return lifespan(provider, own, "authorize_code", "authorize_code");
}

// src/provider/tokens/access-token.ts
function jwtSignature(token) {
  const parts = token.split(".");
  return parts.length === 3 ? parts[2] ?? "" : sha256Text(token);
}
function jwtSigner({ keys }, client3) {
  const { access_token_signed_response_alg: alg, access_token_signed_response_key_id: key_id } = client3;
  if (key_id === "" && (alg === "" || alg === "none" || alg.startsWith("HS"))) return void 0;
  return keys.signerFor(client3, alg, key_id);
}
async function policyClaims(exchange, { client: client3, grant, scopes }) {
  const { context, now } = exchange;
  if (grant.username === null || client3.claims_policy === "") return {};
  const user = await userOfGrant(context, grant);
  if (user === void 0) return {};
  const { claims, granted_claims, requested_at } = grant;
  return accessTokenClaims({ context, client: client3, user, scopes, claims, granted_claims, requested_at, now });
}
function audienceClaim({ context, issuer }, audience) {
  return audience.length === 0 && !context.asReleased("jwt_access_token_claims") ? [issuer] : [...audience];
}
async function mintJwt(exchange, request, signer, exp) {
  const { context, now } = exchange;
  const { client: client3, grant, scopes, audience } = request;
  exchange.witness?.decided?.(claimsChosen(exchange, client3, { scopes, claims: null }, "access_token"));
  const claims = {
    ...await policyClaims(exchange, request),
    iss: grant.issuer,
    sub: grant.subject ?? grant.client_id,
    aud: audienceClaim(exchange, audience),
    exp,
    iat: now,
    nbf: now,
    jti: uuid(context.random),
    client_id: client3.client_id,
    scp: [...scopes],
    ...context.asReleased("jwt_access_token_claims") ? {} : { scope: scopes.join(" ") }
  };
  return signJwt(exchange, "access_token", claims, signer);
}
async function mintAccessToken(exchange, request) {
  const { context, now } = exchange;
  const { client: client3, grant, scopes, audience } = request;
  const expires_at = now + lifespan(context.config.provider, client3, request.lifespanGrant, "access_token");
  exchange.witness?.decided?.(lifespanChosen(exchange, client3, request.lifespanGrant, "access_token", expires_at - now));
  const signer = jwtSigner(context, client3);
  const row = { grant, scopes, audience, issued_at: now, expires_at };
  if (signer === void 0) {
    const { token: token2, signature } = context.opaque.issue("at");
    return { token: token2, row: { ...row, signature } };
  }
  const jwt2 = await mintJwt(exchange, request, signer, expires_at);
  const token = await encryptForClient(context, client3, "access_token", jwt2, "at+jwt");
  return { token, row: { ...row, signature: jwtSignature(token) } };
}

// src/provider/tokens/hash-claims.ts
import { createHash as createHash8 } from "node:crypto";
function hashOf(alg, asReleased) {
  if (asReleased("hash_claims")) return "sha256";
  return { "384": "sha384", "512": "sha512" }[alg.slice(2)] ?? "sha256";
}
function hashClaim(token, alg, asReleased) {
  const digest = createHash8(hashOf(alg, asReleased)).update(token, "ascii").digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

// src/provider/tokens/id-token.ts
function idTokenSigner({ keys }, client3) {
  const signer = keys.signerFor(client3, client3.id_token_signed_response_alg, client3.id_token_signed_response_key_id);
  if (signer !== void 0) return signer;
  throw new OAuthError("server_error", {
    detail: {
      rule: "Core \xA72: ID tokens are signed",
      sent: client3.id_token_signed_response_alg,
      expected: keys.signingAlgorithms
    }
  });
}
function audienceOf({ config }, client3, grant) {
  const merged = claimsPolicyOf(config.provider, client3)?.id_token_audience_mode === "experimental-merged";
  return merged ? [.../* @__PURE__ */ new Set([client3.client_id, ...grant.audience])] : [client3.client_id];
}
function hashes(context, alg, { access_token, code, state, grant }) {
  const bound = { at_hash: access_token, c_hash: code ?? grant.hashed_code ?? void 0, s_hash: state };
  return Object.fromEntries(
    Object.entries(bound).flatMap(
      ([name, value]) => value === void 0 ? [] : [[name, hashClaim(value, alg, context.asReleased)]]
    )
  );
}
async function mintIdToken(exchange, request) {
  const { context, now } = exchange;
  const { client: client3, grant } = request;
  const signer = idTokenSigner(context, client3);
  const { authentication, nonce } = grant;
  const seconds = lifespan(context.config.provider, client3, request.lifespanGrant, "id_token");
  exchange.witness?.decided?.(lifespanChosen(exchange, client3, request.lifespanGrant, "id_token", seconds));
  exchange.witness?.decided?.(claimsChosen(exchange, client3, grant, "id_token"));
  const claims = {
    ...grant.id_token_claims,
    iss: grant.issuer,
    sub: grant.subject ?? grant.client_id,
    aud: audienceOf(context, client3, grant),
    exp: now + seconds,
    iat: now,
    jti: uuid(context.random),
    auth_time: authentication?.auth_time,
    azp: client3.client_id,
    ...authentication === null || authentication.amr.length === 0 ? {} : { amr: [...authentication.amr] },
    ...grant.acr ? { acr: "0" } : {},
    ...nonce === null || !request.withNonce ? {} : { nonce },
    ...hashes(context, signer.alg, request)
  };
  return encryptForClient(context, client3, "id_token", await signJwt(exchange, "id_token", claims, signer), "JWT");
}

// src/provider/authorization/respond.ts
function grantOf(exchange, authorized) {
  const { context, now } = exchange;
  const { client: client3, request, login, subject, approval, flow_id } = authorized;
  const { scopes, granted_claims } = approval;
  const requested_at = Math.floor(request.requested_at / 1e3);
  const source = {
    context,
    client: client3,
    user: login.user,
    scopes,
    claims: request.claims,
    granted_claims,
    requested_at,
    now
  };
  const isIdTokenAlone = request.response_type.length === 1 && has(request, "id_token");
  return {
    request_id: uuid(context.random),
    flow_id,
    issuer: exchange.issuer,
    client_id: client3.client_id,
    subject,
    username: login.user.username,
    requested_at,
    scopes,
    audience: context.asReleased("granted_resource") ? request.audience : [.../* @__PURE__ */ new Set([...request.audience, ...request.resource])],
    authentication: { auth_time: Math.floor(authenticatedAt(login) / 1e3), amr: amrOf(login, exchange) },
    nonce: request.nonce,
    acr: request.acr_values !== null,
    claims: request.claims,
    granted_claims,
    id_token_claims: scopes.includes("openid") ? idTokenClaims(source, { withoutAccessToken: isIdTokenAlone }) : {},
    hashed_code: null,
    session_key: login.session.key,
    ...editedUserOf(login)
  };
}
async function issueCode(exchange, { client: client3, request }, grant) {
  const { context, now } = exchange;
  const { token, signature } = context.opaque.issue("ac");
  const isHybrid = request.response_type.length > 1;
  const lifespan2 = codeLifespan(context.config.provider, client3, context.asReleased);
  exchange.witness?.decided?.(lifespanChosen(exchange, client3, "authorize_code", "authorize_code", lifespan2));
  await context.storage.saveCode({
    signature,
    grant: { ...grant, hashed_code: isHybrid ? token : null },
    expires_at: now + lifespan2,
    active: true,
    redirect_uri: request.redirect_uri_sent ? request.redirect_uri : null,
    code_challenge: request.code_challenge,
    code_challenge_method: request.code_challenge_method
  });
  return token;
}
async function issueAccessToken(exchange, { client: client3 }, grant) {
  const { scopes, audience } = grant;
  const minted = await mintAccessToken(exchange, { client: client3, grant, lifespanGrant: "implicit", scopes, audience });
  await exchange.context.storage.saveTokens({ access: minted.row });
  return {
    access_token: minted.token,
    token_type: "bearer",
    expires_in: String(minted.row.expires_at - exchange.now),
    scope: scopes.join(" ")
  };
}
async function issueIdToken(exchange, { client: client3, request }, grant, { code, access_token }) {
  const isCodeIdToken = code !== void 0 && access_token === void 0;
  return mintIdToken(exchange, {
    client: client3,
    grant,
    lifespanGrant: "implicit",
    access_token,
    code,
    state: isCodeIdToken ? request.state ?? void 0 : void 0,
    withNonce: true
  });
}
async function respond(exchange, authorized) {
  const { request } = authorized;
  const grant = grantOf(exchange, authorized);
  exchange.witness?.decided?.(ofGrant("authorization granted", grant, "RFC 6749 \xA74.1.2, Core \xA73.1.2.5"));
  const code = has(request, "code") ? await issueCode(exchange, authorized, grant) : void 0;
  const tokens = has(request, "token") ? await issueAccessToken(exchange, authorized, grant) : void 0;
  const access_token = tokens?.access_token;
  const id_token = has(request, "id_token") ? await issueIdToken(exchange, authorized, grant, { code, access_token }) : void 0;
  exchange.context.log({
    level: "info",
    event: "authorization_granted",
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    subject: authorized.subject,
    scope: grant.scopes.join(" ")
  });
  const isCodeAlone = request.response_type.length === 1 && code !== void 0;
  return {
    ...code === void 0 ? {} : { code },
    ...isCodeAlone ? { scope: grant.scopes.join(" ") } : {},
    ...tokens,
    ...id_token === void 0 ? {} : { id_token }
  };
}

// src/provider/authorization/write.ts
function sorted(parameters) {
  return Object.entries(parameters).sort(([left], [right]) => left < right ? -1 : 1);
}
function inQuery(uri, parameters) {
  const query = new URLSearchParams(sorted(parameters)).toString();
  return `${uri}${uri.includes("?") ? /[?&]$/.test(uri) ? "" : "&" : "?"}${query}`;
}
function inFragment(uri, parameters) {
  return `${uri}#${new URLSearchParams(sorted(parameters)).toString()}`;
}
function inForm(exchange, redirect_uri, parameters, policy) {
  const ordered = Object.fromEntries(sorted(parameters));
  const context = { nonce: "", languages: languagesOf(exchange), base_path: exchange.context.issuers.basePath };
  return html(200, renderFormPost({ redirect_uri, parameters: ordered }, context), policy);
}
async function asJwt(exchange, { client_id, issuer }, parameters) {
  const { context, now } = exchange;
  const client3 = context.clients.find(client_id);
  const alg = client3?.authorization_signed_response_alg ?? "";
  const signer = client3 && context.keys.signerFor(client3, alg, client3.authorization_signed_response_key_id);
  if (client3 === void 0 || signer === void 0) {
    throw new OAuthError("server_error", { detail: { rule: "JARM \xA72.2: the response is signed", sent: alg } });
  }
  const claims = {
    ...parameters,
    iss: issuer,
    aud: [client_id],
    jti: uuid(context.random),
    iat: now,
    exp: now + context.config.provider.lifespans.jwt_secured_authorization
  };
  return encryptForClient(
    context,
    client3,
    "authorization",
    await signJwt(exchange, "authorization_response", claims, signer),
    "JWT"
  );
}
var FORM_POLICY = `default-src 'none'; script-src ${FORM_POST_SCRIPT.cspSource}`;
async function writeResponse(exchange, to, parameters) {
  const { redirect_uri, response_mode } = to;
  const withState = { ...parameters, ...to.state === null ? {} : { state: to.state } };
  const isJwt = response_mode.includes("jwt");
  const right = isJwt ? withState : { ...withState, iss: to.issuer };
  const shown = exchange.witness?.answers?.({ client_id: to.client_id, parameters: right }) ?? right;
  const sent = isJwt ? { response: await asJwt(exchange, to, shown) } : shown;
  switch (response_mode) {
    case "query":
    case "query.jwt":
    case "jwt":
      return redirect(inQuery(redirect_uri, sent));
    case "fragment":
    case "fragment.jwt":
      return redirect(inFragment(redirect_uri, sent));
    case "form_post":
      return inForm(exchange, redirect_uri, sent, FORM_POLICY);
    case "form_post.jwt":
      return inForm(
        exchange,
        redirect_uri,
        sent,
        exchange.context.asReleased("form_post_jwt_script") ? "default-src 'none'" : FORM_POLICY
      );
  }
}
function writeRefusal(exchange, { refusal: refusal2, destination }, error_uri) {
  const debug = exchange.context.config.provider.enable_client_debug_messages;
  return writeResponse(exchange, destination, {
    error: refusal2.error,
    error_description: errorDescription(refusal2, { debug }),
    ...error_uri === void 0 ? {} : { error_uri }
  });
}

// src/provider/authorization/proceed.ts
function demandClient({ context }, client_id) {
  const client3 = context.clients.find(client_id);
  if (client3 === void 0) throw new OAuthError("invalid_client", { hint: "The client does not exist any more." });
  return client3;
}
async function decideForClient(situation, exchange) {
  try {
    return await decide(situation, exchange);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (situation.flow !== void 0) await closeFlow(exchange, situation.flow);
    throw new AuthorizationRefused(error, destinationOf(situation.request));
  }
}
async function grantRequest(exchange, situation, { login, subject, approval }) {
  const { request, client: client3, browser, flow, answer } = situation;
  if (flow !== void 0) await closeFlow(exchange, flow);
  if (answer?.remember === true) await rememberConsent(exchange, client3, request, subject, approval);
  const parameters = await respond(exchange, { client: client3, request, login, subject, approval, flow_id: flow?.id ?? null });
  return withCookie(await writeResponse(exchange, destinationOf(request), parameters), browser);
}
var PAGES = { login: loginPage, "second-factor": secondFactorPage, consent: consentPage };
async function showNext(exchange, situation, decision) {
  return PAGES[decision.next](exchange, situation);
}
async function begin2(exchange, seen) {
  const situation = await autopilot(exchange, seen);
  const decision = await decideForClient(situation, exchange);
  if (decision.next === "grant") return grantRequest(exchange, situation, decision);
  const flow = situation.flow ?? await startFlow(exchange, situation.browser, situation.request);
  return showNext(exchange, { ...situation, flow }, decision);
}
async function resume(exchange, browser, flow) {
  const { request } = flow;
  const situation = { request, client: demandClient(exchange, request.client_id), browser, flow };
  const decision = await decideForClient(situation, exchange);
  if (decision.next === "grant") return grantRequest(exchange, situation, decision);
  return withCookie(redirect(pageUrl(exchange, decision.next, flow.id)), browser);
}

// src/provider/checks/client.ts
function refuseRepeatedParameter(received) {
  const [name] = received.parameters.repeated();
  if (name === void 0) return received;
  return {
    error: "invalid_request",
    hint: `The parameter '${name}' is repeated.`,
    strict: true,
    sent: name,
    change: `in the application: send '${name}' once`
  };
}
function demandPushedRequests(received, { context }) {
  if (!context.config.provider.require_pushed_authorization_requests) return received;
  return {
    error: "invalid_request",
    hint: "Authorization requests must be pushed first (RFC 9126).",
    option: ["identity_providers", "oidc", "require_pushed_authorization_requests"],
    sent: "parameters in the query",
    expected: ["client_id and the request_uri of a pushed request"],
    change: "identity_providers:\n  oidc:\n    require_pushed_authorization_requests: false"
  };
}
function findClient(received, { context }) {
  const client_id = received.parameters.get("client_id");
  const client3 = client_id === void 0 ? void 0 : context.clients.find(client_id);
  if (client3 !== void 0) return { ...received, client: client3 };
  return {
    error: "invalid_client",
    hint: "The client does not exist.",
    debug: client_id === void 0 ? "The client_id is missing." : `No client has the id '${client_id}'.`,
    option: ["identity_providers", "oidc", "clients"],
    sent: client_id ?? "",
    expected: context.config.provider.clients.slice(0, 10).map((one) => one.client_id),
    change: "in the application: use a client_id that is registered, or register this one",
    ...client_id === void 0 ? {} : { command: `oidc client add --id ${quoteForShell(client_id)}` }
  };
}
function demandClientPushedRequests(received, { context }) {
  const { client: client3 } = received;
  if (client3?.require_pushed_authorization_requests !== true) return received;
  return {
    error: "invalid_request",
    hint: "This client must push its authorization requests first (RFC 9126).",
    option: context.clients.optionPath(client3, "require_pushed_authorization_requests"),
    sent: "parameters in the query",
    expected: ["client_id and the request_uri of a pushed request"],
    command: setOption(client3, "require_pushed_authorization_requests", "=", "false")
  };
}

// src/provider/request-object/open.ts
import { compactDecrypt, compactVerify as compactVerify2, decodeProtectedHeader as decodeProtectedHeader3, UnsecuredJWT } from "jose";
var ObjectRefused = class extends Error {
  keyless;
  constructor(reason, { keyless = false } = {}) {
    super(reason);
    this.keyless = keyless;
  }
};
var TYPES = ["oauth-authz-req+jwt", "jwt"];
function plainType(typ) {
  return typ.toLowerCase().replace(/^application\//, "");
}
function demandType({ context }, typ) {
  if (typ === void 0 ? !context.asReleased("request_object_leniency") : TYPES.includes(plainType(typ))) return;
  throw new ObjectRefused("the typ is missing or of something else");
}
async function decryptionKey({ context }, client3, alg, enc, kid) {
  const symmetric = clientSymmetricKey(client3, alg, enc);
  if (symmetric !== void 0) return symmetric;
  const key = context.keys.keys.find((one) => one.use === "enc" && one.alg === alg && one.kid === kid);
  if (key === void 0) throw new ObjectRefused("there is no key of the issuer to decrypt it with");
  return key.privateKey();
}
function demandEncryption({ request_object_encryption_alg, request_object_encryption_enc }, alg, enc) {
  const isAlg = request_object_encryption_alg === "" || request_object_encryption_alg === alg;
  const isEnc = request_object_encryption_enc === "" || request_object_encryption_enc === enc;
  if (!isAlg || !isEnc) throw new ObjectRefused("it is not encrypted the way the client is registered for");
}
async function decrypt(exchange, client3, text) {
  const { alg = "", enc = "", kid, cty } = decodeProtectedHeader3(text);
  if (typeof enc !== "string") throw new ObjectRefused("it has no enc");
  demandEncryption(client3, alg, enc);
  const key = await decryptionKey(exchange, client3, alg, enc, kid);
  const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
  const { plaintext: plaintext2 } = await compactDecrypt(text, key, options);
  const inner = Buffer.from(plaintext2).toString("utf8");
  const { typ } = decodeProtectedHeader3(inner);
  if (cty !== void 0 && typ !== void 0 && plainType(cty) !== plainType(typ)) {
    throw new ObjectRefused("the cty is not the typ of what is inside");
  }
  return inner;
}
function demandAlgorithm({ request_object_signing_alg }, alg) {
  const isFit = request_object_signing_alg === "" ? SIGNING_ALGORITHMS.includes(alg) : alg === request_object_signing_alg;
  if (!isFit) throw new ObjectRefused("the alg is not the one of the client");
}
async function verificationKey({ context }, client3, alg, kid) {
  if (alg.startsWith("HS")) {
    const secret = plaintextSecret(client3);
    if (secret === void 0) throw new ObjectRefused("the client has no plaintext secret", { keyless: true });
    if (kid !== void 0) throw new ObjectRefused("a symmetric object names a key");
    return hmacKey(secret, alg, context.asReleased);
  }
  if (client3.jwks.length === 0 && client3.jwks_uri === "")
    throw new ObjectRefused("the client has no keys", { keyless: true });
  if (kid === void 0) throw new ObjectRefused("it names no key");
  const key = await context.clientKeys.find(client3, { kid, alg, use: "sig" });
  if (key === void 0) throw new ObjectRefused("the client has no such key");
  return key;
}
async function verify(exchange, client3, text) {
  const {
    alg = "",
    kid,
    typ
  } = text.endsWith(".") ? { alg: "none", kid: void 0, typ: unsecuredType(text) } : decodeProtectedHeader3(text);
  demandType(exchange, typ);
  demandAlgorithm(client3, alg);
  if (alg === "none") return UnsecuredJWT.decode(text, { currentDate: new Date(exchange.milliseconds) }).payload;
  const { payload } = await compactVerify2(text, await verificationKey(exchange, client3, alg, kid), {
    algorithms: [alg]
  });
  return JSON.parse(Buffer.from(payload).toString("utf8"));
}
function unsecuredType(text) {
  const header = JSON.parse(Buffer.from(text.split(".")[0] ?? "", "base64url").toString("utf8"));
  return header.typ;
}
async function openObject(exchange, client3, text) {
  const signed = text.split(".").length === 5 ? await decrypt(exchange, client3, text) : text;
  const claims = await verify(exchange, client3, signed);
  if (typeof claims !== "object" || claims === null) throw new ObjectRefused("it has no claims");
  return claims;
}

// src/provider/request-object/parameters.ts
var JWT_CLAIMS = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];
var REPEATABLE2 = ["audience", "resource"];
function isTextList(value) {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
function asText(value, asReleased) {
  if (typeof value === "string") return value;
  if (typeof value === "number" && asReleased("request_object_leniency")) return `%!s(float64=${value})`;
  if (isTextList(value)) return value.join(" ");
  return JSON.stringify(value);
}
function objectParameters(claims, asReleased) {
  const entries2 = Object.entries(claims).filter(([name, value]) => !JWT_CLAIMS.includes(name) && value !== void 0 && value !== null).flatMap(
    ([name, value]) => REPEATABLE2.includes(name) && isTextList(value) ? value.map((one) => [name, one]) : [[name, asText(value, asReleased)]]
  );
  return Parameters.from(entries2);
}
function withOpenid(inner, outer) {
  const scopes = splitList(inner);
  if (scopes.includes("openid") || !splitList(outer).includes("openid")) return inner;
  return ["openid", ...scopes].join(" ");
}
function mergeParameters(outer, inner, { alone }) {
  const client3 = {
    client_id: outer.get("client_id"),
    response_type: inner.get("response_type") ?? outer.get("response_type")
  };
  if (alone) return inner.with({ ...client3, scope: withOpenid(inner.get("scope"), outer.get("scope")) });
  const names = new Set(inner.entries().map(([name]) => name));
  const missing = outer.entries().filter(([name]) => !names.has(name));
  const scope = inner.has("scope") ? withOpenid(inner.get("scope"), outer.get("scope")) : outer.get("scope");
  return Parameters.from([...inner.entries(), ...missing]).with({
    ...client3,
    scope,
    request: void 0,
    request_uri: void 0
  });
}

// src/provider/checks/request-object.ts
var SIGN_AGAIN = "in the application: sign the request object with a key of its jwks, for this issuer";
function invalidObject(debug) {
  return {
    error: "invalid_request_object",
    hint: "The request object cannot be read or is not valid.",
    debug,
    change: SIGN_AGAIN
  };
}
async function fetchObject({ context }, client3, request_uri) {
  const refuse3 = (debug) => ({
    error: "invalid_request_uri",
    hint: "The request_uri is not registered, or its content cannot be had.",
    debug,
    option: context.clients.optionPath(client3, "request_uris"),
    sent: request_uri,
    expected: client3.request_uris,
    command: setOption(client3, "request_uris", "+=", request_uri)
  });
  if (!client3.request_uris.includes(request_uri)) return refuse3("The request_uri is not registered.");
  try {
    return (await context.fetchDocument(request_uri)).trim();
  } catch {
    return refuse3("The request_uri could not be fetched.");
  }
}
function isSameSet2(left, right) {
  const [one, other] = [splitList(left), splitList(right)];
  return one.length === other.length && one.every((part) => other.includes(part));
}
function objectToContent(inner, outer) {
  if (inner.has("request") || inner.has("request_uri")) return invalidObject("A request object holds no other one.");
  const client_id = inner.get("client_id");
  if (client_id !== void 0 && client_id !== outer.get("client_id"))
    return invalidObject("The client_id inside is another one.");
  const [within, outside] = [inner.get("response_type"), outer.get("response_type")];
  if (within !== void 0 && outside !== void 0 && !isSameSet2(within, outside)) {
    return invalidObject("The response_type inside is another one.");
  }
  return void 0;
}
function objectToClaims({ iss, sub, aud, exp, nbf, iat }, client3, { issuer, now }) {
  if (iss !== void 0 && iss !== client3.client_id) return invalidObject("The iss is not the client.");
  if (sub === client3.client_id) return invalidObject("The sub is the client: it is no request object.");
  if (aud !== void 0 && ![aud].flat().includes(issuer)) return invalidObject("The aud is not this provider.");
  if (exp !== void 0 && !(exp > now)) return invalidObject("The request object has expired.");
  if ([nbf, iat].some((time) => time !== void 0 && !(time <= now)))
    return invalidObject("The request object is not valid yet.");
  return void 0;
}
async function read(exchange, client3, text) {
  try {
    return await openObject(exchange, client3, text);
  } catch (error) {
    if (!(error instanceof ObjectRefused))
      return invalidObject("The request object cannot be decoded or its signature is wrong.");
    if (error.keyless)
      return {
        error: "invalid_request",
        hint: "The client has no key for request objects.",
        debug: error.message,
        option: exchange.context.clients.optionPath(client3, "jwks"),
        change: "add the application's public key to the client's jwks, or set jwks_uri"
      };
    return invalidObject(error.message);
  }
}
var ONE_ONLY = "in the application: send the request object by value or by reference";
function objectToSyntax(outer) {
  if (outer.has("request") && outer.has("request_uri")) {
    return { error: "invalid_request", hint: "Only one of request and request_uri may be sent.", change: ONE_ONLY };
  }
  if (!splitList(outer.get("scope")).includes("openid") || outer.has("response_type")) return void 0;
  return {
    error: "invalid_request",
    hint: "The response_type must stand outside the request object too (Core \xA76.1).",
    change: "in the application: send response_type beside the request object"
  };
}
async function openRequestObject(received, exchange) {
  const { parameters: outer, client: client3 } = received;
  const request_uri = outer.get("request_uri");
  if (!outer.has("request") && request_uri === void 0 || client3 === void 0) return received;
  const syntax = objectToSyntax(outer);
  if (syntax !== void 0) return syntax;
  const text = request_uri === void 0 ? outer.get("request") ?? "" : await fetchObject(exchange, client3, request_uri);
  if (typeof text !== "string") return text;
  const claims = await read(exchange, client3, text);
  if (isObjection(claims)) return claims;
  const inner = objectParameters(claims, exchange.context.asReleased);
  const objection2 = objectToContent(inner, outer) ?? objectToClaims(claims, client3, exchange);
  if (objection2 !== void 0) return objection2;
  return { ...received, parameters: mergeParameters(outer, inner, { alone: client3.request_object_signing_alg !== "" }) };
}

// src/spec/grant-types.ts
var GRANT_TYPE = {
  authorizationCode: "authorization_code",
  implicit: "implicit",
  clientCredentials: "client_credentials",
  refreshToken: "refresh_token",
  deviceCode: "urn:ietf:params:oauth:grant-type:device_code"
};
var GRANT_TYPES = Object.values(GRANT_TYPE);

// src/spec/response-types.ts
var RESPONSE_TYPES = [
  "code",
  "id_token",
  "token",
  "id_token token",
  "code id_token",
  "code token",
  "code id_token token"
];
var RESPONSE_MODES = [
  "form_post",
  "query",
  "fragment",
  "jwt",
  "form_post.jwt",
  "query.jwt",
  "fragment.jwt"
];

// src/provider/checks/response.ts
function isResponseMode(text) {
  return RESPONSE_MODES.includes(text);
}
function defaultResponseMode(response_type) {
  const parts = splitList(response_type);
  return parts.includes("token") || parts.includes("id_token") ? "fragment" : "query";
}
function knowResponseMode(received) {
  const mode2 = received.parameters.get("response_mode");
  if (mode2 === void 0 || isResponseMode(mode2)) return received;
  return {
    error: "unsupported_response_mode",
    hint: "The response_mode is unknown.",
    sent: mode2,
    expected: RESPONSE_MODES,
    change: "in the application: leave response_mode out, or send one of these"
  };
}
function checkFormTarget(received, { context }) {
  const { client: client3, redirect_uri = "", parameters } = received;
  const mode2 = parameters.get("response_mode");
  if (client3 === void 0 || mode2?.startsWith("form_post") !== true) return received;
  if (/^https?:/i.test(redirect_uri)) return received;
  return {
    error: "unsupported_response_mode",
    strict: true,
    hint: `With response_mode '${mode2}' the redirect_uri must be http or https: a browser posts no form to another scheme.`,
    option: context.clients.optionPath(client3, "redirect_uris"),
    sent: `response_mode=${mode2} to ${redirect_uri}`,
    expected: ["an http or https redirect_uri", "response_mode=query", "response_mode=fragment"],
    change: "in the application: leave response_mode out, so that the answer stands in the redirect URI (RFC 8252 \xA77.1)"
  };
}
function isSameSet3(left, right) {
  return left.length === right.length && left.every((part) => right.includes(part));
}
function checkResponseType({ parameters, client: client3 }, { context }) {
  const sent = parameters.get("response_type");
  if (sent === void 0) {
    return {
      error: context.asReleased("missing_response_type") ? "unsupported_response_type" : "invalid_request",
      hint: "The response_type is missing.",
      option: context.clients.optionPath(client3, "response_types"),
      sent: "",
      expected: client3.response_types,
      change: "in the application: send the response_type"
    };
  }
  const parts = [...new Set(splitList(sent))];
  if (client3.response_types.some((registered) => isSameSet3(parts, splitList(registered)))) return void 0;
  return {
    error: "unsupported_response_type",
    hint: `The client is not registered for response_type '${sent}'.`,
    option: context.clients.optionPath(client3, "response_types"),
    sent,
    expected: client3.response_types,
    command: setOption(client3, "response_types", "+=", sent)
  };
}
function checkResponseMode({ response_mode, client: client3 }, { context }) {
  if (response_mode === void 0 || client3.response_modes.includes(response_mode)) return void 0;
  return {
    error: "unsupported_response_mode",
    hint: `The client is not registered for response_mode '${response_mode}'.`,
    option: context.clients.optionPath(client3, "response_modes"),
    sent: response_mode,
    expected: client3.response_modes,
    command: setOption(client3, "response_modes", "+=", response_mode)
  };
}
function checkTokenMode({ parameters, response_mode }) {
  if (defaultResponseMode(parameters.get("response_type")) !== "fragment") return void 0;
  if (response_mode !== "query" && response_mode !== "query.jwt") return void 0;
  return {
    error: "unsupported_response_mode",
    hint: "Tokens are not sent in a query.",
    sent: response_mode,
    expected: ["fragment", "form_post"],
    change: "in the application: leave response_mode out, or use response_type=code"
  };
}
function checkOpenidScope({ parameters }) {
  const asksIdToken = splitList(parameters.get("response_type")).includes("id_token");
  if (!asksIdToken || splitList(parameters.get("scope")).includes("openid")) return void 0;
  return {
    error: "unsupported_response_type",
    hint: "An ID token needs scope 'openid'.",
    sent: parameters.get("scope") ?? "",
    expected: ["openid"],
    change: "in the application: ask for scope 'openid'"
  };
}
function checkFlowGrants({ parameters, client: client3 }, { context }) {
  const parts = splitList(parameters.get("response_type"));
  const isHybrid = parts.includes("code") && parts.length > 1;
  const needed = [
    ...isHybrid ? [GRANT_TYPE.authorizationCode] : [],
    ...parts.includes("token") || parts.includes("id_token") && !isHybrid ? [GRANT_TYPE.implicit] : []
  ];
  const missing = needed.find((grant) => !client3.grant_types.includes(grant));
  if (missing === void 0) return void 0;
  return {
    error: "invalid_grant",
    hint: `The client is not registered for grant type '${missing}'.`,
    option: context.clients.optionPath(client3, "grant_types"),
    sent: parameters.get("response_type") ?? "",
    expected: [`grant_types with ${missing}`],
    command: setOption(client3, "grant_types", "+=", missing)
  };
}

// src/provider/checks/target.ts
function requestedAudience(parameters) {
  const sent = parameters.all("audience");
  return sent.length === 1 ? (sent[0] ?? "").split(" ").filter((part) => part !== "") : [...sent];
}
function isResourceUri(text) {
  return URL.canParse(text) && !text.includes("#");
}
function isUnder(path, base) {
  return path === base || path.startsWith(base.endsWith("/") ? base : `${base}/`);
}
function coversResource(audience, resource) {
  if (!URL.canParse(audience)) return false;
  const registered = new URL(audience);
  const asked = new URL(resource);
  return registered.protocol === asked.protocol && registered.host === asked.host && isUnder(asked.pathname, registered.pathname);
}
function foreignTarget(client3, audience, resource) {
  return audience.find((one) => !client3.audience.includes(one)) ?? resource.find((one) => !client3.audience.some((registered) => coversResource(registered, one)));
}

// src/provider/checks/values.ts
function neededBytes({ context }) {
  const configured = context.config.provider.minimum_parameter_entropy;
  if (configured === -1) return 0;
  return configured === 0 ? 8 : configured;
}
function checkScopes({ parameters, client: client3 }, { context }) {
  const foreign = splitList(parameters.get("scope")).find((scope) => !client3.scopes.includes(scope));
  if (foreign === void 0) return void 0;
  return {
    error: "invalid_scope",
    hint: `The client is not registered for scope '${foreign}'.`,
    option: context.clients.optionPath(client3, "scopes"),
    sent: foreign,
    expected: client3.scopes,
    command: setOption(client3, "scopes", "+=", foreign)
  };
}
function checkResourceSyntax({ parameters }) {
  const bad = parameters.all("resource").find((resource) => !isResourceUri(resource));
  if (bad === void 0) return void 0;
  return {
    error: "invalid_target",
    hint: "A resource must be an absolute URI without a fragment.",
    sent: bad,
    change: "in the application: name the resource by its full URI"
  };
}
function checkTargets({ parameters, client: client3 }, { context }) {
  const foreign = foreignTarget(client3, requestedAudience(parameters), parameters.all("resource"));
  if (foreign === void 0) return void 0;
  return {
    error: "invalid_target",
    hint: `The client is not registered for audience '${foreign}'.`,
    option: context.clients.optionPath(client3, "audience"),
    sent: foreign,
    expected: client3.audience,
    command: setOption(client3, "audience", "+=", foreign)
  };
}
function checkRegistration({ parameters }) {
  if (!parameters.has("registration")) return void 0;
  return {
    error: "registration_not_supported",
    hint: "Clients are registered in the configuration.",
    change: "in the application: leave the registration parameter out"
  };
}
function checkState({ parameters }, exchange) {
  const needed = neededBytes(exchange);
  const state = parameters.get("state") ?? "";
  if (Buffer.byteLength(state) >= needed) return void 0;
  return {
    error: "invalid_state",
    hint: `The state must have at least ${needed} characters.`,
    option: ["identity_providers", "oidc", "minimum_parameter_entropy"],
    sent: `${state.length} characters`,
    expected: [`${needed} characters`],
    change: "in the application: draw the state at random; or set minimum_parameter_entropy lower"
  };
}
function checkNonce({ parameters }, exchange) {
  const nonce = parameters.get("nonce");
  if (nonce === void 0) {
    if (!splitList(parameters.get("response_type")).includes("id_token")) return void 0;
    return {
      error: "invalid_request",
      hint: "An ID token from the authorization endpoint needs a nonce.",
      sent: "",
      expected: ["a nonce"],
      change: "in the application: send a random nonce with each request"
    };
  }
  if (Buffer.byteLength(nonce) >= neededBytes(exchange)) return void 0;
  return {
    error: "insufficient_entropy",
    hint: `The nonce must have at least ${neededBytes(exchange)} characters.`,
    option: ["identity_providers", "oidc", "minimum_parameter_entropy"],
    sent: `${nonce.length} characters`,
    expected: [`${neededBytes(exchange)} characters`],
    change: "in the application: draw the nonce at random; or set minimum_parameter_entropy lower"
  };
}
function checkPrompt({ parameters }) {
  const prompts = splitList(parameters.get("prompt"));
  const unknown2 = prompts.find((prompt) => !PROMPTS.includes(prompt));
  if (unknown2 !== void 0)
    return {
      error: "invalid_request",
      hint: "The prompt is unknown.",
      sent: unknown2,
      expected: PROMPTS,
      change: "in the application: send one of these prompts, or none"
    };
  if (!prompts.includes("none") || prompts.length === 1) return void 0;
  return {
    error: "invalid_request",
    hint: "The prompt 'none' does not go with another.",
    sent: prompts.join(" "),
    expected: ["none"],
    change: "in the application: send prompt=none alone"
  };
}
function checkMaxAge({ parameters }, { context }) {
  const max_age = parameters.get("max_age");
  if (max_age === void 0 || /^\d{1,15}$/.test(max_age) || context.asReleased("max_age")) return void 0;
  return {
    error: "invalid_request",
    hint: "The max_age is not a number of seconds.",
    sent: max_age,
    expected: ["a number of seconds, 0 or more"],
    change: "in the application: send max_age as whole seconds"
  };
}
function checkClaimsParameter({ parameters }) {
  const claims = parameters.get("claims");
  if (claims === void 0 || parseClaimsParameter(claims) !== void 0) return void 0;
  return {
    error: "invalid_request",
    hint: "The claims parameter is not JSON of the form of Core \xA75.5.",
    expected: ['{"id_token":{"NAME":null},"userinfo":{"NAME":{"essential":true}}}'],
    change: "in the application: write the claims parameter like this"
  };
}
function checkSecureRedirect({ parameters, client: client3, redirect_uri }) {
  if (!client3.public || !isInsecureUri(redirect_uri)) return void 0;
  if (splitList(parameters.get("response_type")).includes("code")) {
    return {
      error: "invalid_request",
      hint: "Public clients need an https or loopback redirect_uri.",
      sent: redirect_uri,
      expected: [redirect_uri.replace(/^http:/, "https:")],
      change: "register and use an https redirect URI"
    };
  }
  if (!splitList(parameters.get("prompt")).includes("none")) return void 0;
  return {
    error: "consent_required",
    hint: "Nothing is granted silently to a public client over plain http.",
    sent: redirect_uri,
    expected: [redirect_uri.replace(/^http:/, "https:")],
    change: "register and use an https redirect URI"
  };
}
function checkSecurePush({ redirect_uri }) {
  if (!isInsecureUri(redirect_uri)) return void 0;
  return {
    error: "invalid_request",
    hint: "A pushed request needs an https or loopback redirect_uri.",
    sent: redirect_uri,
    expected: [redirect_uri.replace(/^http:/, "https:")],
    change: "register and use an https redirect URI"
  };
}

// src/provider/checks/authorization.ts
var ARRIVAL_STEPS = [
  { rule: "RFC 6749 \xA73.1: a parameter is sent once", step: refuseRepeatedParameter },
  { rule: "RFC 9126 \xA74: a pushed request is redeemed once, by its client", step: redeemPushedRequest },
  { rule: "RFC 9126 \xA75: the server takes pushed requests only", step: demandPushedRequests },
  { rule: "RFC 6749 \xA72.2: the client is registered", step: findClient },
  { rule: "RFC 9126 \xA76: the client pushes its requests", step: demandClientPushedRequests }
];
var LOCAL_STEPS = [
  { rule: "RFC 9101 \xA76: the request object is the client\u2019s", step: openRequestObject },
  { rule: "Multiple Response Types \xA72.1: the response mode is known", step: knowResponseMode },
  { rule: "RFC 6749 \xA73.1.2.3, RFC 9700 \xA74.1.3: the redirect URI is registered", step: proveRedirectUri },
  { rule: "RFC 6749 \xA73.1.2: the redirect URI is absolute, without fragment", step: assertAbsolute },
  { rule: "Form Post Response Mode \xA72, RFC 8252 \xA77.1: a form is posted over http(s)", step: checkFormTarget }
];
var PUSH_STEPS = [
  { rule: "RFC 6749 \xA72.2: the client is registered", step: findClient },
  ...LOCAL_STEPS
];
var REGISTRATION_CHECKS = [
  { rule: "RFC 6749 \xA73.3: the scopes are registered", check: checkScopes },
  { rule: "RFC 8707 \xA72: a resource is an absolute URI", check: checkResourceSyntax },
  { rule: "RFC 8707 \xA72: audiences and resources are registered", check: checkTargets },
  { rule: "Core \xA77.2.1: registration is not supported", check: checkRegistration },
  { rule: "RFC 6749 \xA73.1.1: the response type is registered", check: checkResponseType },
  { rule: "Multiple Response Types \xA72.1: the response mode is registered", check: checkResponseMode }
];
var REQUEST_CHECKS = [
  { rule: "RFC 6749 \xA710.12: the state cannot be guessed", check: checkState },
  { rule: "RFC 9700 \xA74.3.1: tokens do not travel in a query", check: checkTokenMode },
  { rule: "Core \xA73.2.2.1: an ID token needs scope openid", check: checkOpenidScope },
  { rule: "RFC 6749 \xA71.3: the grant types of the flow are registered", check: checkFlowGrants },
  { rule: "RFC 9700 \xA74.1: public clients have secure redirect URIs", check: checkSecureRedirect },
  { rule: "Core \xA73.1.2.1: the prompt is known and alone where it is none", check: checkPrompt },
  { rule: "Core \xA73.1.2.1: max_age is a number of seconds", check: checkMaxAge },
  { rule: "Core \xA73.2.2.1, \xA715.5.2: the nonce is there and cannot be guessed", check: checkNonce },
  { rule: "Core \xA75.5: the claims parameter is JSON", check: checkClaimsParameter },
  { rule: "RFC 7636 \xA74.4.1: the code challenge is there and allowed", check: checkPkce }
];
var PUSH_CHECKS = [
  { rule: "RFC 9700 \xA72.1: pushed requests name secure redirect URIs", check: checkSecurePush }
];

// src/provider/authorization/validate.ts
async function runSteps(steps, received, exchange) {
  let current = received;
  for (const { rule, step } of steps) {
    const outcome = await step(current, exchange);
    if (isObjection(outcome)) throw refusal(outcome, rule);
    current = outcome;
    if (current.pushed !== void 0) return current;
  }
  return current;
}
function identified({ client: client3, redirect_uri, parameters }) {
  if (client3 === void 0 || redirect_uri === void 0) throw new Error("the local steps left the client unknown");
  const mode2 = parameters.get("response_mode");
  return {
    parameters,
    client: client3,
    redirect_uri,
    response_mode: mode2 !== void 0 && isResponseMode(mode2) ? mode2 : void 0
  };
}
function effectiveMode(mode2, response_type) {
  const usual = defaultResponseMode(response_type);
  if (mode2 === void 0) return usual;
  if (mode2 !== "jwt") return mode2;
  return usual === "query" ? "query.jwt" : "fragment.jwt";
}
function errorDestination({ parameters, client: client3, redirect_uri, response_mode }, exchange) {
  return {
    client_id: client3.client_id,
    issuer: exchange.issuer,
    redirect_uri,
    response_mode: effectiveMode(response_mode, parameters.get("response_type")),
    state: parameters.get("state") ?? null
  };
}
function earlyDestination(request, exchange) {
  const destination = errorDestination(request, exchange);
  const isEarly = request.response_mode === void 0 && exchange.context.asReleased("early_errors_in_fragment");
  return isEarly ? { ...destination, response_mode: "query" } : destination;
}
function runChecks(checks, request, exchange, destinationOf2) {
  for (const { rule, check: check2 } of checks) {
    const objection2 = check2(request, exchange);
    if (objection2 === void 0) continue;
    throw new AuthorizationRefused(refusal(objection2, rule), destinationOf2(request, exchange));
  }
}
function audienceOf2({ parameters, client: client3 }) {
  const audience = requestedAudience(parameters);
  if (audience.length > 0 || parameters.has("resource")) return audience;
  return client3.requested_audience_mode === "implicit" ? client3.audience : [];
}
function maxAge(parameters) {
  const text = parameters.get("max_age");
  if (text === void 0) return null;
  return /^\d+$/.test(text) ? Number(text) : 0;
}
function complete(identified2, exchange) {
  const { parameters, client: client3, redirect_uri, response_mode } = identified2;
  const response_type = parameters.get("response_type");
  const scopes = [...new Set(splitList(parameters.get("scope")))];
  const claims = parameters.get("claims");
  const challenge = parameters.get("code_challenge") ?? null;
  return {
    client_id: client3.client_id,
    issuer: exchange.issuer,
    redirect_uri,
    redirect_uri_sent: parameters.has("redirect_uri"),
    response_type: ["code", "token", "id_token"].filter((part) => splitList(response_type).includes(part)),
    response_mode: effectiveMode(response_mode, response_type),
    state: parameters.get("state") ?? null,
    scopes,
    audience: audienceOf2(identified2),
    resource: parameters.all("resource"),
    nonce: parameters.get("nonce") ?? null,
    prompt: PROMPTS.filter((prompt) => splitList(parameters.get("prompt")).includes(prompt)),
    max_age: maxAge(parameters),
    claims: claims === void 0 || !scopes.includes("openid") ? null : parseClaimsParameter(claims) ?? null,
    id_token_hint: parameters.get("id_token_hint") ?? null,
    login_hint: parameters.get("login_hint") ?? null,
    ui_locales: parameters.get("ui_locales") ?? null,
    acr_values: parameters.get("acr_values") ?? null,
    code_challenge: challenge,
    code_challenge_method: challenge === null ? null : parameters.get("code_challenge_method") === "S256" ? "S256" : "plain",
    requested_at: exchange.milliseconds,
    request_uri: null
  };
}
function told(exchange, client3, request) {
  const { witness } = exchange;
  if (witness?.decided !== void 0) {
    for (const decision of requestChecked(exchange, client3, request)) witness.decided(decision);
  }
  return request;
}
async function validatePushedRequest(parameters, exchange) {
  const pushed = { parameters, client: void 0, redirect_uri: void 0, pushed: void 0 };
  const request = identified(await runSteps(PUSH_STEPS, pushed, exchange));
  for (const { rule, check: check2 } of [...REGISTRATION_CHECKS, ...REQUEST_CHECKS, ...PUSH_CHECKS]) {
    const objection2 = check2(request, exchange);
    if (objection2 !== void 0) throw refusal(objection2, rule);
  }
  return told(exchange, request.client, complete(request, exchange));
}
async function validateAuthorizationRequest(parameters, exchange) {
  const arrived = { parameters, client: void 0, redirect_uri: void 0, pushed: void 0 };
  const received = await runSteps([...ARRIVAL_STEPS, ...LOCAL_STEPS], arrived, exchange);
  if (received.pushed !== void 0) return received.pushed;
  const request = identified(received);
  runChecks(REGISTRATION_CHECKS, request, exchange, earlyDestination);
  runChecks(REQUEST_CHECKS, request, exchange, errorDestination);
  return told(exchange, request.client, complete(request, exchange));
}

// src/provider/endpoints/authorization.ts
var QUERY_LIMIT = 8 * 1024;
var UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
async function receivePost(exchange) {
  const form = await readForm(exchange.request, LARGE_BODY_LIMIT);
  const merged = new URLSearchParams([...exchange.url.searchParams, ...form.entries()]).toString();
  const here = exchange.issuer + pathOf("authorization");
  if (merged.length <= QUERY_LIMIT) return redirect(`${here}?${merged}`, 302);
  return redirect(`${here}?${PARKED}=${await park(exchange, merged)}`, 302);
}
function unknownConsent(request) {
  const refusal2 = new OAuthError("server_error", {
    hint: "The consent session is malformed, unknown, over, or of another browser session.",
    detail: { rule: "a consent_id names a consent session of this browser" }
  });
  return new AuthorizationRefused(refusal2, destinationOf(request));
}
async function returningFlow(exchange, browser, request, consent_id) {
  if (consent_id === void 0) return void 0;
  const flow = UUID.test(consent_id) ? await findFlow(exchange, browser, consent_id) : void 0;
  if (flow === void 0 || flow.request.client_id !== request.client_id) throw unknownConsent(request);
  return flow;
}
async function receiveQuery(exchange) {
  const parked = exchange.url.searchParams.get(PARKED);
  const query = parked === null ? exchange.url.searchParams : new URLSearchParams(await loadParked(exchange, parked));
  return Parameters.from(query);
}
async function authorizationEndpoint(exchange) {
  if (exchange.request.method === "POST") return receivePost(exchange);
  const parameters = await receiveQuery(exchange);
  const request = await validateAuthorizationRequest(parameters, exchange);
  const browser = await readBrowser(exchange);
  const flow = await returningFlow(exchange, browser, request, parameters.get("consent_id"));
  const client3 = demandClient(exchange, request.client_id);
  return begin2(exchange, { request: flow?.request ?? request, client: client3, browser, flow });
}

// src/provider/session/own-form.ts
function isSameOrigin({ request, url, issuer }) {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  return origin === null || origin === url.origin || origin === new URL(issuer).origin;
}
function refuseForm(rule) {
  return new OAuthError("invalid_request", {
    hint: "The form was sent before, has waited too long, or belongs to another browser session.",
    detail: { rule }
  });
}
async function readFields(exchange) {
  const form = await readForm(exchange.request);
  refuseRepeated(form.with({ claims: void 0 }));
  return form;
}
async function readOwnForm(exchange, purpose) {
  if (!isSameOrigin(exchange)) throw refuseForm("a form of ours is sent from our own origin");
  const form = await readFields(exchange);
  const token = form.get("form_token") ?? "";
  const shown = typeof purpose === "function" ? purpose(form) : purpose;
  if (await exchange.context.formTokens.redeem(token, shown, exchange.now)) return form;
  throw refuseForm("a form carries the token that it was shown with, of its browser session, once");
}

// src/provider/endpoints/consent.ts
function situationOf(exchange, browser, flow) {
  const { request } = flow;
  return { request, client: demandClient(exchange, request.client_id), browser, flow };
}
async function switchAccount(exchange, browser, flow) {
  const visitor = await logOut(exchange, browser);
  await moveFlow(exchange, flow, visitor, { authenticated: false });
  return withCookie(redirect(pageUrl(exchange, "login", flow.id)), visitor);
}
function readAnswer2(form, { client: client3, request }) {
  const decision = form.get("decision");
  if (decision !== "accept" && decision !== "reject") {
    throw new OAuthError("invalid_request", { hint: "The decision is neither 'accept' nor 'reject'." });
  }
  return { decision, claims: form.all("claims"), remember: form.has("remember") && mayRemember(client3, request) };
}
async function receive(exchange, browser, flow) {
  const form = await readOwnForm(exchange, { session_key: browser.key, form: "consent", subject: flow.id });
  if (form.get("decision") === "switch_account") return switchAccount(exchange, browser, flow);
  const situation = situationOf(exchange, browser, flow);
  const decided = { ...situation, answer: readAnswer2(form, situation) };
  const decision = await decideForClient(decided, exchange);
  switch (decision.next) {
    case "grant":
      return grantRequest(exchange, decided, decision);
    case "login":
      return loginPage(exchange, situation);
    default:
      throw flowIsGone();
  }
}
async function consentEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const flow = await demandFlow(exchange, browser);
  if (exchange.request.method === "POST") return receive(exchange, browser, flow);
  const situation = situationOf(exchange, browser, flow);
  const decision = await decideForClient(situation, exchange);
  return decision.next === "consent" ? consentPage(exchange, situation) : resume(exchange, browser, flow);
}

// src/provider/device/decide.ts
async function grantOf2(exchange, client3, row, login) {
  const { context, now } = exchange;
  const { scopes, audience, requested_at, issuer } = row;
  const source = { context, client: client3, user: login.user, scopes, claims: null, granted_claims: [], requested_at, now };
  return {
    request_id: uuid(context.random),
    flow_id: null,
    issuer,
    client_id: client3.client_id,
    subject: await subjectOf(context, client3, login.user.username),
    username: login.user.username,
    requested_at,
    scopes,
    audience,
    authentication: { auth_time: Math.floor(authenticatedAt(login) / 1e3), amr: amrOf(login, exchange) },
    nonce: null,
    acr: false,
    claims: null,
    granted_claims: [],
    id_token_claims: scopes.includes("openid") ? idTokenClaims(source, { withoutAccessToken: false }) : {},
    hashed_code: null,
    session_key: login.session.key,
    ...editedUserOf(login)
  };
}
function answeredBefore2() {
  return new OAuthError("invalid_request", {
    hint: "The code was answered before.",
    detail: { rule: "RFC 8628 \xA73.3: a user code is answered once" }
  });
}
async function approveDevice(exchange, client3, row, login) {
  const grant = await grantOf2(exchange, client3, row, login);
  if (await exchange.context.storage.decideDevice(row.signature, { status: "approved", grant })) return;
  throw answeredBefore2();
}
async function denyDevice(exchange, row) {
  if (!await exchange.context.storage.decideDevice(row.signature, { status: "denied" })) throw answeredBefore2();
}

// src/provider/endpoints/device.ts
var ATTEMPTS = 5;
var ATTEMPT_WINDOW = 10 * 60;
function formOf(exchange, browser, subject) {
  const { formTokens } = exchange.context;
  return {
    action: pageUrl(exchange, "device"),
    form_token: formTokens.issue({ session_key: browser.key, form: "device", subject }, exchange.now)
  };
}
function codePage(exchange, browser, failed2) {
  const linked = exchange.url.searchParams.get("user_code");
  return showPage(
    exchange,
    {
      page: "device",
      ...formOf(exchange, browser, ""),
      ...linked === null || failed2 !== void 0 ? {} : { user_code: normalizeUserCode(linked) },
      ...failed2 === void 0 ? {} : { failed: failed2 }
    },
    { browser }
  );
}
function consentPage2(exchange, browser, { user }, row, user_code) {
  const form = formOf(exchange, browser, user_code);
  return showPage(
    exchange,
    {
      page: "consent",
      client: interactionClient(demandClient(exchange, row.client_id)),
      user: { username: user.username, display_name: user.display_name },
      action: `${form.action}?user_code=${user_code}`,
      form_token: form.form_token,
      scopes: row.scopes.map(describeScope),
      claims: [],
      audience: row.audience,
      remember_allowed: false,
      switch_account: false
    },
    { browser }
  );
}
async function takePlace({ context, now }, name) {
  const window = Math.floor(now / ATTEMPT_WINDOW);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const place = JSON.stringify(["user code", name, window, attempt]);
    if (await context.storage.useOnce("form", place, now + ATTEMPT_WINDOW, now)) return place;
  }
  return void 0;
}
async function takePlaces(exchange, { key }) {
  const [own, shared] = await Promise.all([takePlace(exchange, key), takePlace(exchange, exchange.address)]);
  if (own !== void 0 && shared !== void 0) return [own, shared];
  await giveBack(exchange, [own, shared]);
  return void 0;
}
async function giveBack({ context }, places) {
  for (const place of places) if (place !== void 0) await context.storage.forgetOnce("form", place);
}
async function findPending({ context, now }, user_code) {
  const row = await context.storage.findDeviceByUserCode(context.opaque.userCodeSignature(user_code));
  const isPending = row?.status === "pending" && row.active && row.expires_at > now;
  return isPending ? row : void 0;
}
function needsSecondFactor({ context, address }, { session, user }, { client_id }) {
  const client3 = context.clients.find(client_id);
  const isWanted = client3 !== void 0 && neededLevel(context.config.provider, client3, user, address) === "two_factor";
  return isWanted && levelOf(session) === "one_factor";
}
function demandLevel(exchange, login, row) {
  const { context, address } = exchange;
  const client3 = demandClient(exchange, row.client_id);
  const level = neededLevel(context.config.provider, client3, login.user, address);
  if (satisfies(levelOf(login.session), level)) return;
  throw new OAuthError("access_denied", {
    hint: "The account may not use this application, or needs a second factor for it.",
    detail: {
      rule: "the authorization policy of the client decides about devices too",
      option: context.clients.optionPath(client3, "authorization_policy"),
      sent: levelOf(login.session),
      expected: [level]
    }
  });
}
function tellDevice({ witness }, { user }, row, decision) {
  const { signature: device, client_id } = row;
  witness?.decided?.({ decision, rule: "RFC 8628 \xA73.3", device, client_id, user: user.username });
}
async function receiveCode(exchange, browser, login, form) {
  const places = await takePlaces(exchange, browser);
  if (places === void 0) return codePage(exchange, browser, "slow_down");
  const user_code = normalizeUserCode(form.get("user_code") ?? "");
  const row = await findPending(exchange, user_code);
  if (row === void 0) return codePage(exchange, browser, "user_code");
  tellDevice(exchange, login, row, "user code: known");
  await giveBack(exchange, places);
  if (needsSecondFactor(exchange, login, row)) {
    return redirect(detourUrl(exchange, "second-factor", "device", userCodeQuery(user_code)));
  }
  demandLevel(exchange, login, row);
  return consentPage2(exchange, browser, login, row, user_code);
}
async function receiveDecision(exchange, login, user_code, decision) {
  const row = await findPending(exchange, user_code);
  if (row === void 0) {
    throw new OAuthError("invalid_request", {
      hint: "The code has expired or was answered before.",
      detail: { rule: "RFC 8628 \xA73.3: a user code is answered once, in time" }
    });
  }
  tellDevice(exchange, login, row, `device: ${decision === "accept" ? "approved" : "denied"} by its user`);
  demandLevel(exchange, login, row);
  const client3 = demandClient(exchange, row.client_id);
  const isApproved = decision === "accept";
  if (isApproved) await approveDevice(exchange, client3, row, login);
  else await denyDevice(exchange, row);
  return showPage(exchange, {
    page: "device-done",
    outcome: isApproved ? "approved" : "denied",
    client: interactionClient(client3)
  });
}
async function receive2(exchange, browser, login) {
  const linked = normalizeUserCode(exchange.url.searchParams.get("user_code") ?? "");
  const purpose = { session_key: browser.key, form: "device", subject: linked };
  const form = await readOwnForm(exchange, purpose);
  const decision = form.get("decision");
  return decision === void 0 ? receiveCode(exchange, browser, login, form) : receiveDecision(exchange, login, linked, decision);
}
async function detourToLogin(exchange, browser) {
  const { request, url } = exchange;
  const typed = request.method === "POST" ? (await readForm(request)).get("user_code") : void 0;
  const search = typed === void 0 ? url.search : userCodeQuery(typed);
  return withCookie(redirect(detourUrl(exchange, "login", "device", search)), browser);
}
async function deviceEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const { login } = browser;
  if (login === void 0) return detourToLogin(exchange, browser);
  return exchange.request.method === "POST" ? receive2(exchange, browser, login) : codePage(exchange, browser);
}

// src/provider/client/authentication.ts
import { decodeProtectedHeader as decodeProtectedHeader5 } from "jose";

// src/provider/client/assertion.ts
init_sha256();
import { compactVerify as compactVerify3, decodeProtectedHeader as decodeProtectedHeader4 } from "jose";
var ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var TYPES2 = [void 0, "jwt", "client-authentication+jwt"];
var LONGEST_LIFE = 24 * 60 * 60;
function expectedAlg({ accepted, alg }) {
  if (alg !== "") return alg;
  return accepted.includes("private_key_jwt") ? "RS256" : "HS256";
}
async function keyFor(exchange, client3, alg, kid) {
  if (!alg.startsWith("HS")) return exchange.context.clientKeys.find(client3, { kid, alg, use: "sig" });
  const secret = plaintextSecret(client3);
  return secret === void 0 || kid !== void 0 ? void 0 : hmacKey(secret, alg, exchange.context.asReleased);
}
async function verifySignature(exchange, client3, text, rules) {
  const { alg = "", kid, typ } = decodeProtectedHeader4(text);
  if (alg !== expectedAlg(rules)) return { reason: "the alg of the assertion is not the one of the client" };
  if (!rules.accepted.includes(alg.startsWith("HS") ? "client_secret_jwt" : "private_key_jwt")) {
    return { reason: "the authentication method is not the one of the client" };
  }
  if (!TYPES2.includes(typ?.toLowerCase())) return { reason: "the typ of the assertion is of something else" };
  if (kid === void 0 && !alg.startsWith("HS")) return { reason: "the assertion names no key" };
  const key = await keyFor(exchange, client3, alg, kid);
  if (key === void 0) return { reason: "the client has no key for this assertion" };
  const { payload } = await compactVerify3(text, key, { algorithms: [alg] });
  const claims = JSON.parse(Buffer.from(payload).toString("utf8"));
  return claims === null ? { reason: "the assertion has no claims" } : { claims };
}
function audiences(exchange) {
  const { issuer } = exchange;
  return [issuer, issuer + pathOf("token"), issuer + pathOf("pushed-authorization-request")];
}
function objectToClaims2(exchange, client_id, claims) {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims;
  const { now } = exchange;
  if (iss !== client_id || sub !== client_id) return "iss and sub of the assertion are not the client";
  const named = Array.isArray(aud) ? aud : [aud];
  if (!named.some((name) => name !== void 0 && audiences(exchange).includes(name)))
    return "the assertion is for somebody else";
  if (typeof exp !== "number" || exp <= now) return "the assertion has no exp, or has expired";
  if (exp > now + LONGEST_LIFE) return "the assertion lives too long";
  if (iat !== void 0 && iat > now || nbf !== void 0 && nbf > now) return "the assertion is not valid yet";
  if (typeof jti !== "string" || jti === "") return "the assertion has no jti";
  return void 0;
}
async function verifyAssertion(exchange, client3, assertion, rules) {
  if (assertion.type !== ASSERTION_TYPE) return "the client_assertion_type is unknown";
  const verified = await verifySignature(exchange, client3, assertion.text, rules).catch(() => ({
    reason: "the signature of the assertion does not verify"
  }));
  if ("reason" in verified) return verified.reason;
  const reason = objectToClaims2(exchange, client3.client_id, verified.claims);
  if (reason !== void 0) return reason;
  const { jti = "", exp = 0 } = verified.claims;
  const hash3 = sha256Text(jti);
  const isFirst = await exchange.context.storage.useOnce("jti", hash3, exp, exchange.now);
  return isFirst ? void 0 : "the jti of the assertion was used before";
}

// src/provider/client/credentials.ts
var PRINTABLE = /^[\x20-\x7e]*$/;
var BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
function formDecode(text) {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return void 0;
  }
}
function half(text, kind) {
  const decoded = formDecode(text);
  if (decoded === void 0) return kind ? { decoded: text } : void 0;
  return kind && decoded !== text ? { decoded, raw: text } : { decoded };
}
function readBasic(header, kind) {
  const [, scheme = "", encoded = ""] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== "basic") return { malformed: "the Authorization scheme is not Basic" };
  if (!BASE64.test(encoded)) return { malformed: "the Basic credentials are not base64" };
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1) return { malformed: "the Basic credentials have no colon" };
  if (!PRINTABLE.test(text)) return { malformed: "the Basic credentials have characters that cannot be printed" };
  const id = half(text.slice(0, colon), kind);
  const secret = half(text.slice(colon + 1), kind);
  if (id === void 0 || secret === void 0) return { malformed: "the Basic credentials are badly encoded" };
  return secret.decoded === "" ? {} : { basic: { client_id: id.decoded, secret } };
}
function assertedClient(text) {
  try {
    const claims = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null) return void 0;
    const name = "sub" in claims && claims.sub || "iss" in claims && claims.iss;
    return typeof name === "string" ? name : void 0;
  } catch {
    return void 0;
  }
}
function readCredentials(header, form, kind) {
  const found = { client_id: form.get("client_id"), usedHeader: header !== null };
  if (header !== null) Object.assign(found, readBasic(header, kind));
  const secret = form.get("client_secret");
  if (found.client_id !== void 0 && secret !== void 0) found.post = { secret };
  if (form.has("client_assertion") || form.has("client_assertion_type")) {
    found.assertion = { type: form.get("client_assertion_type") ?? "", text: form.get("client_assertion") ?? "" };
  }
  if (found.basic !== void 0 && found.client_id !== void 0 && found.client_id !== found.basic.client_id) {
    found.malformed = "the client_id of the body is not the one of the Authorization header";
  }
  found.client_id ??= found.basic?.client_id ?? (found.assertion && assertedClient(found.assertion.text));
  return found;
}

// src/provider/client/explain-refusal.ts
init_sha256();
var RULE2 = "RFC 6749 \xA72.3: the client must authenticate with the method it is registered for";
function malformedCredentials(debug) {
  return {
    rule: "RFC 6749 \xA72.3.1, RFC 7617 \xA72: Basic credentials are base64 of form-encoded client_id:client_secret",
    sent: debug,
    change: "in the application: form-encode id and secret, join them with a colon, and encode that in base64"
  };
}
function unknownClient({ context }, sent) {
  return {
    rule: "RFC 6749 \xA72.2: the client is registered",
    option: ["identity_providers", "oidc", "clients"],
    sent,
    expected: context.config.provider.clients.slice(0, 10).map(({ client_id }) => client_id),
    change: "in the application: use a client_id that is registered, or register this one",
    ...sent === "" ? {} : { command: `oidc client add --id ${quoteForShell(sent)}` }
  };
}
function optionPath({ context }, { client: client3, option }) {
  const path = context.clients.optionPath(client3, option);
  return [...path.slice(0, -1), String(path.at(-1)).replace(/_methods$/, "_method")];
}
function wrongMethod(exchange, registration, offered) {
  const { client: client3, option, accepted } = registration;
  const [method, ...others] = offered;
  const isUsable = method !== void 0 && method !== "assertion" && others.length === 0 && !client3.public;
  return {
    rule: RULE2,
    option: client3.public ? exchange.context.clients.optionPath(client3, "public") : optionPath(exchange, registration),
    sent: offered.join(" ") || "none",
    expected: client3.public ? ["none"] : accepted,
    change: client3.public ? "in the application: send the client_id alone, without secret" : `in the application: authenticate with ${accepted.join(" or ")}`,
    ...isUsable ? { command: setOption(client3, option.replace(/_methods$/, "_method"), "=", method) } : {}
  };
}
function wrongSecret(exchange, client3, { basic, post }) {
  const sent = [basic?.secret.decoded, basic?.secret.raw, post?.secret].filter((one) => one !== void 0);
  const digest = client3.client_secret ?? "";
  const isDigest = digest !== "" && sent.some((secret) => equalInConstantTime(secret, digest));
  return {
    rule: "RFC 6749 \xA72.3.1: the secret is the one that client_secret was made of",
    option: exchange.context.clients.optionPath(client3, "client_secret"),
    sent: isDigest ? "the digest of the configuration" : "another secret",
    expected: ["the secret in plain text, of which the configuration holds the digest"],
    change: isDigest ? "in the application: put in the secret, not the digest of the configuration" : "in the application: put in the secret again, without blanks or quotes around it",
    command: `oidc client rotate-secret ${quoteForShell(client3.client_id)}`
  };
}
function wrongAssertion(exchange, registration, reason) {
  return {
    rule: "RFC 7523 \xA73: the assertion is signed by the client, for this provider, and new",
    option: optionPath(exchange, registration),
    sent: reason,
    expected: registration.accepted,
    change: "in the application: sign a new assertion for each request, with this issuer or endpoint as aud"
  };
}

// src/provider/client/authentication.ts
var METHODS_OPTION = {
  token: "token_endpoint_auth_methods",
  "device-authorization": "token_endpoint_auth_methods",
  introspection: "introspection_endpoint_auth_methods",
  revocation: "revocation_endpoint_auth_methods",
  "pushed-authorization-request": "pushed_authorization_request_endpoint_auth_methods"
};
var ALG_OPTION = {
  token: "token_endpoint_auth_signing_alg",
  "device-authorization": "token_endpoint_auth_signing_alg",
  introspection: "introspection_endpoint_auth_signing_alg",
  revocation: "revocation_endpoint_auth_signing_alg",
  "pushed-authorization-request": "pushed_authorization_request_endpoint_auth_signing_alg"
};
var HINT = "The client credentials are missing, of an unknown kind, malformed or wrong, or the client may not use this method.";
function refuse(exchange, credentials, debug, detail) {
  const challenge = credentials.usedHeader && !exchange.context.asReleased("token_challenge");
  return new OAuthError("invalid_client", {
    hint: HINT,
    debug,
    detail,
    ...challenge ? { headers: { "WWW-Authenticate": `Basic realm="${exchange.issuer}"` } } : {}
  });
}
function offeredMethods({ basic, post, assertion }) {
  return [
    ...basic === void 0 ? [] : ["client_secret_basic"],
    ...post === void 0 ? [] : ["client_secret_post"],
    ...assertion === void 0 ? [] : ["assertion"]
  ];
}
function decidingOption(exchange, client3, endpoint) {
  const own = exchange.context.asReleased("endpoint_auth_methods") ? "token_endpoint_auth_methods" : METHODS_OPTION[endpoint];
  return client3[own].length > 0 ? own : "token_endpoint_auth_methods";
}
function acceptedMethods(exchange, client3, endpoint) {
  return client3[decidingOption(exchange, client3, endpoint)];
}
function isAccepted(offered, accepted) {
  if (offered !== "assertion") return accepted.includes(offered);
  return accepted.includes("private_key_jwt") || accepted.includes("client_secret_jwt");
}
async function isRightSecret(exchange, client3, secret) {
  const { client_id, client_secret: digest } = client3;
  if (digest === void 0 || digest === "") return false;
  const attempt = { client_id, digest, address: exchange.address };
  const { secrets } = exchange.context;
  if (await secrets.verify({ ...attempt, secret: secret.decoded })) return true;
  return secret.raw !== void 0 && secrets.verify({ ...attempt, secret: secret.raw });
}
async function pretend(exchange, { basic, post }) {
  const digest = exchange.context.clients.decoyDigest;
  const secret = basic?.secret.decoded ?? post?.secret;
  if (digest === void 0 || secret === void 0) return;
  await exchange.context.secrets.verify({ client_id: "", digest, secret, address: exchange.address });
}
async function prove(exchange, client3, endpoint, credentials) {
  const { basic, post, assertion } = credentials;
  if (assertion !== void 0) {
    const alg = client3[exchange.context.asReleased("endpoint_auth_methods") ? "token_endpoint_auth_signing_alg" : ALG_OPTION[endpoint]];
    return verifyAssertion(exchange, client3, assertion, {
      accepted: acceptedMethods(exchange, client3, endpoint),
      alg: alg || client3.token_endpoint_auth_signing_alg
    });
  }
  if (basic !== void 0 && !await isRightSecret(exchange, client3, basic.secret)) return "the secret is wrong";
  if (post !== void 0 && !await isRightSecret(exchange, client3, { decoded: post.secret }))
    return "the secret is wrong";
  return void 0;
}
function clientAuthenticated(exchange, client3, endpoint, credentials) {
  const [offered = "none"] = offeredMethods(credentials);
  const isSymmetric = () => decodeProtectedHeader5(credentials.assertion?.text ?? "").alg?.startsWith("HS") === true;
  const method = offered !== "assertion" ? offered : isSymmetric() ? "client_secret_jwt" : "private_key_jwt";
  return {
    decision: `client authentication: ${method}`,
    rule: "RFC 6749 \xA72.3, Core \xA79",
    option: clientOption(exchange, client3, decidingOption(exchange, client3, endpoint)).replace(/_methods$/, "_method"),
    client_id: client3.client_id,
    authentication: method
  };
}
function objection(client3, accepted, offered) {
  if (offered.length > 1 && !client3.allow_multiple_auth_methods) return "several authentication methods were used";
  if (client3.public && offered.length > 0) return "a public client has no credentials";
  if (offered.length === 0 && !client3.public) return "the client is confidential and sent no credentials";
  if (offered.length > 0 && !offered.some((method) => isAccepted(method, accepted))) {
    return "the authentication method is not the one of the client";
  }
  return void 0;
}
function explain(exchange, registration, credentials, unfit, reason) {
  if (unfit !== void 0) return wrongMethod(exchange, registration, offeredMethods(credentials));
  if (credentials.assertion !== void 0) return wrongAssertion(exchange, registration, reason);
  return wrongSecret(exchange, registration.client, credentials);
}
async function authenticateClient(exchange, form, endpoint) {
  const { context, request } = exchange;
  const kind = !context.asReleased("basic_raw_retry");
  const credentials = readCredentials(request.headers.get("authorization"), form, kind);
  if (credentials.malformed !== void 0) {
    throw refuse(exchange, credentials, credentials.malformed, malformedCredentials(credentials.malformed));
  }
  const client3 = credentials.client_id === void 0 ? void 0 : context.clients.find(credentials.client_id);
  if (client3 === void 0) {
    await pretend(exchange, credentials);
    throw refuse(exchange, credentials, "the client is unknown", unknownClient(exchange, credentials.client_id ?? ""));
  }
  const offered = offeredMethods(credentials);
  const accepted = acceptedMethods(exchange, client3, endpoint);
  const unfit = objection(client3, accepted, offered);
  if (unfit !== void 0) await pretend(exchange, credentials);
  const reason = unfit ?? await prove(exchange, client3, endpoint, credentials);
  if (reason === void 0) {
    exchange.witness?.decided?.(clientAuthenticated(exchange, client3, endpoint, credentials));
    return client3;
  }
  const registration = { client: client3, option: decidingOption(exchange, client3, endpoint), accepted };
  throw refuse(exchange, credentials, reason, explain(exchange, registration, credentials, unfit, reason));
}

// src/provider/grants/token-request.ts
function tokenRequest(exchange, client3, parameters) {
  const scope = parameters.get("scope");
  return {
    exchange,
    client: client3,
    parameters,
    scopes: scope === void 0 ? void 0 : [...new Set(splitList(scope))],
    targets: [.../* @__PURE__ */ new Set([...requestedAudience(parameters), ...parameters.all("resource")])]
  };
}
function demandGrantType({ client: client3, exchange }, grant) {
  if (client3.grant_types.includes(grant)) return;
  throw new OAuthError("unauthorized_client", {
    hint: `The client is not registered for grant type '${grant}'.`,
    detail: {
      rule: "RFC 6749 \xA75.2: the client is authorized to use this grant type",
      option: exchange.context.clients.optionPath(client3, "grant_types"),
      sent: grant,
      expected: client3.grant_types,
      command: `oidc client set ${client3.client_id} grant_types+=${grant}`
    }
  });
}
function demandIssuer({ issuer }, granted) {
  if (issuer === granted) return;
  throw new OAuthError("invalid_request", {
    hint: "The grant was made by another issuer.",
    detail: { rule: "RFC 9207 \xA72.4: a grant is exchanged where it was made", sent: issuer, expected: [granted] }
  });
}
function invalidGrant(rule, hint) {
  return new OAuthError("invalid_grant", { hint, detail: { rule } });
}

// src/provider/endpoints/device-authorization.ts
var INTERVAL = 10;
function demandDeviceGrant({ client: client3, exchange }) {
  if (client3.grant_types.includes(GRANT_TYPE.deviceCode)) return;
  throw new OAuthError(exchange.context.asReleased("device_grant_missing") ? "invalid_grant" : "unauthorized_client", {
    hint: "The client is not registered for the device grant.",
    detail: {
      rule: "RFC 8628 \xA73.1: the client is authorized to use this grant type",
      option: exchange.context.clients.optionPath(client3, "grant_types"),
      expected: [GRANT_TYPE.deviceCode]
    }
  });
}
function demandScopes({ client: client3, scopes = [], exchange }) {
  const foreign = scopes.find((scope) => !client3.scopes.includes(scope));
  if (foreign === void 0) return;
  throw new OAuthError("invalid_scope", {
    hint: `The client is not registered for scope '${foreign}'.`,
    detail: {
      rule: "RFC 6749 \xA73.3: the scopes are registered",
      option: exchange.context.clients.optionPath(client3, "scopes"),
      sent: foreign,
      expected: client3.scopes
    }
  });
}
function audienceOf3({ client: client3, parameters, targets }) {
  const foreign = foreignTarget(client3, requestedAudience(parameters), parameters.all("resource"));
  if (foreign !== void 0) {
    throw new OAuthError("invalid_target", {
      hint: `The client is not registered for audience '${foreign}'.`,
      detail: { rule: "RFC 8707 \xA72: audiences and resources are registered", sent: foreign, expected: client3.audience }
    });
  }
  return targets.length === 0 && client3.requested_audience_mode === "implicit" ? client3.audience : targets;
}
async function deviceAuthorizationEndpoint(exchange) {
  const { context, now, issuer } = exchange;
  const form = await readRequiredForm(exchange.request);
  refuseRepeated(form);
  const client3 = await authenticateClient(exchange, form, "device-authorization");
  const request = tokenRequest(exchange, client3, form);
  demandDeviceGrant(request);
  demandScopes(request);
  const audience = audienceOf3(request);
  const expires_in = context.config.provider.lifespans.device_code;
  const { token, signature } = context.opaque.issue("dc");
  const user_code = newUserCode(context.random);
  exchange.witness?.decided?.({
    decision: `device: waits ${expires_in} s for its user`,
    rule: "RFC 8628 \xA73.2",
    option: "identity_providers.oidc.lifespans.device_code",
    device: signature,
    client_id: client3.client_id
  });
  await context.storage.saveDevice({
    signature,
    user_code_signature: context.opaque.userCodeSignature(user_code),
    client_id: client3.client_id,
    issuer,
    scopes: request.scopes ?? [],
    audience,
    requested_at: now,
    expires_at: now + expires_in,
    status: "pending",
    active: true,
    polled_at: null,
    interval: INTERVAL,
    grant: null
  });
  const verification_uri = issuer + pathOf("device");
  return json(200, {
    device_code: token,
    user_code,
    verification_uri,
    verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
    expires_in,
    interval: INTERVAL
  });
}

// src/spec/client-authentication.ts
var CLIENT_AUTHENTICATION_METHODS = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none"
];

// src/provider/retired-keys.ts
var SIGNED_METADATA_LIFETIME = 60 * 60;
function longestSignedLifetime({ lifespans }) {
  const tokens = Object.values(lifespans.custom).flatMap((custom) => [custom, ...Object.values(custom.grants)]);
  const lifetimes = [lifespans, ...tokens].flatMap(({ access_token, id_token }) => [access_token, id_token]);
  return Math.max(SIGNED_METADATA_LIFETIME, lifespans.jwt_secured_authorization, ...lifetimes);
}
function isSame(left, right) {
  return left.thumbprint === right.thumbprint && left.key_id === right.key_id && left.alg === right.alg;
}
function retireKeys(retired2, change) {
  const { from, to, now, lifetime } = change;
  const left = from.map((key) => ({ key, until: now + lifetime }));
  const others = retired2.filter(({ key, until }) => until > now && !from.some((one) => isSame(one, key)));
  return [...others, ...left].filter(({ key }) => !to.some((one) => isSame(one, key)));
}

// src/provider/endpoints/discovery.ts
var SCOPES = ["offline_access", "openid", "profile", "email", "address", "phone", "groups"];
var CLAIMS2 = "amr aud azp client_id exp iat iss jti rat auth_time nonce groups sub name given_name family_name middle_name nickname preferred_username profile picture website email email_verified alt_emails gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at".split(
  " "
);
var ENCRYPTION_ALGS = KEY_MANAGEMENT_ALGORITHMS.filter((alg) => alg !== "RSA1_5");
var WITH_NONE = [...SIGNING_ALGORITHMS, "none"];
var AUTHORIZATION_SERVER_MEMBERS = [
  "issuer",
  "jwks_uri",
  "authorization_endpoint",
  "token_endpoint",
  "subject_types_supported",
  "response_types_supported",
  "grant_types_supported",
  "response_modes_supported",
  "scopes_supported",
  "claims_supported",
  "token_endpoint_auth_methods_supported",
  "token_endpoint_auth_signing_alg_values_supported",
  "introspection_endpoint",
  "revocation_endpoint",
  "introspection_endpoint_auth_methods_supported",
  "revocation_endpoint_auth_methods_supported",
  "revocation_endpoint_auth_signing_alg_values_supported",
  "code_challenge_methods_supported",
  "device_authorization_endpoint",
  "authorization_response_iss_parameter_supported",
  "introspection_signing_alg_values_supported",
  "introspection_encryption_alg_values_supported",
  "introspection_encryption_enc_values_supported",
  "pushed_authorization_request_endpoint",
  "require_pushed_authorization_requests"
];
function endpointMembers(issuer) {
  return Object.fromEntries(
    ENDPOINTS.flatMap(({ metadata, path }) => metadata === void 0 ? [] : [[metadata, issuer + path]])
  );
}
function authenticationMembers() {
  return {
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    token_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS.filter((method) => method !== "none")
  };
}
function encryptionMembers(object) {
  return {
    [`${object}_encryption_alg_values_supported`]: ENCRYPTION_ALGS,
    [`${object}_encryption_enc_values_supported`]: CONTENT_ENCRYPTION_ALGORITHMS
  };
}
function signingMembers(object, algorithms) {
  return { [`${object}_signing_alg_values_supported`]: algorithms, ...encryptionMembers(object) };
}
function openidMetadata({ config: { provider }, keys }, issuer) {
  const served = keys.signingAlgorithms;
  return {
    issuer,
    ...endpointMembers(issuer),
    subject_types_supported: ["public", "pairwise"],
    response_types_supported: RESPONSE_TYPES,
    grant_types_supported: [
      GRANT_TYPE.authorizationCode,
      GRANT_TYPE.implicit,
      GRANT_TYPE.clientCredentials,
      GRANT_TYPE.refreshToken,
      GRANT_TYPE.deviceCode
    ],
    response_modes_supported: RESPONSE_MODES,
    scopes_supported: SCOPES,
    claims_supported: CLAIMS2,
    ...authenticationMembers(),
    code_challenge_methods_supported: provider.enable_pkce_plain_challenge ? ["S256", "plain"] : ["S256"],
    ...signingMembers("introspection", [...served, "none"]),
    require_pushed_authorization_requests: provider.require_pushed_authorization_requests,
    authorization_response_iss_parameter_supported: true,
    ...signingMembers("id_token", served),
    ...signingMembers("userinfo", [...served, "none"]),
    ...signingMembers("request_object", WITH_NONE),
    claim_types_supported: ["normal"],
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    claims_parameter_supported: true,
    prompt_values_supported: ["consent", "login", "none", "select_account"],
    ...signingMembers("authorization", served)
  };
}
function authorizationServerMetadata(openid) {
  return Object.fromEntries(AUTHORIZATION_SERVER_MEMBERS.map((member) => [member, openid[member]]));
}
var SIGNING_OPTION = ["identity_providers", "oidc", "discovery_signed_response_alg"];
function metadataSigner({ config, keys, asReleased }) {
  const { discovery_signed_response_alg: alg, discovery_signed_response_key_id: key_id } = config.provider;
  if (key_id === "" && alg === "") return void 0;
  const isNone = key_id === "" && alg === "none" && config.positionOf(SIGNING_OPTION) !== void 0;
  if (alg === "none" && key_id === "" && !(isNone && asReleased("signed_metadata_key"))) return void 0;
  const named = keys.find(isNone ? "RS256" : alg, key_id);
  if (named === void 0) return void 0;
  const signing = asReleased("signed_metadata_key") ? keys.find("RS256", "") : named;
  return signing && { alg: signing.alg, kid: named.kid, key: signing.privateKey };
}
async function write({ context, now, issuer }, metadata) {
  const signer = metadataSigner(context);
  if (signer === void 0) return JSON.stringify(metadata);
  const claims = {
    ...metadata,
    iss: issuer,
    iat: now,
    exp: now + SIGNED_METADATA_LIFETIME,
    jti: uuid(context.random)
  };
  return JSON.stringify({
    ...metadata,
    signed_metadata: await signJwt({ witness: void 0 }, "signed_metadata", claims, signer)
  });
}
function remembered(exchange, document, make) {
  const { context, issuer, now } = exchange;
  const name = `${document} ${issuer}`;
  const known = context.documents.get(name);
  if (known !== void 0 && known.until > now) return known.text;
  const text = write(exchange, make());
  context.documents.set(name, { text, until: now + SIGNED_METADATA_LIFETIME / 2 });
  return text;
}
async function openidConfigurationEndpoint(exchange) {
  const { context, issuer } = exchange;
  return jsonText(await remembered(exchange, "openid", () => openidMetadata(context, issuer)));
}
async function authorizationServerEndpoint(exchange) {
  const { context, issuer } = exchange;
  return jsonText(
    await remembered(exchange, "oauth", () => authorizationServerMetadata(openidMetadata(context, issuer)))
  );
}

// src/provider/interaction/interaction.ts
var EDITED_FIELDS = [
  "display_name",
  "given_name",
  "middle_name",
  "family_name",
  "nickname",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "profile",
  "picture",
  "website",
  "emails",
  "email_verified",
  "phone_number",
  "phone_extension",
  "phone_number_verified",
  "groups",
  "street_address",
  "locality",
  "region",
  "postal_code",
  "country",
  "extra"
];

// src/provider/session/guessing.ts
async function slowly({ context, address, now }, guessed, check2) {
  const guess = { ...guessed, address };
  if (context.guesses.attempt(guess, now) !== void 0) return "slow_down";
  try {
    const outcome = await context.derivations.run({ target: `user ${guess.username}`, address }, check2);
    if (outcome !== void 0 && outcome !== false) context.guesses.succeeded(guess);
    return outcome;
  } catch (error) {
    if (error instanceof TooBusy) return "slow_down";
    throw error;
  }
}

// src/provider/endpoints/login.ts
async function cancel(exchange, flow) {
  await closeFlow(exchange, flow);
  const refusal2 = new OAuthError("access_denied", {
    hint: "The user cancelled the login.",
    detail: { rule: "RFC 6749 \xA74.1.2.1: the resource owner denied the request" }
  });
  throw new AuthorizationRefused(refusal2, destinationOf(flow.request));
}
function show(exchange, browser, flow, failed2) {
  if (flow !== void 0) {
    const { request } = flow;
    return loginPage(exchange, { request, client: demandClient(exchange, request.client_id), browser, flow }, failed2);
  }
  const interaction = {
    page: "login",
    ...formFor(exchange, browser, "login"),
    action: pageUrl(exchange, "login") + exchange.url.search,
    ...failed2 === void 0 ? {} : { failed: failed2.why, username: failed2.username },
    ...cardsFor(exchange)
  };
  return slowedDown(failed2?.why, showPage(exchange, interaction, { browser }));
}
async function cardUser(exchange, username) {
  const isCard = developerOf(exchange)?.users.some((user) => user.username === username) === true;
  return username !== void 0 && isCard ? exchange.context.users.find(username) : void 0;
}
async function identify(exchange, form) {
  const card = await cardUser(exchange, form.get("user"));
  if (card !== void 0) return card;
  const { context, address, now } = exchange;
  if (context.rateLimiter?.retryAfter("login", address, now) !== void 0) return "slow_down";
  const username = form.get("username") ?? "";
  const check2 = () => context.users.verifyPassword(username, form.get("password") ?? "");
  return await slowly(exchange, { secret: "password", username }, check2) ?? "credentials";
}
async function receive3(exchange, browser, flow) {
  const purpose = { session_key: browser.key, form: "login", subject: flow?.id ?? "" };
  const form = await readOwnForm(exchange, purpose);
  if (form.has("cancel") && flow !== void 0) return cancel(exchange, flow);
  const outcome = await identify(exchange, form);
  if (typeof outcome === "string") {
    exchange.witness?.decided?.({ decision: `sign-in failed: ${outcome}`, rule: "Core \xA73.1.2.3" });
    exchange.context.rateLimiter?.countFailure("login", exchange.address, exchange.now);
    exchange.context.log({
      level: "warn",
      event: "login_failed",
      request_id: exchange.id,
      reason: outcome,
      address: exchange.address
    });
    return show(exchange, browser, flow, { why: outcome, username: form.get("username") ?? "" });
  }
  exchange.witness?.decided?.({
    decision: form.has("user") ? "signed in by a card" : "signed in by password",
    rule: "Core \xA73.1.2.3",
    user: outcome.username
  });
  return enter(exchange, browser, flow, outcome);
}
async function enter(exchange, browser, flow, user, edited = {}) {
  const details = { password_at: exchange.milliseconds, totp_at: null, ...edited };
  const loggedIn = await logIn(exchange, browser, user, details);
  if (flow === void 0) return withCookie(redirect(returnUrl(exchange)), loggedIn);
  return resume(exchange, loggedIn, await moveFlow(exchange, flow, loggedIn, { authenticated: true }));
}
async function loginEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const flow = exchange.url.searchParams.has("flow") ? await demandFlow(exchange, browser) : void 0;
  return exchange.request.method === "POST" ? receive3(exchange, browser, flow) : show(exchange, browser, flow);
}

// src/provider/endpoints/edit-claims.ts
var fieldsModule = () => Promise.resolve().then(() => (init_edited_claims(), edited_claims_exports));
function notHere() {
  return new OAuthError("invalid_request", {
    hint: "Claims are edited in development alone, by the developer, for a test user.",
    detail: { rule: "claims are edited in --dev, for the users who have a card" }
  });
}
function searchFor({ exchange }, username) {
  const search = new URLSearchParams(exchange.url.search);
  search.delete("user");
  if (username !== void 0) search.set("user", username);
  return search.size === 0 ? "" : `?${search}`;
}
function show2(editing, fields, failed2) {
  const { exchange, dev, browser, flow, user } = editing;
  const { username, display_name } = user;
  const here = (name) => pageUrl(exchange, "edit-claims") + searchFor(editing, name);
  const client3 = flow && demandClient(exchange, flow.request.client_id);
  const interaction = {
    page: "edit-claims",
    ...client3 && { client: interactionClient(client3) },
    user: { username, display_name },
    users: dev.users.map((one) => ({ ...one, edit_url: here(one.username) })),
    ...formFor(exchange, browser, "edit-claims", flow?.id),
    action: here(username),
    fields,
    back: pageUrl(exchange, "login") + searchFor(editing),
    ...failed2 === void 0 ? {} : { failed: failed2 }
  };
  return showPage(exchange, interaction, { browser, ui_locales: flow?.request.ui_locales ?? null });
}
async function receive4(editing) {
  const { exchange, browser, flow, user } = editing;
  const purpose = { session_key: browser.key, form: "edit-claims", subject: flow?.id ?? "" };
  const form = await readOwnForm(exchange, purpose);
  const { editUser: editUser2, typedFields: typedFields2 } = await fieldsModule();
  const fields = typedFields2(EDITED_FIELDS, (name) => form.get(name));
  const edited_user = editUser2(user, fields);
  if (edited_user === void 0) return show2(editing, fields, "extra");
  const { username } = user;
  exchange.witness?.decided?.({ decision: "signed in by a card, claims edited", rule: "Core \xA73.1.2.3", user: username });
  exchange.context.log({ level: "info", event: "claims_edited", request_id: exchange.id, username });
  return enter(exchange, browser, flow, edited_user, { edited_user });
}
async function chosenUser(exchange, dev, flow) {
  const asked = exchange.url.searchParams.get("user");
  if (asked !== null) return cardUser(exchange, asked);
  const hinted = await cardUser(exchange, flow?.request.login_hint ?? void 0);
  return hinted ?? cardUser(exchange, dev.users[0]?.username);
}
async function editClaimsEndpoint(exchange) {
  const dev = developerOf(exchange);
  if (dev === void 0) throw notHere();
  const browser = await readBrowser(exchange);
  const flow = exchange.url.searchParams.has("flow") ? await demandFlow(exchange, browser) : void 0;
  const user = await chosenUser(exchange, dev, flow);
  if (user === void 0) throw notHere();
  const editing = { exchange, dev, browser, flow, user };
  if (exchange.request.method === "POST") return receive4(editing);
  const { fieldsOf: fieldsOf2 } = await fieldsModule();
  return show2(editing, fieldsOf2(user));
}

// src/provider/endpoints/home.ts
function devMembers(exchange) {
  const {
    issuer,
    context: { config, issuers }
  } = exchange;
  const dev = developerOf(exchange);
  if (dev === void 0) return {};
  return {
    dev: {
      ...dev.tools && { try: `${issuers.basePath}/dev/try`, inspector: `${issuers.basePath}/dev` },
      users: dev.users.map((user) => {
        const password = dev.passwords?.[user.username];
        return password === void 0 ? user : { ...user, password };
      }),
      clients: config.provider.clients.map(({ client_id, client_name, public: isPublic, redirect_uris }) => ({
        client_id,
        name: client_name,
        public: isPublic,
        redirect_uris,
        ...dev.madeUpClients.has(client_id) && { any_loopback: true }
      })),
      endpoints: ENDPOINTS.filter(({ cors }) => cors !== void 0).map(({ name, path, cors }) => ({
        name,
        url: issuer + path,
        browsable: cors?.policy === "public"
      }))
    }
  };
}
async function homeEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const { login } = browser;
  const user = login && { username: login.user.username, display_name: login.user.display_name };
  const interaction = {
    page: "home",
    issuer: exchange.issuer,
    ...user === void 0 ? { sign_in: pageUrl(exchange, "login") } : { user, sign_out: formFor(exchange, browser, "sign-out") },
    ...devMembers(exchange)
  };
  return showPage(exchange, interaction, { browser });
}
async function signOutEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  await readOwnForm(exchange, { session_key: browser.key, form: "sign-out", subject: "" });
  return withCookie(redirect(pageUrl(exchange, "home")), await logOut(exchange, browser));
}

// src/provider/tokens/bearer.ts
function bearerToken(header) {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? "")?.[1];
}

// src/provider/tokens/lookup.ts
import { compactVerify as compactVerify4, decodeProtectedHeader as decodeProtectedHeader6 } from "jose";
async function ownJwtClaims(context, token) {
  try {
    const { alg, kid, typ } = decodeProtectedHeader6(token);
    const key = context.keys.keys.find((one) => one.kid === kid && one.alg === alg && one.use === "sig");
    if (key === void 0 || typ !== "at+jwt") return void 0;
    const { payload } = await compactVerify4(token, await key.publicKey(), { algorithms: [key.alg] });
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return void 0;
  }
}
async function accessSignature(context, token) {
  const opaque = context.opaque.read("at", token);
  if (opaque !== void 0) return opaque.genuine ? opaque.signature : void 0;
  const parts = token.split(".");
  if (parts.length === 5) return jwtSignature(token);
  return parts.length === 3 && await ownJwtClaims(context, token) !== void 0 ? jwtSignature(token) : void 0;
}
async function findAccessToken({ context }, token) {
  const signature = await accessSignature(context, token);
  return signature === void 0 ? void 0 : context.storage.findAccessToken(signature);
}
async function findRefreshToken({ context }, token) {
  const presented = context.opaque.read("rt", token);
  return presented?.genuine === true ? context.storage.findRefreshToken(presented.signature) : void 0;
}
async function findToken(exchange, token) {
  const access = await findAccessToken(exchange, token);
  if (access !== void 0) return { kind: "access_token", row: access };
  const refresh = await findRefreshToken(exchange, token);
  return refresh === void 0 ? void 0 : { kind: "refresh_token", row: refresh };
}
async function statelessClaims({ context, now, issuer }, token) {
  const claims = await ownJwtClaims(context, token);
  return claims?.iss === issuer && claims.exp !== void 0 && claims.exp > now ? claims : void 0;
}

// src/provider/endpoints/introspection.ts
var JWT_TYPE = "application/token-introspection+jwt";
var INACTIVE = { active: false };
async function authenticateByToken(exchange, bearer, inspected) {
  const row = bearer === inspected ? void 0 : await findAccessToken(exchange, bearer);
  const client3 = row !== void 0 && row.expires_at > exchange.now ? exchange.context.clients.find(row.grant.client_id) : void 0;
  if (client3 !== void 0) return client3;
  const error = exchange.context.asReleased("introspection_authentication") ? "request_unauthorized" : "invalid_token";
  throw new OAuthError(error, {
    hint: "The access token is not active, or is the one that is inspected.",
    headers: { "WWW-Authenticate": `Bearer error="${error}"` },
    detail: { rule: "RFC 7662 \xA72.1: the caller is authorized" }
  });
}
async function authenticateByClient(exchange, parameters) {
  try {
    return await authenticateClient(exchange, parameters, "introspection");
  } catch (error) {
    if (!(error instanceof OAuthError) || !exchange.context.asReleased("introspection_authentication")) throw error;
    throw new OAuthError("request_unauthorized", {
      cause: error,
      ...error.detail === void 0 ? {} : { detail: error.detail }
    });
  }
}
function mayInspect({ row }, token, caller) {
  const isOpaque = token.startsWith("authelia_");
  return !isOpaque || row.grant.client_id === caller.client_id || row.audience.includes(caller.client_id);
}
function scopesOf(found) {
  return found.kind === "access_token" ? found.row.scopes : found.row.grant.scopes;
}
function isActive(found, { now }, wanted) {
  const isAlive2 = found.row.expires_at > now && (found.kind === "access_token" || found.row.active);
  return isAlive2 && wanted.every((scope) => scopesOf(found).includes(scope));
}
async function policyClaims2(exchange, found) {
  const { context, now } = exchange;
  const { grant } = found.row;
  const { username, client_id, claims, granted_claims, requested_at } = grant;
  const client3 = context.clients.find(client_id);
  if (username === null || client3 === void 0 || client3.claims_policy === "") return {};
  const user = await userOfGrant(context, grant);
  if (user === void 0) return {};
  return accessTokenClaims({
    context,
    client: client3,
    user,
    scopes: scopesOf(found),
    claims,
    granted_claims,
    requested_at,
    now
  });
}
async function describe(exchange, found) {
  const { grant, expires_at, audience } = found.row;
  const scope = scopesOf(found).join(" ");
  return {
    ...await policyClaims2(exchange, found),
    active: true,
    client_id: grant.client_id,
    ...scope === "" ? {} : { scope },
    sub: grant.subject ?? grant.client_id,
    ...grant.username === null ? {} : { username: grant.username },
    exp: expires_at,
    iat: grant.requested_at,
    ...audience.length === 0 ? {} : { aud: audience },
    iss: grant.issuer,
    ...found.kind === "access_token" ? { token_type: "Bearer" } : {}
  };
}
function isStateless({ config }) {
  const { enable_jwt_access_token_stateless_introspection, clients } = config.provider;
  const hasJwts = ({ access_token_signed_response_alg: alg }) => alg !== "" && alg !== "none";
  return enable_jwt_access_token_stateless_introspection && clients.some(hasJwts);
}
async function introspectStateless(exchange, token, wanted) {
  const claims = isStateless(exchange.context) ? await statelessClaims(exchange, token) : void 0;
  if (claims === void 0) return void 0;
  const { scp: _scp, nbf: _nbf, jti: _jti, ...shown } = claims;
  const scopes = splitList(String(claims["scope"] ?? [claims["scp"] ?? []].flat().join(" ")));
  if (!wanted.every((scope) => scopes.includes(scope))) return INACTIVE;
  return { ...shown, active: true, token_type: "Bearer" };
}
async function introspect(exchange, caller, parameters) {
  const token = parameters.get("token") ?? "";
  const stateless = await introspectStateless(exchange, token, splitList(parameters.get("scope")));
  if (stateless !== void 0) return { answer: stateless };
  const found = await findToken(exchange, token);
  if (found !== void 0) exchange.witness?.decided?.(ofGrant("token: known", found.row.grant, "RFC 7662 \xA72.2"));
  if (found === void 0 || !mayInspect(found, token, caller)) {
    const why = found === void 0 ? "unknown or revoked" : "of another client, and not for the caller";
    exchange.witness?.decided?.({ decision: `not active: ${why}`, rule: "RFC 7662 \xA72.2, \xA74" });
    return { answer: INACTIVE };
  }
  demandIssuer(exchange, found.row.grant.issuer);
  if (!isActive(found, exchange, splitList(parameters.get("scope")))) {
    exchange.witness?.decided?.({ decision: "not active: over, or without the scope asked for", rule: "RFC 7662 \xA72.2" });
    return { answer: INACTIVE };
  }
  return { answer: await describe(exchange, found), owner: found.row.grant.client_id };
}
function signedFor({ context, request }, caller, owner) {
  const client3 = context.asReleased("introspection_jwt") ? context.clients.find(owner ?? "") : caller;
  if (client3 === void 0) return void 0;
  const { introspection_signed_response_alg: alg, introspection_signed_response_key_id: key_id } = client3;
  if (key_id !== "" || alg !== "" && alg !== "none") return { client: client3, alg, key_id };
  const asks = request.headers.get("accept")?.includes(JWT_TYPE) === true && !context.asReleased("introspection_jwt");
  return asks ? { client: client3, alg: "RS256", key_id: "" } : void 0;
}
async function write2(exchange, caller, { answer, owner }) {
  const { context, now, issuer } = exchange;
  const signed = signedFor(exchange, caller, owner);
  const signer = signed && context.keys.signerFor(signed.client, signed.alg, signed.key_id);
  if (signed === void 0 || signer === void 0) return json(200, answer);
  const claims = {
    iss: issuer,
    aud: [caller.client_id],
    iat: now,
    jti: uuid(context.random),
    token_introspection: answer
  };
  const token = await signJwt(exchange, "introspection", claims, signer);
  return jwt(
    JWT_TYPE,
    await encryptForClient(context, signed.client, "introspection", token, "token-introspection+jwt")
  );
}
async function introspectionEndpoint(exchange) {
  const parameters = await readRequiredForm(exchange.request);
  refuseRepeated(parameters);
  const bearer = bearerToken(exchange.request.headers.get("authorization"));
  const caller = bearer === void 0 ? await authenticateByClient(exchange, parameters) : await authenticateByToken(exchange, bearer, parameters.get("token"));
  if (!parameters.has("token")) {
    throw new OAuthError("invalid_request", {
      hint: "The token is missing.",
      detail: { rule: "RFC 7662 \xA72.1: token is required" }
    });
  }
  const introspection = await introspect(exchange, caller, parameters);
  return { ...await write2(exchange, caller, introspection), isGuess: introspection.answer === INACTIVE };
}

// src/provider/endpoints/jwks.ts
function jwksEndpoint({ context }) {
  return jsonText(context.keys.jwks);
}

// src/provider/endpoints/learn-redirect.ts
function subjectOf2({ client_id, redirect_uri }) {
  return JSON.stringify([client_id, redirect_uri]);
}
function learnForm(exchange, browser, refused) {
  const { context, now, url } = exchange;
  const purpose = { session_key: browser.key, form: "learn-redirect", subject: subjectOf2(refused) };
  const isRepeatable = !url.searchParams.has(PARKED);
  return {
    ...refused,
    action: pageUrl(exchange, "learn-redirect") + (isRepeatable ? url.search : ""),
    form_token: context.formTokens.issue(purpose, now)
  };
}
function notHere2() {
  return new OAuthError("invalid_request", {
    hint: "Redirect URIs are learned in development alone, by the developer, for this machine alone.",
    detail: { rule: "a redirect URI is learned in --dev, when it is http(s) to a loopback host without fragment" }
  });
}
async function learnRedirectEndpoint(exchange) {
  const { context, url } = exchange;
  if (developerOf(exchange) === void 0) throw notHere2();
  const browser = await readBrowser(exchange);
  const form = await readOwnForm(exchange, (fields) => {
    const refused = { client_id: fields.get("client_id") ?? "", redirect_uri: fields.get("redirect_uri") ?? "" };
    return { session_key: browser.key, form: "learn-redirect", subject: subjectOf2(refused) };
  });
  const [client_id, redirect_uri] = [form.get("client_id") ?? "", form.get("redirect_uri") ?? ""];
  if (context.clients.find(client_id) === void 0 || !isLearnable(redirect_uri)) throw notHere2();
  context.learnedRedirects.learn(client_id, redirect_uri);
  context.log({ level: "info", event: "redirect_learned", request_id: exchange.id, client_id, redirect_uri });
  return redirect(url.search === "" ? pageUrl(exchange, "home") : pageUrl(exchange, "authorization") + url.search);
}

// src/provider/endpoints/pushed-authorization-request.ts
async function pushedAuthorizationRequestEndpoint(exchange) {
  const { context, now } = exchange;
  const form = await readRequiredForm(exchange.request, LARGE_BODY_LIMIT);
  refuseRepeated(form);
  const client3 = await authenticateClient(exchange, form, "pushed-authorization-request");
  if (form.has("request_uri")) {
    throw new OAuthError("invalid_request", {
      hint: "A request_uri cannot be pushed.",
      detail: { rule: "RFC 9126 \xA72.1: request_uri must not be provided" }
    });
  }
  const request = await validatePushedRequest(form.with({ client_id: client3.client_id }), exchange);
  const request_uri = PUSHED_PREFIX + encodeBase64url(context.random(32));
  const expires_in = context.config.provider.lifespans.pushed_authorization_request;
  await context.storage.savePushedRequest({
    request_uri,
    request: { ...request, request_uri },
    expires_at: now + expires_in,
    used: false
  });
  return json(201, { request_uri, expires_in });
}

// src/provider/endpoints/revocation.ts
async function revocationEndpoint(exchange) {
  const parameters = await readRequiredForm(exchange.request);
  refuseRepeated(parameters);
  const client3 = await authenticateClient(exchange, parameters, "revocation");
  const token = parameters.get("token");
  if (token === void 0) {
    throw new OAuthError("invalid_request", {
      hint: "The token is missing.",
      detail: { rule: "RFC 7009 \xA72.1: token is required" }
    });
  }
  const found = await findToken(exchange, token);
  if (found === void 0) {
    exchange.witness?.decided?.({ decision: "nothing to revoke: the token is unknown or over", rule: "RFC 7009 \xA72.2" });
    return empty(200);
  }
  const { grant } = found.row;
  if (grant.client_id !== client3.client_id) {
    throw new OAuthError("unauthorized_client", {
      hint: "The token was issued to another client.",
      detail: { rule: "RFC 7009 \xA72.1: a client revokes its own tokens" }
    });
  }
  demandIssuer(exchange, grant.issuer);
  await revoke(exchange, grant.request_id);
  exchange.witness?.decided?.(ofGrant("revoked, with every token of the grant", grant, "RFC 7009 \xA72.1"));
  exchange.context.log({
    level: "info",
    event: "token_revoked",
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: client3.client_id
  });
  return empty(200);
}
async function revoke({ context }, request_id) {
  try {
    await context.storage.revokeFamily(request_id);
  } catch (cause) {
    throw context.asReleased("revocation_failure") ? new OAuthError("server_error", { bodiless: true, cause }) : new OAuthError("temporarily_unavailable", { cause });
  }
}

// src/provider/second-factor/used-codes.ts
async function useCode({ context, now }, username, step, period) {
  const { skew, disable_reuse_security_policy } = context.config.totp;
  if (disable_reuse_security_policy) return true;
  return context.storage.useOnce("totp", JSON.stringify([username, step]), now + (2 * skew + 1) * period, now);
}

// src/provider/endpoints/second-factor.ts
async function isRightCode(exchange, username, typed) {
  const { secondFactors, config } = exchange.context;
  const totp = config.totp.disable ? void 0 : await secondFactors?.findTotp(username);
  const step = totp && matchingTotpStep(totp, typed, exchange.now, config.totp.skew);
  return totp !== void 0 && step !== void 0 && useCode(exchange, username, step, totp.period);
}
async function check(exchange, { user }, typed) {
  const guess = { secret: "totp", username: user.username };
  const outcome = await slowly(exchange, guess, () => isRightCode(exchange, user.username, typed));
  if (outcome === "slow_down") return outcome;
  return outcome ? void 0 : "code";
}
async function receive5(exchange, browser, login, flow) {
  const purpose = { session_key: browser.key, form: "second-factor", subject: flow?.id ?? "" };
  const form = await readOwnForm(exchange, purpose);
  if (form.has("cancel") && flow !== void 0) return cancel(exchange, flow);
  const failed2 = await check(exchange, login, form.get("totp") ?? "");
  if (failed2 !== void 0) return show3(exchange, browser, flow, failed2);
  exchange.witness?.decided?.({ decision: "one-time code: right", rule: "RFC 6238", user: login.user.username });
  const risen = await addSecondFactor(exchange, browser, login);
  if (flow === void 0) return withCookie(redirect(returnUrl(exchange)), risen);
  return resume(exchange, risen, await moveFlow(exchange, flow, risen, { authenticated: true }));
}
function show3(exchange, browser, flow, failed2) {
  if (flow === void 0) return secondFactorPage(exchange, { browser }, failed2);
  const { request } = flow;
  return secondFactorPage(
    exchange,
    { request, client: demandClient(exchange, request.client_id), browser, flow },
    failed2
  );
}
function backToLogin(exchange, browser, flow) {
  const { search, searchParams } = exchange.url;
  if (flow !== void 0 || !searchParams.has("return")) throw flowIsGone();
  return withCookie(redirect(pageUrl(exchange, "login") + search), browser);
}
async function secondFactorEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const flow = exchange.url.searchParams.has("flow") ? await demandFlow(exchange, browser) : void 0;
  if (browser.login === void 0) return backToLogin(exchange, browser, flow);
  if (exchange.request.method === "POST") return receive5(exchange, browser, browser.login, flow);
  return show3(exchange, browser, flow);
}

// src/provider/endpoints/second-factor-enrol.ts
function waitingOf(exchange, browser, flow) {
  if (flow === void 0) return { browser };
  return { request: flow.request, client: demandClient(exchange, flow.request.client_id), browser, flow };
}
async function receiveCode2(exchange, { user }, typed) {
  const { secondFactors, config, random } = exchange.context;
  const guess = { secret: "enrolment_code", username: user.username };
  const outcome = await slowly(exchange, guess, async () => secondFactors?.isEnrolmentCode?.(user.username, typed));
  if (outcome === "slow_down") return { failed: "slow_down" };
  if (outcome !== true) return { failed: "enrolment_code" };
  return { pending: { secret: random(config.totp.secret_size), enrolment_code: typed } };
}
async function receiveTotp(exchange, { user: { username } }, pending, typed) {
  const { secondFactors, config } = exchange.context;
  const generator = newGenerator(exchange, pending.secret);
  const step = matchingTotpStep(generator, typed, exchange.now, config.totp.skew);
  if (step === void 0) return { failed: "code", pending };
  if (await secondFactors?.enrol?.(username, generator, pending.enrolment_code) !== true) {
    return { failed: "enrolment_code" };
  }
  await useCode(exchange, username, step, generator.period);
  return void 0;
}
async function progress(exchange, browser, login, form) {
  const sealed = form.get("setup");
  if (sealed === void 0) return receiveCode2(exchange, login, form.get("enrolment_code") ?? "");
  const owner = { username: login.user.username, session_key: browser.key };
  const pending = await exchange.context.enrolments.open(sealed, owner, exchange.now);
  if (pending === void 0) return { failed: "enrolment_code" };
  return receiveTotp(exchange, login, pending, form.get("totp") ?? "");
}
async function receive6(exchange, browser, login, flow) {
  const purpose = { session_key: browser.key, form: "second-factor-enrol", subject: flow?.id ?? "" };
  const form = await readOwnForm(exchange, purpose);
  const waiting = waitingOf(exchange, browser, flow);
  if (!await mayEnrol(exchange, login.user.username)) return enrolmentPage(exchange, waiting);
  const next = await progress(exchange, browser, login, form);
  if (next !== void 0) return enrolmentPage(exchange, waiting, next);
  exchange.context.log({
    level: "info",
    event: "second_factor_enrolled",
    request_id: exchange.id,
    username: login.user.username,
    address: exchange.address
  });
  const risen = await addSecondFactor(exchange, browser, login);
  if (flow === void 0) return withCookie(redirect(returnUrl(exchange)), risen);
  return resume(exchange, risen, await moveFlow(exchange, flow, risen, { authenticated: true }));
}
async function secondFactorEnrolEndpoint(exchange) {
  const browser = await readBrowser(exchange);
  const flow = exchange.url.searchParams.has("flow") ? await demandFlow(exchange, browser) : void 0;
  if (browser.login === void 0) {
    return withCookie(redirect(detourUrl(exchange, "login", "second-factor-enrol")), browser);
  }
  if (exchange.request.method === "POST") return receive6(exchange, browser, browser.login, flow);
  return enrolmentPage(exchange, waitingOf(exchange, browser, flow));
}

// src/provider/tokens/mint.ts
function mayRefresh(client3, grant) {
  return grant.scopes.some((scope) => OFFLINE_SCOPES.includes(scope)) && client3.grant_types.includes(GRANT_TYPE.refreshToken);
}
function mintRefreshToken(exchange, { client: client3, grant, lifespanGrant, audience }) {
  const { context, now } = exchange;
  const { token, signature } = context.opaque.issue("rt");
  const expires_at = now + lifespan(context.config.provider, client3, lifespanGrant, "refresh_token");
  exchange.witness?.decided?.(lifespanChosen(exchange, client3, lifespanGrant, "refresh_token", expires_at - now));
  return { token, row: { signature, grant, audience, expires_at, active: true } };
}
async function mintTokens(exchange, request) {
  const { client: client3, grant, scopes } = request;
  const access = await mintAccessToken(exchange, request);
  const refresh = mayRefresh(client3, grant) ? mintRefreshToken(exchange, request) : void 0;
  const id_token = scopes.includes("openid") ? await mintIdToken(exchange, { ...request, access_token: access.token }) : void 0;
  return {
    response: {
      access_token: access.token,
      token_type: "bearer",
      expires_in: access.row.expires_at - exchange.now,
      scope: scopes.join(" "),
      ...refresh === void 0 ? {} : { refresh_token: refresh.token },
      ...id_token === void 0 ? {} : { id_token }
    },
    rows: { access: access.row, refresh: refresh?.row }
  };
}

// src/provider/grants/pkce.ts
init_sha256();
var VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
function transform(verifier, method) {
  return method === "S256" ? sha256Text(verifier) : verifier;
}
function withoutChallenge({ client: client3, exchange }, verifier) {
  if (verifier !== void 0) {
    throw invalidGrant(
      "RFC 9700 \xA72.1.1: a verifier needs a challenge",
      "A code_verifier was sent, and no code_challenge before."
    );
  }
  if (pkceDemand(exchange.context.config.provider, client3) === void 0) return;
  throw new OAuthError("invalid_request", {
    hint: "The client must use PKCE.",
    detail: { rule: "RFC 7636 \xA74.4.1: the client must use PKCE" }
  });
}
function verifyPkce(request, { code_challenge, code_challenge_method }) {
  const verifier = request.parameters.get("code_verifier");
  if (code_challenge === null) {
    withoutChallenge(request, verifier);
    return;
  }
  const method = code_challenge_method ?? "plain";
  if (!isPermittedMethod(request.exchange.context.config.provider, request.client, method)) {
    throw new OAuthError("invalid_request", {
      hint: `The code_challenge_method '${method}' is not allowed any more.`,
      detail: { rule: "RFC 7636 \xA74.4.1: the challenge method is allowed", sent: method }
    });
  }
  const rule = "RFC 7636 \xA74.6: the verifier is that of the challenge";
  if (verifier === void 0 || !VERIFIER.test(verifier))
    throw invalidGrant(rule, "The code_verifier is missing or malformed.");
  if (!equalInConstantTime(transform(verifier, method), code_challenge))
    throw invalidGrant(rule, "The code_verifier does not match.");
  request.exchange.witness?.decided?.({ decision: `PKCE: the code_verifier matches (${method})`, rule });
}

// src/provider/grants/authorization-code.ts
var UNKNOWN = "The authorization code is unknown, expired, or was issued to another client.";
async function findCode({ exchange, parameters }) {
  const { opaque, storage } = exchange.context;
  const presented = opaque.read("ac", parameters.get("code") ?? "");
  const row = presented?.genuine === true ? await storage.findCode(presented.signature) : void 0;
  if (row === void 0) throw invalidGrant("RFC 6749 \xA74.1.3: the code is known", UNKNOWN);
  return row;
}
async function refuseReplay({ exchange }, { grant }) {
  await exchange.context.storage.revokeFamily(grant.request_id);
  exchange.witness?.decided?.({
    decision: "code used again: every token of the grant is revoked",
    rule: "RFC 6749 \xA74.1.2"
  });
  exchange.context.log({
    level: "warn",
    event: "code_replayed",
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    address: exchange.address
  });
  throw invalidGrant("RFC 6749 \xA74.1.2: a code is used once", "The authorization code was used before.");
}
function narrowTargets({ targets }, granted) {
  if (targets.length === 0) return granted;
  const foreign = targets.find((target) => !granted.includes(target));
  if (foreign === void 0) return targets;
  throw new OAuthError("invalid_target", {
    hint: `The audience '${foreign}' was not granted.`,
    detail: { rule: "RFC 8707 \xA72.2: a resource was granted before", sent: foreign, expected: granted }
  });
}
function checkRedirectUri({ parameters }, { redirect_uri }) {
  const sent = parameters.get("redirect_uri") ?? null;
  if (redirect_uri === null ? sent === null : sent === redirect_uri) return;
  throw invalidGrant(
    "RFC 6749 \xA74.1.3: the redirect_uri is the one of the authorization request",
    "The redirect_uri is not the one of the authorization request."
  );
}
async function authorizationCodeGrant(request) {
  const { exchange, client: client3 } = request;
  demandGrantType(request, GRANT_TYPE.authorizationCode);
  const row = await findCode(request);
  exchange.witness?.decided?.(ofGrant("code: known", row.grant, "RFC 6749 \xA74.1.3"));
  if (!row.active) return refuseReplay(request, row);
  if (row.expires_at <= exchange.now) throw invalidGrant("RFC 6749 \xA74.1.2: a code expires", UNKNOWN);
  const audience = narrowTargets(request, row.grant.audience);
  if (row.grant.client_id !== client3.client_id)
    throw invalidGrant("RFC 6749 \xA74.1.3: the code is of this client", UNKNOWN);
  checkRedirectUri(request, row);
  verifyPkce(request, row);
  exchange.witness?.decided?.({ decision: "redirect_uri: as in the authorization request", rule: "RFC 6749 \xA74.1.3" });
  demandIssuer(exchange, row.grant.issuer);
  const { response, rows } = await mintTokens(exchange, {
    client: client3,
    grant: row.grant,
    lifespanGrant: "authorize_code",
    scopes: row.grant.scopes,
    audience,
    withNonce: true
  });
  if (!await exchange.context.storage.redeemCode(row.signature, rows)) return refuseReplay(request, row);
  return response;
}

// src/provider/grants/client-credentials.ts
var BEARER_AUTHZ = "authelia.bearer.authz";
function demandScopes2({ client: client3, exchange }, scopes) {
  const foreign = scopes.find((scope) => !client3.scopes.includes(scope));
  const mixed = scopes.includes(BEARER_AUTHZ) && scopes.some((scope) => scope !== BEARER_AUTHZ && !OFFLINE_SCOPES.includes(scope));
  if (foreign === void 0 && !mixed) return;
  throw new OAuthError("invalid_scope", {
    hint: foreign === void 0 ? `The scope '${BEARER_AUTHZ}' does not go with others.` : `The client is not registered for scope '${foreign}'.`,
    detail: {
      rule: "RFC 6749 \xA73.3: the scopes are registered",
      option: exchange.context.clients.optionPath(client3, "scopes"),
      sent: scopes.join(" "),
      expected: client3.scopes
    }
  });
}
function grantedAudience({ client: client3, parameters, targets, exchange }) {
  const foreign = foreignTarget(client3, requestedAudience(parameters), parameters.all("resource"));
  if (foreign !== void 0) {
    throw new OAuthError("invalid_target", {
      hint: `The client is not registered for audience '${foreign}'.`,
      detail: {
        rule: "RFC 8707 \xA72: audiences and resources are registered",
        option: exchange.context.clients.optionPath(client3, "audience"),
        sent: foreign,
        expected: client3.audience
      }
    });
  }
  return targets.length === 0 && client3.requested_audience_mode === "implicit" ? client3.audience : targets;
}
function grantTo({ exchange, client: client3 }, scopes, audience) {
  return {
    request_id: uuid(exchange.context.random),
    flow_id: null,
    issuer: exchange.issuer,
    client_id: client3.client_id,
    subject: null,
    username: null,
    requested_at: exchange.now,
    scopes,
    audience,
    authentication: null,
    nonce: null,
    acr: false,
    claims: null,
    granted_claims: [],
    id_token_claims: {},
    hashed_code: null,
    session_key: null
  };
}
async function clientCredentialsGrant(request) {
  const { exchange, client: client3 } = request;
  if (client3.public) {
    throw invalidGrant("RFC 6749 \xA74.4: the grant is for confidential clients", "Public clients have no credentials.");
  }
  demandGrantType(request, GRANT_TYPE.clientCredentials);
  const scopes = request.scopes ?? [];
  demandScopes2(request, scopes);
  const audience = grantedAudience(request);
  const grant = grantTo(request, scopes, audience);
  exchange.witness?.decided?.(ofGrant("the client acts for itself", grant, "RFC 6749 \xA74.4"));
  const minted = await mintAccessToken(exchange, {
    client: client3,
    grant,
    lifespanGrant: "client_credentials",
    scopes,
    audience
  });
  await exchange.context.storage.saveTokens({ access: minted.row });
  return {
    access_token: minted.token,
    token_type: "bearer",
    expires_in: minted.row.expires_at - exchange.now,
    scope: scopes.join(" ")
  };
}

// src/provider/grants/device-code.ts
var SLOW_DOWN = 5;
function refuseCode({ exchange }, rule) {
  return new OAuthError(exchange.context.asReleased("device_errors") ? "server_error" : "invalid_grant", {
    hint: "The device code is unknown, was used before, or was issued to another client.",
    detail: { rule }
  });
}
async function findDevice(request) {
  const { exchange, parameters, client: client3 } = request;
  const { opaque, storage } = exchange.context;
  const presented = opaque.read("dc", parameters.get("device_code") ?? "");
  const row = presented?.genuine === true ? await storage.findDevice(presented.signature) : void 0;
  if (row === void 0) throw refuseCode(request, "RFC 8628 \xA73.4: the device code is known");
  if (row.client_id === client3.client_id) return row;
  throw invalidGrant(
    "RFC 8628 \xA73.4: the device code is of this client",
    "The device code was issued to another client."
  );
}
async function notePoll({ exchange }, row) {
  const { storage, asReleased } = exchange.context;
  const isEarly = row.polled_at !== null && exchange.milliseconds < row.polled_at + row.interval * 1e3;
  const interval = isEarly ? row.interval + SLOW_DOWN : row.interval;
  await storage.pollDevice(row.signature, { polled_at: exchange.milliseconds, interval });
  if (!isEarly || asReleased("device_errors")) return;
  throw new OAuthError("slow_down", {
    hint: `Wait ${interval} seconds between requests.`,
    detail: { rule: "RFC 8628 \xA73.5: the client waits for the interval" }
  });
}
function demandDecision(request, row) {
  const isExpired = row.expires_at <= request.exchange.now;
  const asReleased = request.exchange.context.asReleased("device_errors");
  if (row.status === "denied") {
    throw new OAuthError(asReleased ? "server_error" : "access_denied", {
      ...asReleased ? {} : { status: 400 },
      hint: "The user denied the request.",
      detail: { rule: "RFC 8628 \xA73.5: the user denied the request" }
    });
  }
  if (isExpired && !(asReleased && row.status === "pending")) {
    throw new OAuthError("expired_token", { detail: { rule: "RFC 8628 \xA73.5: the device code has not expired" } });
  }
  if (row.status === "pending") {
    throw new OAuthError("authorization_pending", { detail: { rule: "RFC 8628 \xA73.5: the user has decided" } });
  }
}
async function deviceCodeGrant(request) {
  const { exchange, client: client3 } = request;
  demandGrantType(request, GRANT_TYPE.deviceCode);
  const row = await findDevice(request);
  exchange.witness?.decided?.({ decision: `device: ${row.status}`, rule: "RFC 8628 \xA73.5", device: row.signature });
  if (!row.active) throw refuseCode(request, "RFC 8628 \xA73.5: a device code is used once");
  await notePoll(request, row);
  demandDecision(request, row);
  const { grant } = row;
  if (grant === null) throw refuseCode(request, "RFC 8628 \xA73.5: the user has approved");
  demandIssuer(exchange, grant.issuer);
  exchange.witness?.decided?.(ofGrant("device: its user has approved", grant, "RFC 8628 \xA73.5"));
  const { scopes, audience } = grant;
  const { response, rows } = await mintTokens(exchange, {
    client: client3,
    grant,
    lifespanGrant: "device_code",
    scopes,
    audience,
    withNonce: false
  });
  if (!await exchange.context.storage.redeemDevice(row.signature, rows)) {
    throw refuseCode(request, "RFC 8628 \xA73.5: a device code is used once");
  }
  return response;
}

// src/provider/grants/refresh-token.ts
var UNKNOWN2 = "The refresh token is unknown, expired, or was issued to another client.";
async function findToken2({ exchange, parameters }) {
  const { opaque, storage } = exchange.context;
  const presented = opaque.read("rt", parameters.get("refresh_token") ?? "");
  const row = presented?.genuine === true ? await storage.findRefreshToken(presented.signature) : void 0;
  if (row === void 0) throw invalidGrant("RFC 6749 \xA76: the refresh token is known", UNKNOWN2);
  return row;
}
async function refuseReuse({ exchange }, { grant }) {
  await exchange.context.storage.revokeFamily(grant.request_id);
  exchange.witness?.decided?.({ decision: "refresh token used again: its family is revoked", rule: "RFC 9700 \xA74.14.2" });
  exchange.context.log({
    level: "warn",
    event: "refresh_token_reused",
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    address: exchange.address
  });
  throw invalidGrant("RFC 9700 \xA74.14.2: a refresh token is used once", "The refresh token was used before.");
}
function demandOfflineScope({ exchange }, { grant }) {
  if (grant.scopes.some((scope) => OFFLINE_SCOPES.includes(scope))) return;
  throw new OAuthError(exchange.context.asReleased("refresh_without_offline") ? "scope_not_granted" : "invalid_grant", {
    hint: "The grant has no offline scope.",
    detail: { rule: "Core \xA711: refresh tokens are for offline access", expected: OFFLINE_SCOPES }
  });
}
function narrowScopes({ scopes, client: client3 }, { grant }) {
  if (scopes === void 0) return grant.scopes;
  const foreign = scopes.find((scope) => !grant.scopes.includes(scope) || !client3.scopes.includes(scope));
  if (foreign === void 0) return scopes;
  throw new OAuthError("invalid_scope", {
    hint: `The scope '${foreign}' was not granted.`,
    detail: { rule: "RFC 6749 \xA76: the scope was granted before", sent: foreign, expected: grant.scopes }
  });
}
function narrowAudience({ targets }, { audience }) {
  if (targets.length === 0) return audience;
  const foreign = targets.find((target) => !audience.includes(target));
  if (foreign === void 0) return targets;
  throw new OAuthError("invalid_target", {
    hint: `The audience '${foreign}' was not granted.`,
    detail: { rule: "RFC 8707 \xA72.2: a resource was granted before", sent: foreign, expected: audience }
  });
}
function refuseLoser(request, row) {
  if (!request.exchange.context.asReleased("concurrent_refresh")) return refuseReuse(request, row);
  throw new OAuthError("invalid_request", {
    hint: "The refresh token is being used by another request.",
    detail: { rule: "RFC 9700 \xA74.14.2: a refresh token is used once" }
  });
}
async function refreshTokenGrant(request) {
  const { exchange, client: client3 } = request;
  demandGrantType(request, GRANT_TYPE.refreshToken);
  const row = await findToken2(request);
  exchange.witness?.decided?.(ofGrant("refresh token: known", row.grant, "RFC 6749 \xA76"));
  if (!row.active) return refuseReuse(request, row);
  if (row.expires_at <= exchange.now) throw invalidGrant("RFC 6749 \xA71.5: a refresh token expires", UNKNOWN2);
  demandOfflineScope(request, row);
  if (row.grant.client_id !== client3.client_id) {
    throw invalidGrant("RFC 6749 \xA76: the refresh token is of this client", UNKNOWN2);
  }
  demandIssuer(exchange, row.grant.issuer);
  const { response, rows } = await mintTokens(exchange, {
    client: client3,
    grant: { ...row.grant, hashed_code: null },
    lifespanGrant: "refresh_token",
    scopes: narrowScopes(request, row),
    audience: narrowAudience(request, row),
    withNonce: exchange.context.asReleased("refreshed_nonce")
  });
  if (!await exchange.context.storage.rotateRefreshToken(row.signature, rows)) return refuseLoser(request, row);
  exchange.witness?.decided?.({ decision: "refresh token: rotated, the old tokens end", rule: "RFC 9700 \xA74.14.2" });
  return response;
}

// src/provider/endpoints/token.ts
var GRANTS = /* @__PURE__ */ new Map([
  [GRANT_TYPE.authorizationCode, authorizationCodeGrant],
  [GRANT_TYPE.refreshToken, refreshTokenGrant],
  [GRANT_TYPE.clientCredentials, clientCredentialsGrant],
  [GRANT_TYPE.deviceCode, deviceCodeGrant]
]);
function demandResources(parameters) {
  const bad = parameters.all("resource").find((resource) => !isResourceUri(resource));
  if (bad === void 0) return;
  throw new OAuthError("invalid_target", {
    hint: "A resource must be an absolute URI without a fragment.",
    detail: { rule: "RFC 8707 \xA72: a resource is an absolute URI", sent: bad }
  });
}
function unsupported(exchange, grant_type) {
  return new OAuthError(
    exchange.context.asReleased("unsupported_grant_type") ? "invalid_request" : "unsupported_grant_type",
    {
      hint: `The grant type '${grant_type}' is not supported.`,
      detail: { rule: "RFC 6749 \xA75.2: the grant type is supported", sent: grant_type, expected: [...GRANTS.keys()] }
    }
  );
}
function logIssued(exchange, client3, grant_type) {
  exchange.context.log({
    level: "info",
    event: "token_issued",
    request_id: exchange.id,
    client_id: client3.client_id,
    grant_type,
    address: exchange.address
  });
}
async function tokenEndpoint(exchange) {
  const parameters = await readRequiredForm(exchange.request);
  refuseRepeated(parameters);
  demandResources(parameters);
  const grant_type = parameters.get("grant_type");
  if (grant_type === void 0) {
    throw new OAuthError("invalid_request", {
      hint: "The grant_type is missing.",
      detail: { rule: "RFC 6749 \xA74: grant_type is required", expected: [...GRANTS.keys()] }
    });
  }
  const handler = GRANTS.get(grant_type);
  if (handler === void 0) throw unsupported(exchange, grant_type);
  const client3 = await authenticateClient(exchange, parameters, "token");
  const response = await handler(tokenRequest(exchange, client3, parameters));
  logIssued(exchange, client3, grant_type);
  return json(200, response);
}

// src/provider/endpoints/userinfo.ts
function refuse2({ context }, error, rule, { hint, scope } = {}) {
  const options = { ...hint === void 0 ? {} : { hint }, detail: { rule } };
  const debug = context.config.provider.enable_client_debug_messages;
  const description = errorDescription(new OAuthError(error, options), { debug });
  const members = [
    `error="${error}"`,
    `error_description="${description}"`,
    ...scope === void 0 ? [] : [`scope="${scope}"`]
  ];
  return new OAuthError(error, { ...options, headers: { "WWW-Authenticate": `Bearer ${members.join(",")}` } });
}
function demandCredentials(exchange) {
  const rule = "RFC 6750 \xA72: an access token is sent in the header or the form, never in the query";
  if (exchange.context.asReleased("bearer_errors") && !exchange.url.searchParams.has("access_token"))
    return refuse2(exchange, "request_unauthorized", rule);
  return new OAuthError("invalid_token", {
    bodiless: true,
    headers: { "WWW-Authenticate": "Bearer" },
    detail: { rule }
  });
}
async function presentedToken({ request }) {
  const header = request.headers.get("authorization");
  if (header !== null || request.method !== "POST") return bearerToken(header);
  return (await readForm(request)).get("access_token");
}
async function demandAccessToken(exchange) {
  const token = await presentedToken(exchange);
  if (token === void 0) throw demandCredentials(exchange);
  const row = await findAccessToken(exchange, token);
  if (row === void 0) {
    const error = exchange.context.asReleased("bearer_errors") ? "request_unauthorized" : "invalid_token";
    throw refuse2(exchange, error, "RFC 6750 \xA73.1: the access token is known and not revoked");
  }
  exchange.witness?.decided?.(ofGrant("access token: known", row.grant, "RFC 6750 \xA73.1"));
  if (row.expires_at <= exchange.now)
    throw refuse2(exchange, "invalid_token", "RFC 6750 \xA73.1: the access token has not expired");
  if (!row.scopes.includes("openid")) {
    throw refuse2(exchange, "insufficient_scope", "Core \xA75.3.1: the access token has scope openid", { scope: "openid" });
  }
  demandIssuer(exchange, row.grant.issuer);
  return row;
}
async function claimsFor(exchange, row, client3) {
  const { context, now } = exchange;
  const { grant, scopes } = row;
  const user = await userOfGrant(context, grant);
  const sub = grant.subject ?? grant.client_id;
  if (user !== void 0) {
    exchange.witness?.decided?.(claimsChosen(exchange, client3, { scopes, claims: grant.claims }, "userinfo"));
    const { claims, granted_claims, requested_at } = grant;
    return { ...userinfoClaims({ context, client: client3, user, scopes, claims, granted_claims, requested_at, now }), sub };
  }
  if (context.asReleased("vanished_user")) return { sub, rat: grant.requested_at };
  throw refuse2(exchange, "invalid_token", "Core \xA75.3.3: the user still exists");
}
async function write3(exchange, client3, claims) {
  const { context, now, issuer } = exchange;
  const { userinfo_signed_response_alg: alg, userinfo_signed_response_key_id: key_id } = client3;
  if (key_id === "" && (alg === "" || alg === "none")) return json(200, claims);
  const signer = context.keys.signerFor(client3, alg, key_id);
  if (signer === void 0) {
    throw new OAuthError("server_error", {
      detail: { rule: "Core \xA75.3.2: the userinfo answer is signed as registered", sent: alg }
    });
  }
  const parties = context.asReleased("signed_userinfo_parties") ? {} : { iss: issuer, aud: [client3.client_id] };
  const token = await signJwt(
    exchange,
    "userinfo",
    { ...claims, ...parties, iat: now, jti: uuid(context.random) },
    signer
  );
  return jwt("application/jwt", await encryptForClient(context, client3, "userinfo", token, "JWT"));
}
async function userinfoEndpoint(exchange) {
  const row = await demandAccessToken(exchange);
  const client3 = exchange.context.clients.find(row.grant.client_id);
  if (client3 === void 0)
    throw refuse2(exchange, "invalid_token", "RFC 6750 \xA73.1: the client of the access token still exists");
  return write3(exchange, client3, await claimsFor(exchange, row, client3));
}

// src/provider/endpoints/why.ts
function whyEndpoint(exchange) {
  const { context, url } = exchange;
  const id = url.searchParams.get("id") ?? "";
  const refusal2 = developerOf(exchange) && context.refusals.find(id);
  if (refusal2 !== void 0) return showPage(exchange, refusal2);
  throw new OAuthError("invalid_request", {
    hint: "Refusals are explained in development alone, to the developer: the last hundred of a run.",
    detail: { rule: "a refusal is explained in --dev, while it is remembered" }
  });
}

// src/provider/errors.ts
function toOAuthError(error) {
  if (error instanceof OAuthError) return error;
  if (error instanceof TooBusy) {
    return new OAuthError("temporarily_unavailable", {
      status: 429,
      headers: { "Retry-After": String(error.retryAfter) },
      detail: { rule: "attempts with slow secrets wait their turn; the busiest address is sent away first" }
    });
  }
  if (error instanceof BodyTooLarge) {
    return new OAuthError("invalid_request", {
      status: 413,
      strict: true,
      hint: "The body is too large.",
      detail: { rule: "bodies have a limit" }
    });
  }
  return new OAuthError("server_error", { cause: error });
}
function position({ config }, { option = [] }) {
  for (let length = option.length; length > 0; length -= 1) {
    const found = config.positionOf(option.slice(0, length));
    if (found !== void 0) return `${found.file}:${found.line}:${found.column}`;
  }
  return void 0;
}
function explain2(context, { learn: _learn, ...detail }) {
  const { option, command, ...rest } = detail;
  const at = position(context, detail);
  const isChangeable = at !== void 0 || context.dev === void 0 || command?.startsWith("oidc client ") !== true;
  return {
    ...rest,
    ...option === void 0 ? {} : { option: formatOptionPath(option) },
    ...at === void 0 ? {} : { position: at },
    ...command === void 0 || !isChangeable ? {} : { command }
  };
}
function logRefusal({ context, id, address, request, url }, refusal2) {
  context.log({
    level: refusal2.error === "server_error" ? "error" : "warn",
    event: "refused",
    request_id: id,
    method: request.method,
    path: url.pathname,
    address,
    error: refusal2.error,
    status: refusal2.status,
    hint: refusal2.hint,
    debug: refusal2.debug,
    ...refusal2.detail === void 0 ? {} : explain2(context, refusal2.detail),
    ...refusal2.error === "server_error" && refusal2.cause instanceof Error ? { cause: refusal2.cause.stack } : {}
  });
}
function outcomePage({ context, issuer }, refusal2) {
  const debug = context.config.provider.enable_client_debug_messages;
  const query = new URLSearchParams({
    error: refusal2.error,
    error_description: errorDescription(new OAuthError(refusal2.error), { debug: false }),
    error_status_code: String(refusal2.status),
    ...refusal2.hint === void 0 ? {} : { error_hint: refusal2.hint },
    ...debug && refusal2.debug !== void 0 ? { error_debug: refusal2.debug } : {}
  });
  return redirect(`${issuer}/consent/completion?${query}`, 302);
}
function explanationFor(exchange, browser, detail) {
  const explanation = explain2(exchange.context, detail);
  if (browser === void 0 || detail.learn === void 0) return explanation;
  return { ...explanation, learn: learnForm(exchange, browser, detail.learn) };
}
var WAITING2 = ["authorization_pending", "slow_down", "temporarily_unavailable"];
function errorUri({ context, issuer, id }, refusal2) {
  const { detail, status, error } = refusal2;
  if (context.dev === void 0 || detail === void 0 || WAITING2.includes(error)) return void 0;
  if (refusal2.bodiless || context.asReleased("local_errors")) return void 0;
  const error_description = errorDescription(refusal2, { debug: true });
  const dev = explain2(context, detail);
  context.refusals.remember({ page: "error", status, error, error_description, request_id: id, told: true, dev });
  return `${issuer}${pathOf("why")}?id=${id}`;
}
async function errorPage(exchange, endpoint, refusal2) {
  const { context, id } = exchange;
  const { detail, status, error } = refusal2;
  if (context.asReleased("local_errors") && endpoint.name === "authorization" && !refusal2.strict) {
    return outcomePage(exchange, refusal2);
  }
  const needsBrowser = detail?.learn !== void 0 && developerOf(exchange) !== void 0;
  const browser = needsBrowser ? await readBrowser(exchange) : void 0;
  return showPage(
    exchange,
    {
      page: "error",
      status,
      error,
      error_description: errorDescription(refusal2, { debug: context.config.provider.enable_client_debug_messages }),
      request_id: id,
      ...context.dev === void 0 || detail === void 0 ? {} : { dev: explanationFor(exchange, browser, detail) }
    },
    { status, ...browser && { browser } }
  );
}
function errorJson(exchange, refusal2) {
  const debug = exchange.context.config.provider.enable_client_debug_messages;
  if (refusal2.bodiless) return empty(refusal2.status);
  const error_uri = errorUri(exchange, refusal2);
  return json(refusal2.status, {
    error: refusal2.error,
    error_description: errorDescription(refusal2, { debug }),
    ...error_uri === void 0 ? {} : { error_uri }
  });
}
async function deliver(exchange, endpoint, refusal2) {
  switch (endpoint.errors) {
    case "page":
      return errorPage(exchange, endpoint, refusal2);
    case "json":
      return errorJson(exchange, refusal2);
    case "text":
      return plainText(refusal2.status, errorDescription(refusal2, { debug: false }));
  }
}
async function writeError(exchange, endpoint, error) {
  if (error instanceof AuthorizationRefused) {
    logRefusal(exchange, error.refusal);
    return writeRefusal(exchange, error, errorUri(exchange, error.refusal));
  }
  const refusal2 = toOAuthError(error);
  logRefusal(exchange, refusal2);
  return withHeaders(await deliver(exchange, endpoint, refusal2), refusal2.headers);
}

// src/provider/random-pool.ts
var PORTION = 4096;
var LONGEST2 = 64;
function poolRandom(random) {
  let pool = new Uint8Array(0);
  let at = 0;
  return (length) => {
    if (length > LONGEST2) return random(length);
    if (at + length > pool.length) {
      pool = Uint8Array.from(random(PORTION));
      at = 0;
    }
    const bytes = pool.slice(at, at + length);
    pool.fill(0, at, at + length);
    at += length;
    return bytes;
  };
}

// src/provider/router.ts
var INSERTED = "/.well-known/oauth-authorization-server";
function createRoutes(basePath) {
  const routes = /* @__PURE__ */ new Map();
  for (const endpoint of ENDPOINTS) {
    routes.set(basePath + endpoint.path, { endpoint });
    if (endpoint.path === INSERTED) routes.set(endpoint.path + basePath, { endpoint });
  }
  for (const file of STATIC_FILES) routes.set(basePath + file.path, { file });
  return routes;
}

// src/provider/app.ts
var HANDLERS = {
  "openid-configuration": openidConfigurationEndpoint,
  "oauth-authorization-server": authorizationServerEndpoint,
  jwks: jwksEndpoint,
  authorization: authorizationEndpoint,
  token: tokenEndpoint,
  "device-authorization": deviceAuthorizationEndpoint,
  "pushed-authorization-request": pushedAuthorizationRequestEndpoint,
  introspection: introspectionEndpoint,
  revocation: revocationEndpoint,
  userinfo: userinfoEndpoint,
  home: homeEndpoint,
  login: loginEndpoint,
  "second-factor": secondFactorEndpoint,
  "second-factor-enrol": secondFactorEnrolEndpoint,
  consent: consentEndpoint,
  device: deviceEndpoint,
  "sign-out": signOutEndpoint,
  "learn-redirect": learnRedirectEndpoint,
  "edit-claims": editClaimsEndpoint,
  why: whyEndpoint
};
function refuseHost(endpoint) {
  const description = "The host of the request is not one of this provider.";
  return endpoint.errors === "json" ? json(400, { error: "invalid_request", error_description: description }) : plainText(400, description);
}
async function limited(exchange, endpoint) {
  const { context, address, now } = exchange;
  const limiter = endpoint.rateLimited === true ? context.rateLimiter : void 0;
  const wait = limiter?.retryAfter(endpoint.name, address, now);
  if (wait !== void 0) throw new TooBusy(wait);
  const reply = await handled(exchange, endpoint);
  if (reply.status >= 400 || reply.isGuess === true) limiter?.countFailure(endpoint.name, address, now);
  return reply;
}
async function handled(exchange, endpoint) {
  try {
    return await HANDLERS[endpoint.name](exchange);
  } catch (error) {
    return writeError(exchange, endpoint, error);
  }
}
async function answerExchange(context, endpoint, request, witness) {
  const exchange = openExchange(context, request, witness);
  if (exchange === void 0) return refuseHost(endpoint);
  try {
    return await limited(exchange, endpoint);
  } catch (error) {
    return writeError(exchange, endpoint, error);
  }
}
function methodOf({ method }) {
  return method === "HEAD" ? "GET" : method;
}
async function answerEndpoint(context, endpoint, request, witness) {
  const { methods } = endpoint;
  const method = methodOf(request);
  if (method === "OPTIONS" && endpoint.cors !== void 0) return preflight(endpoint, context.cors, request);
  const cors = corsHeaders(endpoint, context.cors, request);
  if (methods.some((one) => one === method)) {
    return withHeaders(await answerExchange(context, endpoint, request, witness), cors);
  }
  const allow = [...methods, ...endpoint.cors === void 0 ? [] : ["OPTIONS"]].join(", ");
  return withHeaders(plainText(405, "Method not allowed."), { Allow: allow, ...cors });
}
async function answerRoute(context, route, request, witness) {
  if (route === void 0) return notFound(context, request);
  if (route.endpoint !== void 0) return answerEndpoint(context, route.endpoint, request, witness);
  if (methodOf(request) !== "GET") return withHeaders(plainText(405, "Method not allowed."), { Allow: "GET" });
  return staticFile(route.file, request.headers.get("if-none-match"));
}
function notFound({ log }, { url, method, peer: address }) {
  const { pathname, origin } = url;
  if (!/\/\/\.well-known\//.test(pathname)) return plainText(404, "Not found.");
  const rule = "Discovery \xA74.1: the issuer is written without the slash at its end";
  const issuer = origin + pathname.slice(0, pathname.indexOf("//.well-known/"));
  const change = `in the application: set the issuer to ${issuer}`;
  const detail = { rule, sent: `${issuer}/`, expected: [issuer], change };
  log({ level: "warn", event: "refused", method, path: pathname, address, error: "not_found", status: 404, ...detail });
  return plainText(404, `Not found. ${rule}; ${change}.`);
}
var SWEEP_INTERVAL = 64;
async function sweep2({ storage, clock, log }) {
  try {
    await storage.sweep(Math.floor(clock() / 1e3));
  } catch (error) {
    log({ level: "error", event: "sweep_failed", cause: String(error) });
  }
}
function retired(earlier, before, after) {
  const lifetime = Math.max(...[before, after].map(({ config }) => longestSignedLifetime(config.provider)));
  const now = Math.floor(after.clock() / 1e3);
  return retireKeys(earlier, { from: before.keys, to: after.keys, now, lifetime });
}
function failed({ log }, error) {
  log({ level: "error", event: "failed", cause: error instanceof Error ? error.stack : String(error) });
  return plainText(500, "Internal error.");
}
function createProvider(options) {
  let given = { ...options, random: poolRandom(options.random) };
  let lasting = createLasting(given);
  let context = createContext(given, lasting);
  let routes = createRoutes(context.issuers.basePath);
  let served = 0;
  const answer = async (request, witness) => {
    served += 1;
    if (served % SWEEP_INTERVAL === 0) void sweep2(context);
    try {
      return await answerRoute(context, routes.get(request.url.pathname), request, witness);
    } catch (error) {
      return failed(context, error);
    }
  };
  return {
    answer,
    endpointAt: (pathname) => routes.get(pathname)?.endpoint?.name,
    learnRedirect: (client_id, redirect_uri) => lasting.learnedRedirects.learn(client_id, redirect_uri),
    async fetch(request, peer) {
      return toWebResponse(await answer(fromWebRequest(request, peer?.address ?? "")), request.method);
    },
    reconfigure(changes) {
      const before = given;
      given = { ...given, ...changes };
      lasting = { ...lasting, retiredKeys: retired(lasting.retiredKeys, before, given) };
      context = createContext(given, lasting);
      routes = createRoutes(context.issuers.basePath);
      const secrets = given.config.provider.clients.map(({ client_id, client_secret = "" }) => ({
        client_id,
        digest: client_secret
      }));
      lasting.secrets.retain(secrets);
    },
    close: () => options.storage.close()
  };
}

// src/provider/dev/clients.ts
var CLIENT_DEFAULTS = {
  client_id: "",
  client_name: "",
  client_secret: void 0,
  sector_identifier_uri: "",
  public: false,
  redirect_uris: [],
  request_uris: [],
  audience: [],
  scopes: ["openid", "groups", "profile", "email"],
  response_types: ["code"],
  response_modes: ["form_post", "query"],
  grant_types: [GRANT_TYPE.authorizationCode],
  authorization_policy: "two_factor",
  lifespan: "",
  claims_policy: "",
  requested_audience_mode: "explicit",
  consent_mode: "explicit",
  pre_configured_consent_duration: 0,
  require_pushed_authorization_requests: false,
  require_pkce: false,
  pkce_challenge_method: "",
  authorization_signed_response_alg: "RS256",
  authorization_signed_response_key_id: "",
  authorization_encrypted_response_alg: "",
  authorization_encrypted_response_enc: "",
  authorization_encrypted_response_key_id: "",
  id_token_signed_response_alg: "RS256",
  id_token_signed_response_key_id: "",
  id_token_encrypted_response_alg: "",
  id_token_encrypted_response_enc: "",
  id_token_encrypted_response_key_id: "",
  access_token_signed_response_alg: "none",
  access_token_signed_response_key_id: "",
  access_token_encrypted_response_alg: "",
  access_token_encrypted_response_enc: "",
  access_token_encrypted_response_key_id: "",
  userinfo_signed_response_alg: "none",
  userinfo_signed_response_key_id: "",
  userinfo_encrypted_response_alg: "",
  userinfo_encrypted_response_enc: "",
  userinfo_encrypted_response_key_id: "",
  introspection_signed_response_alg: "none",
  introspection_signed_response_key_id: "",
  introspection_encrypted_response_alg: "",
  introspection_encrypted_response_enc: "",
  introspection_encrypted_response_key_id: "",
  request_object_signing_alg: "",
  request_object_encryption_alg: "",
  request_object_encryption_enc: "",
  token_endpoint_auth_methods: ["client_secret_basic"],
  token_endpoint_auth_signing_alg: "",
  revocation_endpoint_auth_methods: [],
  revocation_endpoint_auth_signing_alg: "",
  introspection_endpoint_auth_methods: [],
  introspection_endpoint_auth_signing_alg: "",
  pushed_authorization_request_endpoint_auth_methods: [],
  pushed_authorization_request_endpoint_auth_signing_alg: "",
  allow_multiple_auth_methods: false,
  jwks_uri: "",
  jwks: []
};
var GENEROUS = {
  scopes: ["openid", "profile", "email", "groups", "phone", "address", "offline_access"],
  response_types: ["code"],
  response_modes: ["form_post", "query", "jwt", "query.jwt", "form_post.jwt"],
  grant_types: [GRANT_TYPE.authorizationCode, GRANT_TYPE.refreshToken, GRANT_TYPE.deviceCode],
  authorization_policy: "one_factor"
};

// src/provider/dev/configuration.ts
var MINUTE = 60;
var HOUR = 60 * MINUTE;
var PROVIDER_DEFAULTS = {
  hmac_secret: "",
  jwks: [],
  enable_client_debug_messages: false,
  minimum_parameter_entropy: 8,
  enforce_pkce: "public_clients_only",
  enable_pkce_plain_challenge: false,
  enable_jwt_access_token_stateless_introspection: false,
  discovery_signed_response_alg: "none",
  discovery_signed_response_key_id: "",
  require_pushed_authorization_requests: false,
  authorization_policies: {},
  lifespans: {
    access_token: HOUR,
    authorize_code: MINUTE,
    id_token: HOUR,
    refresh_token: 90 * MINUTE,
    device_code: 10 * MINUTE,
    jwt_secured_authorization: 5 * MINUTE,
    pushed_authorization_request: 5 * MINUTE,
    custom: {}
  },
  claims_policies: {},
  scopes: {},
  cors: { endpoints: [], allowed_origins: [], allowed_origins_from_client_redirect_uris: false },
  clients: []
};
var CONFIGURATION_DEFAULTS = {
  provider: PROVIDER_DEFAULTS,
  base_path: "",
  session: { cookies: [], inactivity: 5 * MINUTE, expiration: HOUR, remember_me: 30 * 24 * HOUR },
  users: { path: void 0, watch: false, search_email: false, search_case_insensitive: false, extra_attributes: {} },
  user_attributes: {},
  totp: {
    disable: false,
    issuer: "Authelia",
    algorithm: "SHA1",
    digits: 6,
    period: 30,
    skew: 1,
    secret_size: 32,
    disable_reuse_security_policy: false
  },
  storage_encryption_key: void 0,
  positionOf: () => void 0
};

// src/provider/dev/users.ts
init_sha256();
var MADE_UP_USERS = [
  {
    username: "alice",
    display_name: "Alice Adams",
    given_name: "Alice",
    family_name: "Adams",
    nickname: "Al",
    email: "alice@example.com",
    groups: ["admins", "staff"],
    locale: "en-GB",
    zoneinfo: "Europe/London",
    website: "https://alice.example.com",
    phone_number: "+44 20 7946 0958",
    address: { street_address: "1 High Street", locality: "London", postal_code: "SW1A 1AA", country: "GB" }
  },
  {
    username: "bob",
    display_name: "Bob Brown",
    given_name: "Bob",
    family_name: "Brown",
    email: "bob@example.com",
    groups: ["staff"],
    locale: "en-US"
  },
  {
    username: "carol",
    display_name: "Carol \xC7elik \u9673",
    given_name: "Carol",
    family_name: "\xC7elik \u9673",
    email: "carol.celik+test@example.com",
    groups: [],
    locale: "tr-TR"
  },
  { username: "dave", display_name: "Dave", groups: [] }
];
var TOTP_BYTES = 20;
function makeUpUsers(random, { randomPasswords }, users = MADE_UP_USERS) {
  return users.map((user) => ({
    user,
    password: randomPasswords ? encodeBase64url(random(12)) : user.username,
    totp: { secret: random(TOTP_BYTES), algorithm: "SHA1", digits: 6, period: 30 }
  }));
}
function createMadeUpStore(made) {
  const byName = new Map(made.map((one) => [one.user.username, one]));
  return {
    find: async (username) => byName.get(username)?.user,
    async verifyPassword(username, password) {
      const known = byName.get(username);
      return equalInConstantTime(password, known?.password ?? "") && known !== void 0 ? known.user : void 0;
    },
    findTotp: async (username) => byName.get(username)?.totp,
    async enrol(username, totp) {
      const known = byName.get(username);
      if (known !== void 0) byName.set(username, { ...known, totp });
      return known !== void 0;
    }
  };
}

// test/provider/support/provider.ts
var ISSUER = "https://auth.example.com";
var CALLBACK = "https://rp.example.com/cb";
var NOW = Date.parse("2026-03-01T12:00:00Z");
function vectorFile(name) {
  return readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8");
}
function issuerKey(file, alg, key_id) {
  return publishKey({ privateKey: createPrivateKey(vectorFile(`keys/${file}`)), alg, use: "sig", key_id });
}
var RS_KEY = issuerKey("rsa-2048.pkcs8.pem", "RS256", "rs");
function client(options) {
  return { ...CLIENT_DEFAULTS, ...options };
}
var WEB = client({
  client_id: "web",
  client_name: "Web",
  client_secret: "$plaintext$secret",
  redirect_uris: [CALLBACK],
  scopes: ["openid", "profile", "email", "groups", "offline_access"],
  grant_types: ["authorization_code", "refresh_token"],
  authorization_policy: "one_factor"
});
var SPA = client({
  client_id: "spa",
  public: true,
  redirect_uris: [CALLBACK],
  scopes: ["openid", "profile", "email"],
  authorization_policy: "one_factor",
  consent_mode: "implicit",
  token_endpoint_auth_methods: ["none"]
});
var SVC = client({
  client_id: "svc",
  client_secret: "$plaintext$secret",
  grant_types: ["client_credentials"],
  scopes: ["api", "api2"],
  audience: ["https://api.example.com"],
  authorization_policy: "one_factor"
});
var yieldToOthers = () => new Promise((resolve) => setImmediate(resolve));
function testProvider({
  clients = [WEB, SPA, SVC],
  provider,
  configuration,
  ...options
} = {}) {
  let milliseconds = NOW;
  const log = [];
  const store = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }));
  const storage = options.storage ?? createMemoryStorage({ pause: yieldToOthers });
  const config = {
    ...CONFIGURATION_DEFAULTS,
    session: { ...CONFIGURATION_DEFAULTS.session, cookies: [{ domain: "example.com", authelia_url: ISSUER }] },
    ...configuration,
    provider: { ...PROVIDER_DEFAULTS, hmac_secret: "this_is_a_secret_abc123abc123abc", ...provider, clients }
  };
  return {
    provider: createProvider({
      config,
      keys: [RS_KEY],
      users: store,
      secondFactors: store,
      clock: () => milliseconds,
      random: systemRandom,
      log: (event) => log.push(event),
      ...options,
      storage
    }),
    storage,
    log,
    wait: (seconds) => {
      milliseconds += seconds * 1e3;
    },
    now: () => Math.floor(milliseconds / 1e3)
  };
}

// src/serve/listen.ts
init_errors();
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";

// src/serve/node-exchange.ts
var HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
var UNREAD_BYTES = 1024 * 1024;
var UNREAD_MS = 1e3;
function parse3(url) {
  try {
    return new URL(url);
  } catch {
    return void 0;
  }
}
function urlOf({ url: target = "", headers: { host = "" } }, scheme) {
  if (/^https?:\/\//i.test(target)) return parse3(target);
  const path = target.split("?", 1)[0] ?? "";
  if (!target.startsWith("/") || path.includes("\\") || !HOST.test(host)) return void 0;
  return parse3(`${scheme}://${host}${target}`);
}
function readBody(incoming, limit) {
  if (announcesTooMuch(incoming.headers["content-length"], limit)) return Promise.reject(new BodyTooLarge());
  return new Promise((resolve, reject) => {
    const body = new BodyReader(limit);
    incoming.on("data", (chunk) => {
      try {
        body.add(chunk);
      } catch (error) {
        incoming.removeAllListeners("data");
        reject(error);
      }
    });
    incoming.on("end", () => resolve(body.text()));
    incoming.on("error", reject);
    incoming.on("close", () => reject(new Error("the client hung up")));
  });
}
function fromNodeRequest(incoming, scheme) {
  const url = urlOf(incoming, scheme);
  if (url === void 0) return void 0;
  return {
    method: incoming.method ?? "",
    url,
    headers: {
      get(name) {
        const value = incoming.headers[name];
        return (typeof value === "string" ? value : value?.join(", ")) ?? null;
      }
    },
    peer: incoming.socket.remoteAddress ?? "",
    text: (limit) => readBody(incoming, limit)
  };
}
var BAD_REQUEST = plainText(400, "Bad request.");
function drain(incoming) {
  return new Promise((resolve) => {
    let size = 0;
    const timer = setTimeout(resolve, UNREAD_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    incoming.on("data", (chunk) => {
      size += chunk.byteLength;
      if (size > UNREAD_BYTES) done();
    });
    incoming.once("end", done);
    incoming.once("close", done);
  });
}
async function writeStream(outgoing, stream) {
  const iterator = stream[Symbol.asyncIterator]();
  outgoing.once("close", () => void iterator.return?.());
  for (let next = await iterator.next(); next.done !== true && !outgoing.destroyed; next = await iterator.next()) {
    outgoing.write(next.value);
  }
  outgoing.end();
}
function headersOf2({ headers, body, stream }, isLast) {
  return {
    ...COMMON_HEADERS,
    ...headers,
    ...stream === void 0 && body !== null ? { "Content-Length": Buffer.byteLength(body) } : {},
    ...isLast ? { Connection: "close" } : {}
  };
}
async function writeReply(incoming, outgoing, reply, closing) {
  const isUnread = !incoming.complete;
  if (isUnread) await drain(incoming);
  const { status, body, stream, cut } = reply;
  outgoing.writeHead(status, headersOf2(reply, closing || isUnread));
  if (cut === true) {
    outgoing.write((body ?? "").slice(0, (body ?? "").length / 2), () => outgoing.destroy());
  } else if (stream === void 0) {
    outgoing.end(body);
  } else {
    if (body !== null) outgoing.write(body);
    await writeStream(outgoing, stream);
  }
}

// src/serve/port-owner.ts
import { readdir, readFile, readlink } from "node:fs/promises";
var LISTENING = "0A";
async function listeningInodes(port) {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => ""))
  );
  const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((row) => row.trim().split(/\s+/));
  const listening = rows.filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${wanted}`));
  return new Set(listening.map((row) => row[9] ?? ""));
}
async function holdsSocket(pid, inodes) {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const targets = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
  return targets.some((target) => inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? "-"));
}
async function findPortOwner(port) {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return void 0;
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes)) {
      const command = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim();
      return { pid: Number(pid), command };
    }
  }
  return void 0;
}

// src/serve/listen.ts
var PortTaken = class extends ToolError {
  code = "ERR_PORT_TAKEN";
};
var CannotListen = class extends ToolError {
  code = "ERR_CANNOT_LISTEN";
};
var HEADERS_TIMEOUT_MS = 1e4;
var REQUEST_TIMEOUT_MS = 3e4;
var IDLE_SWEEP_MS = 20;
function makeServer(listener, tls) {
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  return tls ? createTlsServer({ ...limits, ...tls }, listener) : createServer(limits, listener);
}
function errorCode(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
async function listeningFailed(error, host, port) {
  if (errorCode(error) === "EADDRINUSE") {
    const owner = await findPortOwner(port);
    const by = owner ? ` by ${owner.command} (process ${owner.pid})` : "";
    const hint2 = "take another with --port, or any free one with --port 0";
    return new PortTaken(`port ${port} is taken${by}`, { hint: hint2, cause: error });
  }
  if (errorCode(error) === "EACCES") {
    const hint2 = "ports below 1024 need root: take another with --port";
    return new CannotListen(`no permission to listen on port ${port}`, { hint: hint2, cause: error });
  }
  const hint = "name an address of this machine with --host";
  return new CannotListen(`cannot listen on ${host}:${port} (${errorCode(error)})`, { hint, cause: error });
}
function start(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve(server.address().port);
    });
  });
}
function stop(server, patienceMs) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
    const sweep3 = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(sweep3);
      resolve();
    });
  });
}
async function listen({ answer, host, port, tls }) {
  let closing = false;
  const scheme = tls ? "https" : "http";
  const listener = async (incoming, outgoing) => {
    const request = fromNodeRequest(incoming, scheme);
    const reply = request === void 0 ? BAD_REQUEST : await answer(request);
    await writeReply(incoming, outgoing, reply, closing).catch(() => outgoing.destroy());
  };
  const first = makeServer(listener, tls);
  const address = host ?? "127.0.0.1";
  const bound = await start(first, address, port).catch(async (error) => {
    throw await listeningFailed(error, address, port);
  });
  const servers = [first];
  if (host === void 0) {
    const second = makeServer(listener, tls);
    const [outcome] = await Promise.allSettled([start(second, "::1", bound)]);
    if (outcome.status === "fulfilled") servers.push(second);
    else if (errorCode(outcome.reason) === "EADDRINUSE") {
      await stop(first, 0);
      throw await listeningFailed(outcome.reason, "::1", bound);
    }
  }
  return {
    port: bound,
    async close(patienceMs) {
      closing = true;
      await Promise.all(servers.map((server) => stop(server, patienceMs)));
    }
  };
}

// ../../tmp/httpcost.ts
var mode = process.env.MODE;
if (mode) {
  const recorder = createRecorder({ clock: Date.now, salt: "x" });
  const { provider } = testProvider({ issuer: "http://localhost:1", dev: { users: [], madeUpClients: /* @__PURE__ */ new Set() }, clients: [{ ...WEB, consent_mode: "implicit" }], log: recorder.tee(() => void 0), storage: createMemoryStorage(), clock: Date.now, configuration: { session: { cookies: [], inactivity: 3600, expiration: 3600, remember_me: 0 } } });
  const answer = mode === "none" ? provider.answer : follow({ provider, followers: mode === "rec" ? [recorder.follower] : [], clock: Date.now, random: systemRandom });
  const l = await listen({ answer, port: 0 });
  process.send(l.port);
  process.on("message", (m) => m === "end" ? process.exit(0) : process.send(process.cpuUsage()));
} else {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const req = (port, method, path, headers = {}, body) => new Promise((res, rej) => {
    const r = http.request({ agent, host: "127.0.0.1", port, method, path, headers: { ...headers, ...body ? { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) } : {} } }, (m) => {
      let t = "";
      m.setEncoding("utf8").on("data", (d) => t += d).on("end", () => res({ status: m.statusCode, headers: m.headers, text: t }));
    });
    r.on("error", rej);
    r.end(body);
  });
  const modes = process.argv.slice(2);
  const kids = await Promise.all(modes.map((m) => new Promise((res) => {
    const k = fork(process.argv[1], { execArgv: process.env.PROF ? ["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir=/tmp/prof"] : [], env: { ...process.env, MODE: m } });
    k.once("message", (port) => res({ k, port, cookie: "", sum: [] }));
  })));
  const cpu = (k) => new Promise((res) => {
    k.once("message", res);
    k.send("x");
  });
  const basic = "Basic " + Buffer.from("web:secret").toString("base64");
  const flow = async (s) => {
    const q = new URLSearchParams({ client_id: "web", response_type: "code", redirect_uri: "https://rp.example.com/cb", scope: "openid profile", state: "state-0123456789" });
    let r = await req(s.port, "GET", "/api/oidc/authorization?" + q, s.cookie ? { cookie: s.cookie } : {});
    if (r.status === 200) {
      s.cookie = r.headers["set-cookie"]?.[0].split(";")[0] ?? s.cookie;
      const action = /action="([^"]+)"/.exec(r.text)[1];
      const ft = /name="form_token" value="([^"]+)"/.exec(r.text)[1];
      r = await req(s.port, "POST", action.replaceAll("&amp;", "&"), { cookie: s.cookie }, new URLSearchParams({ form_token: ft, username: "alice", password: "alice" }).toString());
      s.cookie = r.headers["set-cookie"]?.[0].split(";")[0] ?? s.cookie;
    }
    const code = new URL(r.headers.location).searchParams.get("code");
    const t = await req(s.port, "POST", "/api/oidc/token", { authorization: basic }, new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: "https://rp.example.com/cb" }).toString());
    const { access_token } = JSON.parse(t.text);
    await req(s.port, "GET", "/api/oidc/userinfo", { authorization: "Bearer " + access_token });
    await req(s.port, "POST", "/api/oidc/introspection", { authorization: basic }, "token=" + access_token);
  };
  for (const s of kids) for (let i = 0; i < 300; i++) await flow(s);
  for (let round = 0; round < 25; round++) for (const s of kids) {
    const a = await cpu(s.k);
    for (let i = 0; i < 30; i++) await flow(s);
    const b = await cpu(s.k);
    s.sum.push((b.user + b.system - a.user - a.system) / 120);
  }
  kids.forEach((s, i) => {
    s.sum.sort((x, y) => x - y);
    console.log(modes[i], "us/request median", s.sum[12].toFixed(0), "lower quartile", s.sum[6].toFixed(0));
    s.k.send("end");
  });
  setTimeout(() => process.exit(0), 3e3);
}
