/** Every finding of the checks: how grave it is, and what it means. `oidc config explain CODE` reads from here. */
import type { Severity } from '../problem.ts'

export interface CodeDescription {
  severity: Severity
  /** What is wrong, and why it matters. */
  meaning: string
  /** What to do. */
  remedy: string
}

const error = (meaning: string, remedy: string) => ({ severity: 'error', meaning, remedy }) as const
const warning = (meaning: string, remedy: string) => ({ severity: 'warning', meaning, remedy }) as const
const advice = (meaning: string, remedy: string) => ({ severity: 'advice', meaning, remedy }) as const

const FILE_CODES = {
  ERR_YAML_SYNTAX: error(
    'The file is no YAML document.',
    'Correct the place that is named; the rest is read afterwards.',
  ),
  ERR_YAML_DUPLICATE_KEY: error(
    'A key stands twice in one mapping, so one of the values would be lost.',
    'Keep one of them.',
  ),
  ERR_YAML_KEY_NOT_TEXT: error('A mapping has a key that is itself a list or a mapping.', 'Use plain text as the key.'),
  ERR_YAML_ALIAS_UNKNOWN: error(
    'An alias (`*name`) has no anchor (`&name`) before it.',
    'Define the anchor above, or write the value.',
  ),
  ERR_YAML_ALIAS_EXPANSION: error(
    'Aliases multiply the document beyond all measure.',
    'Write the values, or use fewer aliases.',
  ),
  ERR_YAML_TOO_DEEP: error(
    'Mappings and lists are nested deeper than any option.',
    'Look for brackets or dashes that repeat.',
  ),
  ERR_YAML_TOO_LARGE: error(
    'The file holds more than the 575,000 lines and marks (`:`, `,`, brackets and others) that are read: 20,000 clients.',
    'Look for lines or marks that repeat; perhaps it is not the configuration at all.',
  ),
  ERR_YAML_VALUE_TOO_LONG: error(
    'A text is longer than 1 MiB, as no value may be.',
    'Look for a quote that is never closed.',
  ),
  ERR_YAML_TOO_MANY_QUOTED: error(
    'The texts in double quotes are more than 8 MiB together.',
    'Put texts in single quotes: reading double quotes takes 32 times the memory of the text.',
  ),
  ERR_YAML_CONTROL_CHARACTER: error(
    'The file holds a control character, such as NUL.',
    'Remove it; perhaps the file is not text at all.',
  ),
  ERR_YAML_NOT_A_MAPPING: error(
    'The document is a list or a single value instead of options.',
    'Begin with `identity_providers:`.',
  ),
  ERR_FILE_LIMIT: error('The file is larger than 16 MB.', 'Name the configuration file, not another one.'),
  ERR_PROBLEM_LIMIT: error(
    'There are more problems of one severity than are told; the first 1000 are.',
    'Correct those first: many of the others may come from the same mistake.',
  ),
  ERR_TEMPLATE_INVALID: error(
    'A template expression of the file cannot be evaluated.',
    'Correct the expression, or leave the filter out.',
  ),
  ERR_FILE_UNREADABLE: warning(
    'A file that the configuration names cannot be read on this machine. Its content counts as present and is not judged.',
    'Fine where the provider runs elsewhere; `--strict-files` makes it an error.',
  ),
  ERR_EXPAND_ENV_DIGEST: warning(
    'The filter `expand-env` takes parts of a digest for variables and destroys it.',
    'Double every `$`, or drop the filter.',
  ),
  ERR_ENVIRONMENT_UNKNOWN: warning(
    'An environment variable looks like an option and is none.',
    'Correct its name, or unset it.',
  ),
  ERR_ENVIRONMENT_RENAMED: warning(
    'An environment variable uses the name of an earlier release.',
    'Use the current name.',
  ),
  ERR_ENVIRONMENT_DEFINED_TWICE: error(
    'A value comes from a secret file and from another source as well.',
    'Keep one of them.',
  ),
  ERR_SECTION_MISSING: warning(
    'There is no section `identity_providers.oidc`: OpenID Connect is off.',
    'Add it with `oidc config init`.',
  ),
} as const

