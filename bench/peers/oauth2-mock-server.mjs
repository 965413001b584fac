// npm oauth2-mock-server with a key that is there already: node oauth2-mock-server.mjs PORT
import { OAuth2Server } from 'oauth2-mock-server'
import { createSigningJwk } from '../flows/settings.mjs'

const port = Number(process.argv[2])
const server = new OAuth2Server()
await server.issuer.keys.add(createSigningJwk())
await server.start(port, '127.0.0.1')
