/** Utskick 2, 3, 4, 8 and 13 of the demonstration. All texts, numbers and persons are made up. */

export const processes = {
  title: 'DEMO: Besluts- och beredningsprocesser vid katastroftillstånd och hjälpanmälan',
  letter: `Regionerna ges tillfälle att yttra sig över ett påhittat förslag till gemensamma steg när en region överväger att besluta om katastroftillstånd och när en hjälpanmälan förbereds.

Svaren sammanställs avsnitt för avsnitt och läggs fram för chefsgruppen.`,
  sections: `§ 1 Tillämpning
Processen används när en region bedömer att den egna förmågan inte räcker till och att ett beslut om katastroftillstånd kan bli aktuellt.

§ 2 Beredning
Tjänsteman i beredskap kallar till ett beredningsmöte inom 60 minuter. Mötet dokumenteras i en mall som är gemensam för alla regioner.

§ 3 Beslut
Beslut fattas av det organ som regionen själv har bestämt. Regionen anger i förväg vem som är ersättare.

§ 4 Hjälpanmälan
En hjälpanmälan lämnas till Socialstyrelsen enligt de föreskrifter som gäller. En kopia lämnas för kännedom till regionerna i samma samverkansregion.

§ 5 Avveckling
Tillståndet upphör genom ett nytt beslut. En första utvärdering lämnas inom fyra veckor.`,
  questions: [
    { type: 'yes-no', text: 'Har regionen en beslutad ersättarordning?', help: '', required: true },
    { type: 'short-text', text: 'Vilket organ beslutar i regionen?', help: '', required: false },
  ],
  remarks: {
    '§ 2': [
      {
        remark: 'Sextio minuter är för kort tid utanför kontorstid.',
        wording:
          'Tjänsteman i beredskap kallar till ett beredningsmöte inom 90 minuter. Mötet dokumenteras i en mall som är gemensam för alla regioner.',
      },
      {
        remark: 'Regionen föreslår en längre tidsgräns.',
        wording:
          'Tjänsteman i beredskap kallar till ett beredningsmöte inom 90 minuter. Mötet dokumenteras i en mall som är gemensam för alla regioner.',
      },
      { remark: 'Mallen bör kunna användas på papper.' },
    ],
    '§ 3': [{ remark: 'Det bör framgå att regionstyrelsen alltid ska informeras.' }],
    '§ 4': [
      {
        remark: 'Kopian bör gå till alla regioner och inte bara till den egna samverkansregionen.',
        wording:
          'En hjälpanmälan lämnas till Socialstyrelsen enligt de föreskrifter som gäller. En kopia lämnas för kännedom till samtliga regioner.',
      },
      { remark: 'Sekretessfrågan när kopior lämnas behöver beskrivas.' },
    ],
    '§ 5': [{ remark: 'Fyra veckor är kort om händelsen har varit omfattande. Sex veckor vore rimligare.' }],
  } as Record<string, { remark: string; wording?: string }[]>,
}

export const plan = {
  title: 'DEMO: Verksamhetsplan 2027, förankring',
  letter:
    'Ett påhittat utkast till verksamhetsplan för 2027 lämnas för synpunkter. Prioriteringarna har tagits fram i dialog med nätverken.',
  sections: `1 Inriktning
Året inriktas på att pröva det som har tagits fram under 2026 i övningar tillsammans med regionerna.

2 Prioriterade uppdrag
1. Införa ledningsmodellen i de regioner som vill.
2. Ta fram underlag för gemensam utbildning av stabspersonal.
3. Beskriva regionernas behov av gemensamma förråd i övergripande termer.

3 Resurser
Kansliet har sex anställda och kompletteras med inlån från regionerna.

4 Uppföljning
Planen följs upp i september och i årsredovisningen.`,
  questions: [
    {
      type: 'one-of',
      text: 'Vilket uppdrag är viktigast för regionen?',
      help: '',
      choices: ['Ledningsmodell', 'Utbildning', 'Förråd'],
      required: true,
    },
  ],
  remarks: {
    '2': [
      { remark: 'Utbildningen bör komma först, övriga uppdrag bygger på den.' },
      {
        remark: 'Regionen vill att övning av reservrutiner läggs till.',
        wording: 'Ta fram underlag för gemensam utbildning av stabspersonal och för övning av reservrutiner.',
      },
    ],
    '3': [{ remark: 'Omfattningen av inlån bör framgå, så att regionerna kan planera.' }],
  } as Record<string, { remark: string; wording?: string }[]>,
}

export const exercises = {
  title: 'DEMO: Planerade övningar i katastrofmedicin 2027',
  letter:
    'Uppgifterna används för att samordna övningar mellan regionerna. Ange bara övningar som är öppna att berätta om. Lägg inte in uppgifter om sårbarheter.',
  questions: [
    {
      type: 'whole-number',
      text: 'Hur många övningar i katastrofmedicin planerar regionen under 2027?',
      help: '',
      unit: 'övningar',
      required: true,
    },
    {
      type: 'whole-number',
      text: 'Hur många deltog i övningar under 2026?',
      help: 'Ungefärligt antal räcker.',
      unit: 'deltagare',
      required: true,
    },
    {
      type: 'group',
      text: 'Övningar som andra regioner är välkomna till',
      help: 'En rad per övning.',
      itemName: 'Övning',
      required: false,
      questions: [
        { type: 'short-text', text: 'Övningens namn', help: '', required: true },
        { type: 'date', text: 'Första dag', help: '', required: false },
        { type: 'one-of', text: 'Form', help: '', choices: ['Simulering', 'Fältövning', 'Seminarium'], required: false },
      ],
    },
    { type: 'yes-no', text: 'Vill regionen vara värd för en gemensam övning?', help: '', required: false },
  ],
}

export const annualReport = {
  title: 'DEMO: Årsredovisning 2025',
  letter:
    'Den påhittade årsredovisningen för 2025 har fastställts i dag och översänds för kännedom. Inget svar begärs. Bekräfta gärna mottagandet med ert diarienummer.',
}

export const stoppedAtTheDoor = {
  title: 'DEMO: Sammanställning av reservkraftens brister',
  letter:
    'Utkastet visar vad som händer när en klass ligger över vad installationen får hantera: det kan inte skickas, och sidan säger varför.',
}

export const ownStatement = (region: string, title: string) =>
  `${region}\n\nYttrande över ${title}\n\n${region} tillstyrker förslaget i huvudsak. Regionen vill särskilt framhålla att tidsgränserna bör vara längre utanför kontorstid och att mallarna ska kunna användas på papper.\n\nYttrandet är påhittat och hör till demonstrationen.\n`

export const comments = {
  support: 'Regionen ställer sig bakom förslaget.',
  'support-with-remarks': 'Regionen är positiv till förslaget som helhet och lämnar synpunkter på enskilda avsnitt.',
  oppose: 'Regionen anser att förslaget behöver omarbetas innan det kan antas. Ekonomiska konsekvenser är otillräckligt belysta.',
  'no-objection': '',
  abstain: '',
} as const

export const boards = ['Regionstyrelsen', 'Hälso- och sjukvårdsnämnden', 'Regionstyrelsens arbetsutskott'] as const

export const correction = 'Tabellen i bilaga 3 hade en felaktig rubrik. Bilagan har ersatts. Innehållet i övrigt är oförändrat.'
export const attachmentNames = {
  original: 'Remissversion.docx',
  first: 'Arbetsgruppens sammansättning.docx',
  second: 'Begreppslista.docx',
  secondCorrected: 'Begreppslista, rättad.docx',
} as const
