// What a request costs before anybody has looked at it: node:http reads a form and writes a token response: node node-http.mjs PORT
import { createServer } from 'node:http'

const answer = JSON.stringify({
  access_token: 'constant-in-the-place-of-a-token-as-long-as-one-that-is-really-made-here-000000',
  token_type: 'bearer',
  expires_in: 3600,
  scope: 'api',
})
const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Length': Buffer.byteLength(answer),
}

createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    new URLSearchParams(body).get('grant_type')
    response.writeHead(200, headers)
    response.end(answer)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
