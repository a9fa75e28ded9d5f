import type { OrgKind, Role } from '../../lib/actor.ts'
import type {
  WhyNotAddress,
  WhyNotConfirmAddress,
  WhyNotEndMandate,
  WhyNotEndPerson,
  WhyNotMandate,
  WhyNotPerson,
  WhyNotSetAddress,
} from './rules.ts'
import type { ConfirmedHow } from './shapes.ts'

type WhyNot =
  | WhyNotPerson
  | WhyNotMandate
  | WhyNotEndMandate
  | WhyNotEndPerson
  | WhyNotAddress
  | WhyNotSetAddress
  | WhyNotConfirmAddress
  | 'email-taken'

/** A sentence per refusal: what is wrong, and what to do. */
export const organisationsProblems = {
  'name-missing': 'Skriv personens namn.',
  'name-malformed': 'Namnet är för långt eller innehåller tecken som inte syns. Skriv högst 200 vanliga tecken.',
  'email-missing': 'Skriv personens e-postadress i tjänsten.',
  'email-malformed': 'E-postadressen går inte att använda. Skriv en enda adress, till exempel fornamn.efternamn@region.se.',
  'phone-malformed': 'Telefonnumret går inte att läsa. Skriv siffror, mellanslag och bindestreck, till exempel 018-123 45 67.',
  'email-taken':
    'Det finns redan en person med den e-postadressen. Sök upp personen och lägg till ett uppdrag, eller be kansliet göra det.',
  'role-not-for-organisation': 'Den rollen finns inte i den organisationen. Välj en annan roll.',
  'to-before-from': 'Sista dagen ligger före första dagen. Välj en senare sista dag.',
  'role-held-already': 'Personen har redan den rollen under den tiden. Avsluta det gamla uppdraget först, eller välj en annan första dag.',
  'mandate-ended': 'Uppdraget är redan avslutat. Ladda om sidan.',
  'person-ended': 'Personen är redan avslutad. Ladda om sidan.',
  'last-operator': 'Det måste finnas minst en driftansvarig. Ge någon annan uppdraget som driftansvarig först.',
  'address-missing': 'Organisationen har ingen registratorsadress. Lägg in en under Registratorsadresser.',
  'address-unconfirmed':
    'Registratorsadressen är inte bekräftad. Ring registratorn, kontrollera adressen och bekräfta den under Registratorsadresser.',
  'address-malformed': 'Adressen går inte att använda. Skriv en enda e-postadress, till exempel registrator@region.se.',
  'address-unchanged': 'Det är den adress som redan gäller. Bekräfta den i stället om den är kontrollerad.',
  'address-changed': 'Adressen har ändrats sedan du öppnade sidan. Ladda om, kontrollera den nya adressen och bekräfta den.',
  'address-confirmed-already': 'Adressen är redan bekräftad.',
} satisfies Record<WhyNot, string>

export const texts = {
  roles: {
    'secretariat-officer': 'Handläggare på kansliet',
    'secretariat-head': 'Kanslichef',
    registrar: 'Registrator',
    'regional-officer': 'Handläggare i regionen',
    endorser: 'Beslutsfattare',
    reader: 'Läsare',
    operator: 'Driftansvarig',
  } satisfies Record<Role, string>,
  kinds: {
    region: 'Region',
    area: 'Samverkansregion',
    secretariat: 'Kansli',
    authority: 'Myndighet',
    association: 'Organisation',
  } satisfies Record<OrgKind, string>,
  confirmedHow: {
    telephone: 'per telefon',
    mail: 'genom svar på e-post',
    known: 'känd sedan tidigare',
  } satisfies Record<ConfirmedHow, string>,
}
