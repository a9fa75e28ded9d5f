import type { whyNotGiveUp } from './rules.ts'

type Reason = NonNullable<ReturnType<typeof whyNotGiveUp>> | 'letter-under-way'

/** A sentence per refusal: what to do. */
export const upkeepProblems = {
  'letter-delivered': 'Mejlet har redan lämnats vidare. Ladda om sidan.',
  'letter-given-up': 'Mejlet är redan uppgivet. Behöver det fram ändå: skicka det igen från utskicket.',
  'letter-under-way': 'Mejlet är på väg just nu. Vänta en minut och ladda om sidan.',
  'reason-missing': 'Skriv varför mejlet inte ska skickas, till exempel att registratorn har fått handlingen på annat sätt.',
} satisfies Record<Reason, string>