const DECODING_CODES = {
  ERR_OPTION_TYPE: error('The value is of a type that the option does not take.', 'Write it as the message says.'),
  ERR_OPTION_UNKNOWN: error(
    'No option has this name; the provider refuses to start.',
    'Correct the name, or remove the key.',
  ),
  ERR_OPTION_VALUE: error(
    'The option takes only certain values, and this is none of them.',
    'Use one of the values listed.',
  ),
  ERR_OPTION_RENAMED: warning(
    'The option has another name now; the provider still maps the old one.',
    'Rename it; `--fix` does it.',
  ),
  ERR_OPTION_RENAMED_TWICE: warning(
    'The option stands there under its old and its new name; the old one is ignored.',
    'Remove the old one.',
  ),
  ERR_NAME_INVALID: error(
    'A name chosen for a policy, lifespan, scope or claim has characters that the provider does not accept.',
    'Use letters and digits, with `/ _ . : ~ -` between them.',
  ),
  ERR_CLIENT_KEY_OPTION_UNKNOWN: advice(
    'A key in an entry of a client’s `jwks` is no option. The provider does not look there, so nobody notices.',
    'Correct the name, or remove the key.',
  ),
  ERR_DURATION_LEFTOVER: advice(
    'Part of a duration has no meaning and is ignored: `1h30` is one hour, `-5m` five minutes.',
    'Write every number with its unit.',
  ),
} as const

const PROVIDER_CODES = {
  ERR_HMAC_SECRET_MISSING: advice(
    'Without `hmac_secret` the opaque tokens of every such provider are made with the same known key.',
    'Draw one with `oidc secret generate --for hmac`.',
  ),
  ERR_HMAC_SECRET_SHORT: advice(
    '`hmac_secret` is short enough to be guessed.',
    'Draw one with `oidc secret generate --for hmac`.',
  ),
  ERR_ENTROPY_LOW: warning(
    '`state` and `nonce` may be so short that they can be guessed.',
    'Remove the option, or set 8 or more.',
  ),
  ERR_ENTROPY_DISABLED: warning('The length of `state` and `nonce` is not checked.', 'Remove the option.'),
  ERR_STATELESS_INTROSPECTION_UNUSED: warning(
    'Stateless introspection is on, and no client has JWT access tokens: it has no effect.',
    'Remove it, or set `access_token_signed_response_alg` for a client.',
  ),
  ERR_JWKS_MISSING: error('The provider has no key to sign with.', 'Add one with `oidc keys generate --add`.'),
  ERR_JWKS_AND_SINGLE_KEY: error(
    '`jwks` and the option of earlier releases are both given.',
    'Move the key into `jwks`.',
  ),
  ERR_SINGLE_KEY_DEPRECATED: warning(
    'The key stands in an option of earlier releases.',
    'Move it into `jwks`; `oidc config migrate` does it.',
  ),
  ERR_SINGLE_KEY_NOT_RSA: error('`issuer_private_key` takes RSA keys alone.', 'Put other keys into `jwks`.'),
  ERR_SIGNING_KEY_ID_UNKNOWN: error(
    'The key id names none of the provider’s signing keys.',
    'Use the `key_id` of one of them.',
  ),
  ERR_SIGNING_ALGORITHM_WITHOUT_KEY: error(
    'No signing key of the provider has this algorithm.',
    'Add such a key, or choose another algorithm.',
  ),
  ERR_SIGNING_ALGORITHM_NONE: error('What must be signed is not to be signed.', 'Choose an algorithm.'),
  ERR_SIGNING_ALGORITHM_NEEDS_SECRET: error(
    'An `HS*` algorithm needs the client secret in plain text.',
    'Choose another algorithm, or store the secret in plain text.',
  ),
  ERR_CORS_ORIGIN: error('An origin is scheme, host and port, nothing else.', 'Remove the path and the query.'),
  ERR_CORS_WILDCARD: error('`*` stands beside other origins.', 'Keep either `*` or the others.'),
  ERR_CORS_ORIGIN_SCHEME: advice(
    'An origin without `https://` or `http://`, or with a user name or fragment, never matches a request.',
    'Write scheme, host and port.',
  ),
} as const

