/** Utskick 1: the text of a made-up consultation. Fourteen avsnitt with the author's own numbering, as pasted from Word. */
export const title = 'DEMO: Ledningsmodell för hälso- och sjukvården över hotskalan'

export const letter = `Härmed ges samtliga regioner tillfälle att yttra sig över ett påhittat förslag till ledningsmodell för den regionala hälso- och sjukvården vid händelser över hela hotskalan.

Förslaget har beretts av en arbetsgrupp med deltagare från alla samverkansregioner. Synpunkter önskas avsnitt för avsnitt, gärna med förslag till ny lydelse. Det går lika bra att lämna ett eget yttrande.

Texten är skriven för demonstration och har inget samband med något verkligt ärende.`

export const sections = `1 Bakgrund och syfte
Regionerna har ett ansvar att planera för hälso- och sjukvård vid fredstida krissituationer, höjd beredskap och krig. Modeller för ledning skiljer sig åt mellan regionerna, vilket försvårar samverkan när en händelse berör flera regioner samtidigt.
Syftet med ledningsmodellen är att ge ett gemensamt språk och gemensamma gränssnitt, inte att ersätta regionernas egna beslut om organisation.

2 Utgångspunkter
Modellen utgår från ansvarsprincipen: den som har ansvar för en verksamhet under normala förhållanden har det också vid en händelse. Varje region beslutar själv om sin ledning.
Följande utgångspunkter gäller:
- Ledningen ska kunna växla upp och ned utan att organisationen byter form.
- Beslut dokumenteras så att de kan följas i efterhand.
- Samma begrepp används på alla nivåer.

3 Ledningsnivåer
Modellen har tre nivåer: strategisk, operativ och taktisk. Nivåerna beskriver uppgifter och inte befattningar.

3.1 Strategisk nivå
Den strategiska nivån anger inriktning, prioriterar mellan verksamheter och svarar för kontakten med andra regioner, länsstyrelsen och nationella myndigheter.

3.2 Operativ nivå
Den operativa nivån omsätter inriktningen i uppgifter, fördelar resurser och håller en samlad lägesbild. En operativ stab ska kunna verka uthålligt under minst 30 dygn.

3.3 Taktisk nivå
Den taktiska nivån leder arbetet i den egna verksamheten och rapporterar avvikelser till den operativa nivån två gånger per dygn.

4 Beslutsstöd och lägesbild
En gemensam lägesbild ska kunna delas mellan regioner inom samma samverkansregion inom två timmar från det att en händelse har konstaterats.
Lägesbilden innehåller som minst följande uppgifter:
Uppgift\tUppdateras\tAnsvarig nivå
Tillgängliga vårdplatser\tVar fjärde timme\tOperativ
Bemanning per verksamhet\tVarje dygn\tTaktisk
Pågående stöd till andra\tVid förändring\tStrategisk

5 Inriktande och samordnande funktion
Varje samverkansregion utser en inriktande och samordnande funktion som kan sammankallas inom en timme, dygnet runt.

6 Stab och uthållighet
Regionen bör ha utbildad personal för minst tre fullständiga stabsskift. Regioner får komma överens om gemensam bemanning av stabsfunktioner.

7 Samverkan med länsstyrelse och civilområde
Modellen beskriver var i ledningsstrukturen kontakten med länsstyrelsen och civilområdesansvarig sker. Kontaktvägarna prövas minst en gång per år.

8 Samband och reservrutiner
Ledningen ska kunna verka utan allmänna elektroniska kommunikationer i minst 72 timmar. Reservrutiner på papper finns på varje ledningsplats.

9 Utbildning och övning
Befattningshavare i stab utbildas före första tjänstgöring och övas minst en gång vartannat år. Övningar planeras gemensamt i samverkansregionen.

10 Uppföljning
Ledningsmodellen följs upp två år efter att den har antagits av respektive region.

11 Ekonomiska konsekvenser
Förslaget bedöms rymmas inom regionernas befintliga ramar, med undantag för utbildning av stabspersonal där behovet varierar mellan regionerna.`

