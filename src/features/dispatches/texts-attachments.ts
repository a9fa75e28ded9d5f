/** Words in the names of bilagor. */
export const attachmentTexts = {
  name: (number: number, own: string) => (own === '' ? `Bilaga ${number}` : `Bilaga ${number} – ${own}`),
  /** A number that the sender has put in the file's own name. */
  ownNumber: /^bilaga\s*\d+\s*[.:)_–-]*\s*/iu,
}
