/** The letter with a sign-in code. The code is not in the subject, which shows on locked screens. */
export function codeLetter(code: string, publicUrl: string): { subject: string; text: string; html: string } {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
  const host = publicUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')
  const lines = [
    `Din kod för att logga in på ${host} är`,
    spaced,
    'Koden gäller i tio minuter och en gång. Skriv den på sidan där du bad om den.',
    'Lämna aldrig koden till någon som ringer eller skriver. Har du inte bett om den behöver du inte göra något.',
  ]
  return {
    subject: 'Kod för att logga in på NSPL',
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="sv"><body style="font-family:sans-serif">${lines
      .map((line, at) =>
        at === 1 ? `<p style="font-size:28px;letter-spacing:3px"><strong>${line}</strong></p>` : `<p>${escaped(line)}</p>`,
      )
      .join('')}</body></html>`,
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
