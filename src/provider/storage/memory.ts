/** Storage in the memory of the process: everything ends with it. */
import { ExpiringMap } from './expiring-map.ts'
import type {
  AccessTokenRow,
  CodeRow,
  ConsentRow,
  DeviceRow,
  FlowRow,
  IssuedTokens,
  ParkedRow,
  PushedRequestRow,
  RefreshTokenRow,
  SessionRow,
  Storage,
} from './storage.ts'

export interface MemoryStorageOptions {
  /**
   * Awaited before and after each operation. Tests give one that lets other requests run, so that what is read may be
   * out of date when something is written, as with a store in another process.
   */
  pause?: () => Promise<void>
}

/** Seconds that used codes and rotated refresh tokens stay known, so that their replay is noticed. */
const REPLAY_MEMORY = 24 * 60 * 60

/** Signatures of what lives of one authorization: a handful, since a rotation ends what was there before. */
interface Family {
  access: readonly string[]
  refresh: readonly string[]
}

interface Tables {
  codes: ExpiringMap<CodeRow>
  access: ExpiringMap<AccessTokenRow>
  refresh: ExpiringMap<RefreshTokenRow>
  families: Map<string, Family>
  subjects: Map<string, string>
  sessions: ExpiringMap<SessionRow>
  flows: ExpiringMap<FlowRow>
  consents: Map<string, ConsentRow[]>
  pushed: ExpiringMap<PushedRequestRow>
  parked: ExpiringMap<ParkedRow>
  once: ExpiringMap<true>
  devices: ExpiringMap<DeviceRow>
  userCodes: ExpiringMap<string>
}

function emptyTables(): Tables {
  return {
    codes: new ExpiringMap(),
    access: new ExpiringMap(),
    refresh: new ExpiringMap(),
    families: new Map(),
    subjects: new Map(),
    sessions: new ExpiringMap(),
    flows: new ExpiringMap(),
    consents: new Map(),
    pushed: new ExpiringMap(),
    parked: new ExpiringMap(),
    once: new ExpiringMap(),
    devices: new ExpiringMap(),
    userCodes: new ExpiringMap(),
  }
}

const NOBODY: Family = { access: [], refresh: [] }

function saveTokens(tables: Tables, { access, refresh }: IssuedTokens): void {
  const { request_id } = access.grant
  const family = tables.families.get(request_id) ?? NOBODY
  tables.access.set(access.signature, access, access.expires_at)
  if (refresh !== undefined) tables.refresh.set(refresh.signature, refresh, refresh.expires_at + REPLAY_MEMORY)
  tables.families.set(request_id, {
    access: [...family.access, access.signature],
    refresh: refresh === undefined ? family.refresh : [...family.refresh, refresh.signature],
  })
}

function revokeFamily({ families, access, refresh }: Tables, request_id: string): void {
  const family = families.get(request_id) ?? NOBODY
  for (const signature of family.access) access.delete(signature)
  for (const signature of family.refresh) {
    const row = refresh.get(signature)
    if (row !== undefined) refresh.replace(signature, { ...row, active: false })
  }
  families.delete(request_id)
}

function forget(
  { families }: Tables,
  kind: keyof Family,
  { grant, signature }: AccessTokenRow | RefreshTokenRow,
): void {
  const family = families.get(grant.request_id)
  if (family === undefined) return
  const left = { ...family, [kind]: family[kind].filter((one) => one !== signature) }
  if (left.access.length === 0 && left.refresh.length === 0) families.delete(grant.request_id)
  else families.set(grant.request_id, left)
}

function sweep(tables: Tables, now: number): void {
  tables.codes.sweep(now)
  tables.access.sweep(now, (row) => forget(tables, 'access', row))
  tables.refresh.sweep(now, (row) => forget(tables, 'refresh', row))
  tables.sessions.sweep(now)
  tables.flows.sweep(now)
  tables.pushed.sweep(now)
  tables.parked.sweep(now)
  tables.once.sweep(now)
  tables.devices.sweep(now)
  tables.userCodes.sweep(now)
}

function consentKey(client_id: string, subject: string): string {
  return `${subject} ${client_id}`
}

type Operations = {
  [Name in keyof Storage]: (...args: Parameters<Storage[Name]>) => Awaited<ReturnType<Storage[Name]>>
}

/** Every operation runs to its end without interruption: that makes each of them one transaction. */
function operations(tables: Tables): Operations {
  return {
    saveCode: (row) => tables.codes.set(row.signature, row, row.expires_at + REPLAY_MEMORY),
    findCode: (signature) => tables.codes.get(signature),
    redeemCode(signature, tokens) {
      const row = tables.codes.get(signature)
      if (row?.active !== true) return false
      tables.codes.replace(signature, { ...row, active: false })
      saveTokens(tables, tokens)
      return true
    },
    saveTokens: (tokens) => saveTokens(tables, tokens),
    findAccessToken: (signature) => tables.access.get(signature),
    findRefreshToken: (signature) => tables.refresh.get(signature),
    rotateRefreshToken(signature, tokens) {
      const row = tables.refresh.get(signature)
      if (row?.active !== true) return false
      revokeFamily(tables, row.grant.request_id)
      saveTokens(tables, tokens)
      return true
    },
    revokeFamily: (request_id) => revokeFamily(tables, request_id),
    subjectFor(sector, username, candidate) {
      const key = JSON.stringify([sector, username])
      const known = tables.subjects.get(key)
      if (known === undefined) tables.subjects.set(key, candidate)
      return known ?? candidate
    },
    saveSession: (row) => tables.sessions.set(row.key, row, row.expires_at),
    touchSession(key, used_at) {
      const row = tables.sessions.get(key)
      if (row !== undefined) tables.sessions.replace(key, { ...row, used_at })
    },
    findSession: (key) => tables.sessions.get(key),
    deleteSession: (key) => tables.sessions.delete(key),
    saveFlow: (row) => tables.flows.set(row.id, row, row.expires_at),
    findFlow: (id) => tables.flows.get(id),
    moveFlow(id, to) {
      const row = tables.flows.get(id)
      if (row?.open !== true) return false
      tables.flows.replace(id, { ...row, ...to })
      return true
    },
    closeFlow(id) {
      const row = tables.flows.get(id)
      if (row?.open !== true) return false
      tables.flows.replace(id, { ...row, open: false })
      return true
    },
    saveConsent(row) {
      const key = consentKey(row.client_id, row.subject)
      const alive = (tables.consents.get(key) ?? []).filter(({ expires_at }) => expires_at > row.created_at)
      tables.consents.set(key, [...alive, row])
    },
    findConsents: (client_id, subject) => tables.consents.get(consentKey(client_id, subject)) ?? [],
    savePushedRequest: (row) => tables.pushed.set(row.request_uri, row, row.expires_at + REPLAY_MEMORY),
    findPushedRequest: (request_uri) => tables.pushed.get(request_uri),
    usePushedRequest(request_uri) {
      const row = tables.pushed.get(request_uri)
      if (row === undefined || row.used) return false
      tables.pushed.replace(request_uri, { ...row, used: true })
      return true
    },
    releasePushedRequest(request_uri) {
      const row = tables.pushed.get(request_uri)
      if (row !== undefined) tables.pushed.replace(request_uri, { ...row, used: false })
    },
    saveParked: (row) => tables.parked.set(row.id, row, row.expires_at),
    takeParked(id) {
      const row = tables.parked.get(id)
      tables.parked.delete(id)
      return row
    },
    useOnce(space, value, expires_at, now) {
      const key = `${space} ${value}`
      const until = tables.once.expiresAt(key)
      if (until !== undefined && until >= now) return false
      tables.once.set(key, true, expires_at)
      return true
    },
    forgetOnce: (space, value) => tables.once.delete(`${space} ${value}`),
    saveDevice(row) {
      tables.devices.set(row.signature, row, row.expires_at + REPLAY_MEMORY)
      tables.userCodes.set(row.user_code_signature, row.signature, row.expires_at)
    },
    findDevice: (signature) => tables.devices.get(signature),
    findDeviceByUserCode: (user_code_signature) => tables.devices.get(tables.userCodes.get(user_code_signature) ?? ''),
    decideDevice(signature, decision) {
      const row = tables.devices.get(signature)
      if (row?.status !== 'pending') return false
      tables.devices.replace(signature, { ...row, ...decision })
      return true
    },
    pollDevice(signature, poll) {
      const row = tables.devices.get(signature)
      if (row !== undefined) tables.devices.replace(signature, { ...row, ...poll })
    },
    redeemDevice(signature, tokens) {
      const row = tables.devices.get(signature)
      if (row?.status !== 'approved' || !row.active) return false
      tables.devices.replace(signature, { ...row, active: false })
      saveTokens(tables, tokens)
      return true
    },
    sweep: (now) => sweep(tables, now),
    close: () => undefined,
  }
}

