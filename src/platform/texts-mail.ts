/** Words in the ledger that no mail server has said. */
export const mailTexts = {
  mayBeTaken: 'anslutningen bröts innan e-postservern hade svarat: mejlet kan ha kommit fram',
  noServer: 'plattformen har inte haft någon e-postserver på en vecka',
  givenUp: (reason: string) => `uppgivet av driften: ${reason}`,
} as const
