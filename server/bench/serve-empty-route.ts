/** A Hono app with one route that does nothing, in a process of its own: what the portal's requests per second are held against. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono().get('/', (c) => c.json({}))
const server = createServer(getRequestListener(app.fetch))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
// Whoever started this holds the other end: when it goes, so do we.
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