export const questions = [
  { type: 'yes-no', text: 'Har regionen i dag en stabsfunktion som kan verka dygnet runt?', help: '', required: true },
  {
    type: 'whole-number',
    text: 'Hur många personer har regionen utbildat för stabstjänst?',
    help: 'Räkna dem som kan tjänstgöra utan ytterligare utbildning.',
    unit: 'personer',
    required: true,
  },
  {
    type: 'one-of',
    text: 'När bedömer regionen att modellen kan vara införd?',
    help: '',
    choices: ['Inom sex månader', 'Inom ett år', 'Inom två år', 'Senare än två år'],
    required: true,
  },
  {
    type: 'several-of',
    text: 'Vilket stöd behöver regionen för att införa modellen?',
    help: 'Välj alla som stämmer.',
    choices: ['Utbildningsmaterial', 'Gemensamma övningar', 'Juridiskt stöd', 'Mallar för stabsarbete', 'Inget särskilt stöd'],
    required: false,
  },
  {
    type: 'kronor',
    text: 'Uppskattad kostnad för utbildning av stabspersonal det första året',
    help: 'Påhittade belopp i demonstrationen.',
    required: false,
  },
  { type: 'long-text', text: 'Vad skulle ytterligare behöva regleras i modellen?', help: '', required: false },
]

/** Remarks and proposed wordings by avsnitt number, for several regions to make. */
export const remarks: Record<string, { remark: string; wording?: string }[]> = {
  '1': [
    { remark: 'Syftet är väl beskrivet. Regionen vill att det framgår tydligare att modellen inte påverkar politiska beslutsvägar.' },
    { remark: 'Bra ansats. Förhållandet till regionernas katastrofmedicinska planer bör nämnas redan här.' },
  ],
  '2': [
    {
      remark: 'Geografiskt områdesansvar bör nämnas vid sidan av ansvarsprincipen.',
      wording:
        'Modellen utgår från ansvarsprincipen: den som har ansvar för en verksamhet under normala förhållanden har det också vid en händelse. Det geografiska områdesansvaret påverkas inte. Varje region beslutar själv om sin ledning.',
    },
    { remark: 'Punkten om att växla upp och ned är den viktigaste. Den bör stå först och förklaras.' },
  ],
  '3.2': [
    {
      remark: 'Trettio dygn är mer än vad mindre regioner klarar med egen personal.',
      wording:
        'Den operativa nivån omsätter inriktningen i uppgifter, fördelar resurser och håller en samlad lägesbild. En operativ stab ska, egen eller gemensam med andra regioner, kunna verka uthålligt under minst 14 dygn.',
    },
    {
      remark: 'Uthålligheten bör uttryckas som mål och inte som krav.',
      wording:
        'Den operativa nivån omsätter inriktningen i uppgifter, fördelar resurser och håller en samlad lägesbild. En operativ stab bör kunna verka uthålligt under minst 30 dygn.',
    },
  ],
  '3.3': [{ remark: 'Rapportering två gånger per dygn är för tätt i ett långvarigt läge. Intervallet bör kunna anpassas.' }],
  '4': [
    {
      remark: 'Två timmar är inte realistiskt nattetid.',
      wording:
        'En gemensam lägesbild ska kunna delas mellan regioner inom samma samverkansregion inom fyra timmar från det att en händelse har konstaterats.',
    },
    { remark: 'Uppgifter om vårdplatser hämtas redan i dag i andra system. Dubbel rapportering måste undvikas.' },
  ],
  '5': [{ remark: 'Regionen anser att sammankallande funktion bör kunna rotera mellan regionerna.' }],
  '6': [
    { remark: 'Tre fullständiga skift kräver ekonomiska resurser som inte är finansierade.' },
    { remark: 'Gemensam bemanning är en förutsättning för mindre regioner och bör beskrivas närmare.' },
  ],
  '8': [
    {
      remark: 'Reservrutinerna bör övas årligen.',
      wording:
        'Ledningen ska kunna verka utan allmänna elektroniska kommunikationer i minst 72 timmar. Reservrutiner på papper finns på varje ledningsplats och prövas minst en gång per år.',
    },
  ],
  '9': [{ remark: 'Gemensam planering av övningar välkomnas. Kostnadsfördelningen mellan regionerna behöver klaras ut.' }],
  '11': [
    { remark: 'Regionen delar inte bedömningen att förslaget ryms inom befintliga ramar.' },
    { remark: 'Finansieringsprincipen bör tillämpas. En samlad kostnadsberäkning saknas.' },
  ],
}