const POLICY_CODES = {
  ERR_POLICY_NAME: error('The name is taken by the provider itself, or is empty.', 'Choose another name.'),
  ERR_POLICY_RULES_MISSING: error(
    'A policy without rules decides nothing.',
    'Add a rule, or use `one_factor` or `two_factor` directly.',
  ),
  ERR_POLICY_RULE_EMPTY: error('A rule has neither `subject` nor `networks`.', 'Say whom it is for.'),
  ERR_POLICY_SUBJECT: error('A subject does not begin with `user:` or `group:`.', 'Write `user:NAME` or `group:NAME`.'),
  ERR_POLICY_NETWORK: error(
    'A network is no address, no CIDR block and no name from `definitions.network`.',
    'Write it as `10.0.0.0/8` or `2001:db8::/32`.',
  ),
  ERR_NETWORK_DEFINED_TWICE: error(
    'A network name is defined in `definitions.network` and in `access_control.networks`.',
    'Keep one of them.',
  ),
  ERR_POLICY_UNUSED: advice('No client uses this policy.', 'Remove it, or name it in a client.'),
  ERR_LIFESPAN_UNUSED: advice('No client uses this set of lifespans.', 'Remove it, or name it in a client.'),
  ERR_LIFESPAN_REFRESH_SHORT: advice(
    'The refresh token ends before the token that it should renew.',
    'Make it live longer.',
  ),
  ERR_LIFESPAN_DEVICE_CODE: advice(
    'A set of lifespans for clients says how long a device code lives; the provider looks at `lifespans.device_code` alone.',
    'Set that one, and remove this.',
  ),
  ERR_CLAIMS_POLICY_UNUSED: advice('No client uses this claims policy.', 'Remove it, or name it in a client.'),
  ERR_SCOPE_UNUSED: advice('No client may ask for this scope.', 'Remove it, or list it in a client.'),
  ERR_CLAIM_RESERVED: error('The claim belongs to the protocol and cannot be set.', 'Remove it.'),
  ERR_CLAIM_UNKNOWN: error(
    'The claim is neither a standard one nor defined by a claims policy.',
    'Correct the name, or define it under `custom_claims`.',
  ),
  ERR_CLAIM_TWICE: error('Two entries of one policy make the same claim.', 'Rename one.'),
  ERR_CLAIM_ATTRIBUTE: error(
    'The user attribute behind the claim does not exist.',
    'Name a standard attribute, or declare it as an extra attribute.',
  ),
  ERR_ATTRIBUTE_NAME: error(
    'An attribute of `definitions.user_attributes` has the name of one that every user may have, or of an extra attribute.',
    'Choose another name, and change it where claims policies refer to it.',
  ),
  ERR_ATTRIBUTE_EXPRESSION: error(
    'The expression of a user attribute is none of the Common Expression Language, or names what there is not.',
    'Correct the place that the message names; docs/users.md has what an expression may use.',
  ),
  ERR_SCOPE_STANDARD: error('A standard scope cannot be redefined.', 'Choose another name, or use a claims policy.'),
  ERR_SCOPE_RESERVED: error('Names with `authelia.` are reserved.', 'Choose another name.'),
} as const

