/** The family's name within our PDF files: one that no computer has of its own, so that no other font is ever taken for it. */
export const PDF_FAMILY = 'NSPL Sans PDF'

/**
 * The one Typst program there is. What a document says comes as JSON in `sys.inputs` and is set as text: nothing that anybody wrote is
 * ever read as markup. There is no fallback font, so that a file never depends on what a computer happens to have installed.
 */
export const TYPST = String.raw`
#let data = json(bytes(sys.inputs.data))
#let quiet = rgb("55606A")
#let rule = 0.5pt + rgb("BCC6CF")
#let shades = (header: rgb("E3EAF0"), light: rgb("F3F6F8"), accent: rgb("FFF3D1"))
#let sides = (left: left, right: right, center: center)

#set document(title: data.title, author: data.creator)
#set text(font: "${PDF_FAMILY}", size: 10.5pt, fill: rgb("1B1F23"), lang: "sv", region: "SE", fallback: false, hyphenate: false)
#set par(leading: 0.6em, spacing: 1.05em)
#set list(marker: text("–"), body-indent: 8pt, spacing: 0.7em)
#set enum(body-indent: 6pt, spacing: 0.7em)
#show heading: set text(fill: rgb("17324D"), weight: "bold")
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading.where(level: 3): set text(size: 11pt)
#show heading.where(level: 1): set block(above: 23pt, below: 11pt)
#show heading.where(level: 2): set block(above: 18pt, below: 9pt)
#show heading.where(level: 3): set block(above: 14pt, below: 9pt)
#show title: set text(size: 22pt, fill: rgb("17324D"), weight: "bold")
#show title: set par(leading: 0.4em)
#show title: set block(above: 6pt, below: 12pt, sticky: true)

#let run(it) = {
  if "n" in it { return linebreak() }
  let out = text(it.t)
  if "i" in it { out = text(style: "italic", out) }
  if "b" in it { out = text(weight: "bold", out) }
  if "x" in it { out = strike(text(fill: quiet, out)) }
  out
}
#let runs(all) = all.map(run).join()
#let counted(it) = if it.ordered {
  enum(start: it.start, numbering: if it.letters { "a)" } else { "1." }, ..it.items.map(item => enum.item(runs(item))))
} else {
  list(..it.items.map(item => list.item(runs(item))))
}
#let cell(it, content) = table.cell(
  colspan: it.span,
  align: sides.at(it.align) + top,
  breakable: it.breakable,
  fill: if it.shade == none { none } else { shades.at(it.shade) },
  if it.bold { strong(content) } else { content },
)
#let stroke-of(look) = if look == "boxed" { rule } else { (x: none, y: rule) }
#let inner-table(it) = block(width: 100%, above: 6pt, below: 6pt, {
  let rows = it.rows.map(row => row.map(runs))
  set text(size: 9.5pt)
  set par(leading: 0.5em)
  table(
    columns: it.columns * (1fr,),
    stroke: rule,
    inset: (x: 4pt, y: 4pt),
    ..if it.header { (table.header(..rows.first().map(title => table.cell(fill: shades.header, strong(title)))),) } else { () },
    ..(if it.header { rows.slice(1) } else { rows }).flatten().map(content => table.cell(content)),
  )
})
#let blocks(all) = for it in all {
  if it.type == "paragraph" { par(runs(it.runs)) } else if it.type == "list" { counted(it) } else { inner-table(it) }
}
#let whole-table(it) = block(width: 100%, above: 8pt, below: 14pt, breakable: it.breakable, {
  set text(size: 9.5pt)
  set par(leading: 0.52em, spacing: 0.75em)
  table(
    columns: it.widths.map(width => width * 1fr),
    stroke: stroke-of(it.look),
    inset: (x: 5pt, top: 4.5pt, bottom: 4.5pt),
    ..if it.titles == none { () } else {
      (table.header(repeat: it.repeat, ..it.titles.map(title => table.cell(
        align: sides.at(title.align) + bottom, fill: shades.header, strong(runs(title.runs))))),)
    },
    ..it.rows.flatten().map(one => cell(one, if "blocks" in one { blocks(one.blocks) } else { runs(one.runs) })),
  )
})
#let signatures(it) = grid(
  columns: (1fr, 1fr),
  column-gutter: 25pt,
  ..it.places.map(words => block(breakable: false, above: 0pt, width: 100%, {
    v(38pt)
    set text(size: 9.5pt)
    set par(spacing: 0.6em)
    block(width: 100%, stroke: (top: 0.75pt), inset: (top: 5pt), for line in words { par(runs(line)) })
  })),
)
#let paragraph(it) = {
  let styled = (
    normal: content => content,
    lead: content => text(size: 12pt, content),
    note: content => text(size: 9pt, fill: quiet, content),
    quote: content => block(inset: (left: 12pt, right: 14pt, y: 1pt), stroke: (left: 1.5pt + rgb("BCC6CF")), content),
  )
  block(sticky: it.sticky, (styled.at(it.style))(par(runs(it.runs))))
}
#let part(it) = {
  if it.type == "heading" { heading(level: it.level, text(it.text)) }
  else if it.type == "paragraph" { paragraph(it) }
  else if it.type == "blocks" { blocks(it.blocks) }
  else if it.type == "list" { counted(it) }
  else if it.type == "table" {
    if it.caption != none { block(sticky: true, above: 12pt, below: 6pt, par(strong(text(size: 10pt, it.caption)))) }
    whole-table(it)
  }
  else if it.type == "signatures" { signatures(it) }
  else { pagebreak(weak: true) }
}
#let line-of(left, right) = grid(columns: (1fr, auto), column-gutter: 12pt, left, right)

#let front = {
  title()
  if data.subtitle != none { block(sticky: true, below: 14pt, par(text(size: 13pt, fill: quiet, data.subtitle))) }
  if data.facts.len() > 0 {
    block(width: 100%, above: 10pt, below: 16pt, {
      set text(size: 9.5pt)
      set par(leading: 0.52em)
      table(
        columns: (29fr, 71fr),
        stroke: (x: none, y: rule),
        inset: (x: 0pt, y: 4.5pt),
        ..data.facts.map(fact => (table.cell(strong(runs(fact.first()))), table.cell(runs(fact.last())))).flatten(),
      )
    })
  }
}
#for (at, stretch) in data.stretches.enumerate() {
  page(
    paper: "a4",
    flipped: stretch.flipped,
    margin: (x: 62.35pt, top: 74pt, bottom: 66pt),
    header-ascent: 16pt,
    footer-descent: 14pt,
    header: {
      set text(size: 8.5pt, fill: quiet)
      block(width: 100%, stroke: (bottom: rule), inset: (bottom: 5pt), line-of(text(data.header.left), text(data.header.right)))
    },
    footer: context {
      set text(size: 8.5pt, fill: quiet)
      let pages = [#text(data.page) #here().page() #text(data.of) #counter(page).final().first()]
      block(width: 100%, stroke: (top: rule), inset: (top: 5pt), line-of(text(data.footer), pages))
    },
    {
      if at == 0 { front }
      for it in stretch.parts { part(it) }
    },
  )
}
`
