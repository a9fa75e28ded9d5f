/** Words in the ledger that no mail server has said. */
export const mailTexts = {
  noServer: 'plattformen har inte haft någon e-postserver på en vecka',
  givenUp: (reason: string) => `uppgivet av driften: ${reason}`,
} as const
