/** The browser's own clock, which may be wrong: for what only this browser is told of. Days are the server's (`useToday`). */
export const browserClock = (): Date => new Date()
