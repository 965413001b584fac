/** What to set so that clients trust the local CA, and where to take it away again. No trust store is touched from here. */
import { quoteForShell } from '../primitives/shell.ts'

export interface TrustSteps {
  client: string
  /** Lines for a shell, or words where there is none. */
  steps: string[]
}

/** The name under which commands below keep it. */
const ALIAS = 'oidc-local-ca'

const JAVA_STORE = '-storetype PKCS12 -storepass changeit -keystore truststore.p12'

/** What each kind of client needs. */
export function trustSteps(certificatePath: string): TrustSteps[] {
  const file = quoteForShell(certificatePath)
  const java = '-Djavax.net.ssl.trustStore=truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit'
  return [
    { client: 'Node', steps: [`export NODE_EXTRA_CA_CERTS=${file}`] },
    { client: 'Python', steps: [`export SSL_CERT_FILE=${file} REQUESTS_CA_BUNDLE=${file}`] },
    { client: 'Go', steps: [`export SSL_CERT_FILE=${file}`] },
    {
      client: 'Java',
      steps: [`keytool -importcert -noprompt -alias ${ALIAS} ${JAVA_STORE} -file ${file}`, `java ${java} …`],
    },
    { client: 'curl', steps: [`export CURL_CA_BUNDLE=${file}`] },
    {
      client: 'Firefox',
      steps: ['Settings, Privacy & Security, View Certificates…, Authorities, Import…: for websites'],
    },
    {
      client: 'Chrome',
      steps: ['chrome://certificate-manager, Custom, Installed by you, Trusted certificates, Import'],
    },
    { client: 'macOS', steps: [`security add-trusted-cert -r trustRoot -p ssl ${file}`] },
  ]
}

/** Where a removed authority may still be trusted, if somebody put it there; `sha1` is its fingerprint. */
export function distrustSteps(certificatePath: string, name: string, sha1: string): TrustSteps[] {
  const variables = 'NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE'
  const copies = '/usr/local/share/ca-certificates'
  return [
    { client: 'Shells', steps: [`unset what names ${certificatePath}: ${variables}`] },
    { client: 'Java', steps: [`keytool -delete -alias ${ALIAS} ${JAVA_STORE}`] },
    { client: 'Firefox', steps: [`Settings, Privacy & Security, View Certificates…, Authorities: delete '${name}'`] },
    { client: 'Chrome', steps: [`chrome://certificate-manager, Custom, Installed by you: delete '${name}'`] },
    { client: 'macOS', steps: [`security delete-certificate -t -Z ${sha1.replaceAll(':', '')}`] },
    { client: 'Debian', steps: [`remove its copy from ${copies}, then: update-ca-certificates --fresh`] },
  ]
}

/** Aligned lines. */
export function stepLines(clients: readonly TrustSteps[]): string[] {
  return clients.flatMap(({ client, steps }) =>
    steps.map((step, index) => `${(index === 0 ? client : '').padEnd(9)}${step}`),
  )
}
