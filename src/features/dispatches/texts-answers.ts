/** Words that an answer is read with. */
export const answerTexts = { yes: 'Ja', no: 'Nej', kronor: 'kr' }
