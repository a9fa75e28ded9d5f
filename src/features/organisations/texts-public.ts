type Section = { heading: string; paragraphs: readonly string[] }
type Text = { title: string; lead: string; sections: readonly Section[] }

export const publicTexts = {
  about: {
    title: 'Om plattformen',
    lead: 'NSPL är regionernas gemensamma funktion för att planera hälso- och sjukvården inför höjd beredskap och krig. Plattformen är dess arbetsverktyg.',
    sections: [
      {
        heading: 'Vad den är till för',
        paragraphs: [
          'Kansliet skickar ut remisser, enkäter och underlag till de 21 regionerna. Regionerna bereder, beslutar och svarar. Alla ser vad som väntar på dem själva, och kansliet ser vilka som har svarat.',
          'NSPL samordnar och förbereder men beslutar inte åt någon. Varje region är sin egen: utkast och intern beredning ser bara regionen själv.',
        ],
      },
      {
        heading: 'Allmänna handlingar',
        paragraphs: [
          'Svar som lämnas kommer in till värdregionen, Region Uppsala, och kan begäras ut där. De kan ersättas eller kompletteras men inte tas tillbaka. Registratorn i varje region får handlingarna per e-post, färdiga att registrera.',
        ],
      },
      {
        heading: 'Personuppgifter',
        paragraphs: [
          'Plattformen sparar namn, e-postadress, eventuellt telefonnummer och uppdrag för dem som arbetar i den, och vad var och en har gjort. Uppgifterna används bara för arbetet här. Inga uppgifter går till någon annan än den som driver installationen, och inga besökare följs.',
          'En enda kaka används: den som håller dig inloggad.',
        ],
      },
      {
        heading: 'Vad som inte får finnas här',
        paragraphs: ['Säkerhetsskyddsklassificerade uppgifter får inte läggas in. De hanteras i andra system.'],
      },
    ],
  },

  help: {
    title: 'Hjälp',
    lead: 'Kort hjälp för den som kommer hit då och då.',
    sections: [
      {
        heading: 'Logga in',
        paragraphs: [
          'Skriv din e-postadress i tjänsten. Du får en kod med sex siffror, som gäller i tio minuter och en gång. Kommer ingen kod: titta i skräpposten, och fråga sedan kansliet eller en kollega om du är inlagd under Personer.',
        ],
      },
      {
        heading: 'Registrator',
        paragraphs: [
          'Allt du behöver för att registrera står i mejlet: avsändare, ärendemening, kansliets diarienummer, handlingar och sista svarsdag. Du behöver inte logga in för att registrera.',
          'Logga gärna in och välj Bekräfta mottagande, och ange ert diarienummer. Då ser kansliet att handlingen kommit fram, och slipper ringa.',
          'Kontrollera under Registratorsadresser att er adress stämmer.',
        ],
      },
      {
        heading: 'Handläggare i regionen',
        paragraphs: [
          'Under Min region står vad som väntar och till när. Öppna utskicket och fyll i svaret avsnitt för avsnitt, eller ladda upp ert eget yttrande. Båda sätten räknas lika.',
          'Det du skriver sparas medan du skriver och syns bara för er. Först när ni väljer Lämna svar går det till kansliet. Efteråt kan svaret ersättas eller kompletteras.',
          'Nya kollegor lägger du in under Personer.',
        ],
      },
      {
        heading: 'Beslutsfattare',
        paragraphs: [
          'Den som beslutar om svaret anges i fältet Beslutat av: nämnd eller styrelse, eller en person på delegation, med datum och paragraf. Beslutet fattas hos er; här antecknas det.',
        ],
      },
      {
        heading: 'Kvittens och journal',
        paragraphs: [
          'Till varje utskick och lämnat svar finns en kvittens att spara i ärendet: den visar vad som lämnades, när och av vem, och går att kontrollera utan plattformen. På sidan Journal, längst ned på varje sida, ser ni er organisations logg, och där hämtar registratorn eller handläggaren hela paketet med loggen och handlingarna.',
        ],
      },
      {
        heading: 'När något inte går',
        paragraphs: [
          'Varje knapp som inte går att använda säger varför. Fungerar inte plattformen alls går det lika bra att svara per e-post eller brev: kansliet för in svaret åt er och ni ombeds bekräfta det.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Tillgänglighet',
    lead: 'Plattformen ska kunna användas av alla. Målet är WCAG 2.2 på nivå AA och lagen (2018:1937) om tillgänglighet till digital offentlig service.',
    sections: [
      {
        heading: 'Hur tillgänglig den är',
        paragraphs: [
          'Sidorna provas automatiskt i varje ny version, med bara tangentbord, i ljust och mörkt läge och ned till 320 bildpunkters bredd. Ingen oberoende granskning är gjord än, så det kan finnas brister som vi inte känner till.',
          'Inloggningen, hjälpen och den här sidan fungerar utan JavaScript. Övriga sidor behöver JavaScript.',
          'Bifogade filer som regioner och andra har lagt in kan ha brister som vi inte råder över.',
        ],
      },
      {
        heading: 'Säg till om något inte fungerar',
        paragraphs: [
          'Hör av dig till kansliet, eller till den som driver installationen, om något är svårt att använda eller om du behöver innehållet i annan form. Den som driver installationen ska fylla på den här sidan med egna kontaktuppgifter och datum för granskning innan den tas i drift.',
        ],
      },
      {
        heading: 'Tillsyn',
        paragraphs: [
          'Myndigheten för digital förvaltning, Digg, har tillsyn över lagen. Är du inte nöjd med svaret kan du anmäla det till Digg.',
        ],
      },
    ],
  },
} satisfies Record<'about' | 'help' | 'accessibility', Text>