const CLIENT_CODES = {
  ERR_CLIENTS_MISSING: error('There is no client, so nobody can use the provider.', 'Add one with `oidc client add`.'),
  ERR_CLIENT_ID_MISSING: error('A client has no id.', 'Give it a `client_id`.'),
  ERR_CLIENT_ID_LENGTH: error(
    'The client id is longer than 100 bytes.',
    'Choose a shorter one, here and in the application.',
  ),
  ERR_CLIENT_ID_CHARACTERS: error(
    'The client id has characters that are not unreserved (RFC 3986 §2.3).',
    'Use letters, digits and `. _ ~ -`.',
  ),
  ERR_CLIENT_ID_DUPLICATE: error('Two clients share an id.', 'Give each its own.'),
  ERR_CLIENT_SECRET_MISSING: error(
    'A confidential client authenticates with a secret that it does not have.',
    'Add the digest of one, or make the client public.',
  ),
  ERR_CLIENT_SECRET_UNWANTED: error(
    'A client has a secret that none of its methods may use.',
    'Remove the secret, or change the methods.',
  ),
  ERR_CLIENT_SECRET_DIGEST: error(
    'The secret begins with `$` and is no digest that the provider reads.',
    'Make one with `oidc secret hash`; a secret that begins with `$` is written `$plaintext$SECRET`.',
  ),
  ERR_CLIENT_SECRET_PLAINTEXT: warning(
    'The secret stands in the file as it is typed.',
    'Store its digest: `oidc secret hash`.',
  ),
  ERR_CLIENT_SECRET_HASHED: error(
    'The method or algorithm computes with the secret itself, and only its digest is stored.',
    'Store the secret in plain text, or choose another method.',
  ),
  ERR_CLIENT_REFERENCE: error(
    'The client names something that is not configured.',
    'Correct the name, or configure it.',
  ),
  ERR_CLIENT_POLICY_FORBIDDEN: error(
    'The policy cannot be used by this client.',
    'Use the one that the message names.',
  ),
  ERR_CLIENT_SECTOR: error(
    'The sector identifier is no https address of a document.',
    'Write `https://…` without fragment and user name.',
  ),
  ERR_CLIENT_SECTOR_HOST: warning(
    'The sector identifier is a bare host, as earlier releases wanted. It still works; a URL would change every `sub`.',
    'Leave it, unless the change is wanted.',
  ),
  ERR_CLIENT_SECTOR_UNCHECKED: advice(
    'The document at `sector_identifier_uri` was not fetched.',
    'Check it with `oidc config validate --fetch`.',
  ),
  ERR_CLIENT_SECTOR_DOCUMENT: error(
    'The document at `sector_identifier_uri` cannot be had, or does not list every redirect URI.',
    'Correct the document.',
  ),
  ERR_CLIENT_REDIRECT_URI: error(
    'A redirect URI is not absolute, or cannot be parsed.',
    'Write it whole, with its scheme.',
  ),
  ERR_CLIENT_REDIRECT_URI_OUT_OF_BAND: error(
    'Only public clients may use the out-of-band URI.',
    'Make the client public, or use another URI.',
  ),
  ERR_CLIENT_REDIRECT_URI_DUPLICATE: warning('A redirect URI stands there twice.', 'Remove one.'),
  ERR_CLIENT_REDIRECT_URI_MISSING: advice(
    'The flow ends at a redirect URI, and the client has none.',
    'Add the one that the application documents.',
  ),
  ERR_CLIENT_REDIRECT_URI_COMMA: advice(
    'A redirect URI holds a comma and another URI behind it: commas do not separate redirect URIs, so none of them matches.',
    'Write a list with one URI in each line.',
  ),
  ERR_CLIENT_REDIRECT_URI_FRAGMENT: advice(
    'A redirect URI with a fragment passes the checks and is refused at run time.',
    'Remove the fragment.',
  ),
  ERR_CLIENT_REDIRECT_URI_HTTP: advice(
    'Plain http to a host that is not loopback is refused at run time.',
    'Use https.',
  ),
  ERR_CLIENT_REQUEST_URI: error('A request URI is not an absolute https address.', 'Write `https://…`.'),
  ERR_CLIENT_REQUEST_URI_DUPLICATE: error('A request URI stands there twice.', 'Remove one.'),
  ERR_CLIENT_SCOPE_UNKNOWN: warning(
    'The scope is neither standard nor configured.',
    'Correct it, or define it under `scopes`.',
  ),
  ERR_CLIENT_SCOPE_DUPLICATE: warning('A scope stands there twice.', 'Remove one.'),
  ERR_CLIENT_SCOPE_FORBIDDEN: error('The scope is not allowed for this kind of client.', 'Remove it.'),
  ERR_CLIENT_SCOPE_CLAIM: error(
    'A scope needs a claim that the claims policy of the client does not define.',
    'Add the custom claim to the policy, or drop the scope.',
  ),
  ERR_CLIENT_OFFLINE_WITHOUT_CODE: warning(
    'Refresh tokens are asked for, and no response type gives a code. The provider looks at what is written, not at defaults.',
    'Write `response_types: [code]`.',
  ),
  ERR_CLIENT_RESPONSE_TYPE: warning(
    'The response type does not exist; the order of its words counts.',
    'Use one of the list.',
  ),
  ERR_CLIENT_DUPLICATE: warning('A value stands there twice.', 'Remove one.'),
  ERR_CLIENT_GRANT_WITHOUT_RESPONSE_TYPE: warning(
    'A grant needs a response type that the client does not have.',
    'Add the response type, or drop the grant.',
  ),
  ERR_CLIENT_GRANT_PUBLIC: error(
    'The grant needs a client that can keep a secret.',
    'Drop the grant, or make the client confidential.',
  ),
  ERR_CLIENT_REFRESH_WITHOUT_SCOPE: warning(
    'The refresh grant has no effect without the scope `offline_access`.',
    'Add the scope, or drop the grant.',
  ),
  ERR_CLIENT_DEPRECATED_VALUES: warning(
    'A later release will refuse some of what only warns now.',
    'Correct the other warnings of this client.',
  ),
  ERR_CLIENT_AUTH_METHOD: error(
    'The authentication method does not fit the client.',
    'Use the one that the message names.',
  ),
  ERR_CLIENT_AUTH_ALGORITHM: error(
    'The algorithm of the client’s assertions is missing or does not fit the method.',
    'Use one of those that the message names.',
  ),
  ERR_CLIENT_AUTH_KEYS: error('The method needs keys of the client.', 'Add `jwks` or `jwks_uri`.'),
  ERR_CLIENT_AUTH_PARTIAL: advice(
    '`private_key_jwt` is set for some endpoints, and the others fall back to a secret.',
    'Set it for all four endpoints.',
  ),
  ERR_CLIENT_ENCRYPTION_ALGORITHM: error('The encryption algorithm cannot be used for this.', 'Use one of the list.'),
  ERR_CLIENT_ENCRYPTION_UNSIGNED: error(
    'An encrypted answer must be signed too.',
    'Set the signed response algorithm.',
  ),
  ERR_CLIENT_ENCRYPTION_KEYS: error('Encryption needs keys of the client.', 'Add `jwks` or `jwks_uri` to the client.'),
  ERR_CLIENT_RSA1_5: warning('RSA1_5 is open to padding oracles; this program never computes it.', 'Use RSA-OAEP-256.'),
  ERR_CLIENT_BEARER: error(
    'The scope `authelia.bearer.authz` asks for certain other options.',
    'Set them as the message says.',
  ),
  ERR_CLIENT_JWKS_URI: error(
    'The address of the client’s keys is not https, or inline keys are given too.',
    'Use one https address, or `jwks`.',
  ),
  ERR_CLIENT_REQUEST_OBJECT_ALGORITHM: error(
    'None of the client’s keys has the algorithm that its request objects must have.',
    'Use the algorithm of one of them.',
  ),
  ERR_CLIENT_REQUEST_OBJECT_KEYS: advice(
    'Request objects are to be signed, and nothing is there to verify them with: a key of the client, or with `HS*` its secret in plain text.',
    'Add `jwks` or `jwks_uri`; with `HS*` store the secret in plain text.',
  ),
  ERR_CLIENT_PKCE_PLAIN: advice('The client is to use the PKCE method `plain`, which is switched off.', 'Use `S256`.'),
  ERR_GENERATION_ADVICE: advice(
    'The documentation of the generation says more than its code checks.',
    'See the message.',
  ),
} as const

export const PROBLEM_CODES = {
  ...FILE_CODES,
  ...DECODING_CODES,
  ...PROVIDER_CODES,
  ...POLICY_CODES,
  ...CLIENT_CODES,
} as const satisfies Record<string, CodeDescription>

export type ProblemCode = keyof typeof PROBLEM_CODES
