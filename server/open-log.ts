import pino, { type Logger } from 'pino'

const flushMs = 200

/**
 * The log of a process: JSON lines on standard output (or another descriptor), readable ones on a terminal. Lines are written
 * together, at the latest after a fifth of a second and at the end of the process: a write per request cost a rush a tenth.
 */
export async function openLog(level: string, descriptor = 1): Promise<Logger> {
  if (descriptor === 1 && process.stdout.isTTY)
    return pino({ level, base: null }, (await import('pino-pretty')).default({ ignore: 'pid,hostname' }))
  const destination = pino.destination({ dest: descriptor, sync: true, minLength: 8192 })
  setInterval(() => destination.flush(), flushMs).unref()
  process.on('exit', () => destination.flushSync())
  return pino({ level, base: null }, destination)
}
