/** A prediction as a person reads it. */
import { formatDuration } from '../../config/duration.ts'
import type { PredictedClaims, PredictedSigner, Prediction } from '../../provider/prediction/prediction.ts'

const LEVELS = {
  one_factor: 'gets in with the password (one_factor)',
  two_factor: 'gets in with password and second factor (two_factor)',
  deny: 'does not get in (deny)',
} as const

function login({ policy: { name, level }, user }: Prediction): string {
  if (level === null) return `login: as the policy '${name}' decides about the user`
  const by = name === level ? '' : `, by policy '${name}'`
  return `login: ${user ?? 'the user'} ${LEVELS[level]}${by}`
}

function consent({ consent: { required, mode }, flow }: Prediction): string {
  if (flow === 'device') return 'consent: the page is shown, as always with devices'
  const page = required === null ? 'does not come to it' : required ? 'the page is shown' : 'no page is shown'
  return `consent: ${page} (${mode})`
}

function demand(name: string, { required, option }: { required: boolean; option: string | null }): string {
  return `${name}: ${required ? `required by ${option}` : 'not required'}`
}

function signed(signer: PredictedSigner | null, otherwise: string): string {
  if (signer === null) return otherwise
  return signer.kid === null ? `${signer.alg} with the client secret` : `${signer.alg}, key ${signer.kid}`
}

function claimLines(claims: PredictedClaims): string[] {
  return Object.entries(claims).map(([name, value]) => `  ${name}${value === null ? '' : `: ${JSON.stringify(value)}`}`)
}

function place(title: string, how: string, claims: PredictedClaims | null, seconds?: number): string[] {
  const life = seconds === undefined ? '' : `, for ${formatDuration(seconds)}`
  return ['', `${title}: ${how}${life}`, ...(claims === null ? [] : claimLines(claims))]
}

function places({ signing, claims, lifetimes, refresh_token, scope }: Prediction): string[] {
  const { access_token, id_token } = lifetimes
  const [granted, refreshed] = [scope === '' ? 'none' : scope, formatDuration(lifetimes.refresh_token ?? 0)]
  return [
    `scopes granted: ${granted}`,
    ...(claims.id_token === null ? [] : place('ID token', signed(signing.id_token, ''), claims.id_token, id_token)),
    ...(claims.userinfo === null ? [] : place('userinfo', signed(signing.userinfo, 'JSON'), claims.userinfo)),
    ...(access_token === undefined
      ? []
      : place('access token', signed(signing.access_token, 'opaque'), claims.access_token, access_token)),
    ...(refresh_token ? ['', `refresh token: for ${refreshed}, a new one each time`] : []),
  ]
}

function refusal({ refused }: Prediction): string[] {
  if (refused === undefined) return []
  const { error, reason, rule, option } = refused
  const lines = [rule, option === undefined ? undefined : `decided by ${option}`]
  return [`refused: ${error}: ${reason}`, ...lines.flatMap((line) => (line === undefined ? [] : [`  ${line}`]))]
}

/** The prediction in lines; claims without a value are made anew, or are the user's own. */
export function predictionText(prediction: Prediction): string {
  const { client_id, flow, request } = prediction
  const prompt = request.prompt === '' ? '' : ` prompt=${request.prompt}`
  const type = request.response_type === null ? flow : `response_type=${request.response_type}`
  const hasUser = flow !== 'client_credentials'
  return [
    `${client_id}: ${type} scope=${JSON.stringify(request.scope)}${prompt}`,
    ...refusal(prediction),
    ...(hasUser ? [login(prediction), consent(prediction)] : []),
    ...(flow === 'authorization' ? [demand('PKCE', prediction.pkce), demand('PAR', prediction.par)] : []),
    ...(prediction.refused === undefined ? places(prediction) : []),
  ].join('\n')
}