/** A storage that lives as long as the process. */
export function createMemoryStorage({ pause }: MemoryStorageOptions = {}): Storage {
  const sync = operations(emptyTables())
  const run = async <T>(operation: () => T): Promise<T> => {
    if (pause === undefined) return operation()
    await pause()
    const result = operation()
    await pause()
    return result
  }
  return {
    saveCode: (row) => run(() => sync.saveCode(row)),
    findCode: (signature) => run(() => sync.findCode(signature)),
    redeemCode: (signature, tokens) => run(() => sync.redeemCode(signature, tokens)),
    saveTokens: (tokens) => run(() => sync.saveTokens(tokens)),
    findAccessToken: (signature) => run(() => sync.findAccessToken(signature)),
    findRefreshToken: (signature) => run(() => sync.findRefreshToken(signature)),
    rotateRefreshToken: (signature, tokens) => run(() => sync.rotateRefreshToken(signature, tokens)),
    revokeFamily: (request_id) => run(() => sync.revokeFamily(request_id)),
    subjectFor: (sector, username, candidate) => run(() => sync.subjectFor(sector, username, candidate)),
    saveSession: (row) => run(() => sync.saveSession(row)),
    touchSession: (key, used_at) => run(() => sync.touchSession(key, used_at)),
    findSession: (key) => run(() => sync.findSession(key)),
    deleteSession: (key) => run(() => sync.deleteSession(key)),
    saveFlow: (row) => run(() => sync.saveFlow(row)),
    findFlow: (id) => run(() => sync.findFlow(id)),
    moveFlow: (id, to) => run(() => sync.moveFlow(id, to)),
    closeFlow: (id) => run(() => sync.closeFlow(id)),
    saveConsent: (row) => run(() => sync.saveConsent(row)),
    findConsents: (client_id, subject) => run(() => sync.findConsents(client_id, subject)),
    savePushedRequest: (row) => run(() => sync.savePushedRequest(row)),
    findPushedRequest: (request_uri) => run(() => sync.findPushedRequest(request_uri)),
    usePushedRequest: (request_uri) => run(() => sync.usePushedRequest(request_uri)),
    releasePushedRequest: (request_uri) => run(() => sync.releasePushedRequest(request_uri)),
    saveParked: (row) => run(() => sync.saveParked(row)),
    takeParked: (id) => run(() => sync.takeParked(id)),
    useOnce: (space, value, expires_at, now) => run(() => sync.useOnce(space, value, expires_at, now)),
    forgetOnce: (space, value) => run(() => sync.forgetOnce(space, value)),
    saveDevice: (row) => run(() => sync.saveDevice(row)),
    findDevice: (signature) => run(() => sync.findDevice(signature)),
    findDeviceByUserCode: (signature) => run(() => sync.findDeviceByUserCode(signature)),
    decideDevice: (signature, decision) => run(() => sync.decideDevice(signature, decision)),
    pollDevice: (signature, poll) => run(() => sync.pollDevice(signature, poll)),
    redeemDevice: (signature, tokens) => run(() => sync.redeemDevice(signature, tokens)),
    sweep: (now) => run(() => sync.sweep(now)),
    close: () => run(() => sync.close()),
  }
}
