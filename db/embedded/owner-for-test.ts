/** A program for start-embedded.test.ts: owns a database until it is ended. Argument: the folder. */
import { startEmbedded } from './start-embedded.ts'

const embedded = await startEmbedded({ folder: process.argv[2] ?? '' })
const end = async () => {
  await embedded.stop()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
process.stdout.write(`${embedded.url}\n`)
setInterval(() => {}, 60_000)
