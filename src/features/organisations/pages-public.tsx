import { publicTexts as texts } from './texts-public.ts'

type Text = { title: string; lead: string; sections: readonly { heading: string; paragraphs: readonly string[] }[] }

function TextPage({ title, lead, sections }: Text) {
  return (
    <>
      <h1>{title}</h1>
      <p>{lead}</p>
      {sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </>
  )
}

export function About() {
  return <TextPage {...texts.about} />
}

export function Help() {
  return <TextPage {...texts.help} />
}

export function Accessibility() {
  return <TextPage {...texts.accessibility} />
}
