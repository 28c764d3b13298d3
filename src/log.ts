import { pino, type Logger as PinoLogger } from 'pino';
import pretty from 'pino-pretty';

/** What rooms log to. Never hand it tokens, passwords or what members write. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child' | 'level'>;

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines for people on a terminal, JSON otherwise; both on stderr, so that stdout stays for results. */
export function createLogger(level: LogLevel): Logger {
  const options = {
    level,
    redact: { paths: ['token', 'password', 'authorization', '*.token', '*.password', '*.authorization'], censor: '…' },
  };
  if (!process.stderr.isTTY) return pino(options, process.stderr);
  return pino(options, pretty({ destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true }));
}

/** A logger that says nothing, for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });
