import { type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Block } from '../lib/blocks.ts'
import { type Day, day, startOfDay } from '../lib/day.ts'
import { HOST_REGION, orgCode, SECRETARIAT } from '../lib/regions.ts'
import { Layout } from './Layout.tsx'
import { paths } from './paths.ts'
import { Router, startRouter } from './router.tsx'
import { type Me, MeProvider } from './session.tsx'
import { texts } from './texts.ts'
import { galleryTexts as words } from './texts-gallery.ts'
import { BlocksView } from './ui/BlocksView.tsx'
import { Button } from './ui/Button.tsx'
import { Checkbox, CheckboxGroup, RadioGroup, Select } from './ui/Choices.tsx'
import { DayField } from './ui/DayField.tsx'
import { Dialog } from './ui/Dialog.tsx'
import { Diff } from './ui/Diff.tsx'
import { ExplainedButton } from './ui/ExplainedButton.tsx'
import { FileField } from './ui/FileField.tsx'
import { ErrorSummary } from './ui/Form.tsx'
import { Link, LinkButton } from './ui/Link.tsx'
import { Notice } from './ui/Notice.tsx'
import { NumberField } from './ui/NumberField.tsx'
import { PageHead } from './ui/PageHead.tsx'
import { ConflictChoice, SaveState } from './ui/SaveState.tsx'
import { SidePanel } from './ui/SidePanel.tsx'
import { CopyButton, EmptyState, Moment } from './ui/Small.tsx'
import { type Status, StatusSign } from './ui/StatusSign.tsx'
import { Progress, Steps } from './ui/Steps.tsx'
import { Facts, Table } from './ui/Table.tsx'
import { TextArea, TextField } from './ui/TextField.tsx'

const me: Me = {
  person: { id: '0', name: words.person },
  acting: { org: SECRETARIAT, kind: 'secretariat', roles: ['secretariat-officer'] },
  mandates: [
    { org: SECRETARIAT, kind: 'secretariat', roles: ['secretariat-officer'] },
    { org: HOST_REGION, kind: 'region', roles: ['registrar'] },
    { org: orgCode('12'), kind: 'region', roles: ['regional-officer', 'endorser'] },
  ],
  installation: { demo: true, classCeiling: 'open' },
  today: day('2026-03-20'),
}

const NAV = [
  { href: paths.secretariat(), text: texts.nav.secretariat },
  { href: paths.matrix(), text: texts.nav.matrix },
  { href: paths.outgoing(), text: texts.nav.outgoing },
  { href: paths.register(), text: texts.nav.register },
]
const STATUSES: Status[] = ['not-asked', 'not-started', 'received', 'draft', 'waiting', 'done', 'done-late', 'late', 'withdrawn']
const [start, stress, end, first, second, head, unit, name, measure] = words.blocks.map((text) => ({ text }))
const text = (inline: { text: string } | undefined, more: { bold?: true } = {}) => ({ text: inline?.text ?? '', ...more })
const BLOCKS: Block[] = [
  { id: '1', type: 'paragraph', content: [text(start), text(stress, { bold: true }), text(end)] },
  { id: '2', type: 'list', ordered: true, letters: true, items: [[text(first)], [text(second)]] },
  {
    id: '3',
    type: 'table',
    header: true,
    rows: [
      [[text(head)], [text(unit)]],
      [[text(name)], [text(measure)]],
    ],
  },
]

function Fields() {
  const [title, setTitle] = useState('')
  const [remark, setRemark] = useState(words.remarkText)
  const [amount, setAmount] = useState<number | null>(12_500_000)
  const [lastDay, setLastDay] = useState<Day | null>(day('2026-04-03'))
  const [meeting, setMeeting] = useState<Day | null>(day('2026-03-20'))
  const [stance, setStance] = useState<string | null>('oppose')
  const [how, setHow] = useState<string | null>(null)
  const [areas, setAreas] = useState(['12'])
  const [isPreliminary, setPreliminary] = useState(true)
  const [region, setRegion] = useState<string | null>(null)
  return (
    <div className="columns">
      <div>
        <TextField
          label={words.name}
          name="title"
          hint={words.nameHint}
          error={title === '' ? words.nameError : undefined}
          value={title}
          onChange={setTitle}
        />
        <TextArea label={words.remark} name="remark" optional value={remark} onChange={setRemark} />
        <NumberField label={words.amount} name="amount" unit="kr" value={amount} onChange={setAmount} />
        <DayField label={words.lastDay} name="last-day" value={lastDay} onChange={setLastDay} workingDay />
        <DayField label={words.laterDay} name="meeting" value={meeting} onChange={setMeeting} />
        <Select label={words.region} name="region" value={region} choices={words.regions} onChange={setRegion} />
      </div>
      <div>
        <RadioGroup label={words.stance} name="stance" value={stance} choices={words.stances} onChange={setStance} />
        <RadioGroup
          label={words.how}
          name="how"
          direction="horizontal"
          error={words.nameError}
          value={how}
          choices={words.hows}
          onChange={setHow}
        />
        <CheckboxGroup label={words.areas} name="areas" direction="horizontal" values={areas} choices={words.regions} onChange={setAreas} />
        <Checkbox label={words.yes} name="preliminary" help={words.yesHelp} checked={isPreliminary} onChange={setPreliminary} />
        <FileField
          label={words.files}
          name="files"
          files={[
            { id: '1', name: 'yttrande.pdf', bytes: 1_234_567, state: 'ready', href: '#' },
            { id: '2', name: 'bilaga-1.docx', bytes: 34_567, state: 'uploading', progress: 0.4 },
            { id: '3', name: words.refused, bytes: 12, state: 'refused', reason: words.refusal },
          ]}
          onAdd={() => undefined}
          onRename={() => undefined}
          onRemove={() => undefined}
        />
      </div>
    </div>
  )
}

function Gallery() {
  const [panel, setPanel] = useState(false)
  const [dialog, setDialog] = useState(false)
  const [faults, setFaults] = useState<{ field: string; text: string }[]>([])
  const [titleHead, dayHead, stateHead, countHead] = words.heads
  return (
    <>
      <PageHead
        title={words.title}
        state={
          <>
            {words.state} <SaveState status={{ kind: 'saved', at: startOfDay(me.today) }} />
          </>
        }
        back={{ href: '/kansli/utskick', text: words.tableCaption }}
        actions={
          <>
            <Button onPress={() => setPanel(true)}>{words.openPanel}</Button>
            <Button
              kind="primary"
              onPress={() =>
                setFaults([
                  { field: 'title', text: words.nameError },
                  { field: 'how', text: words.nameError },
                ])
              }
            >
              {words.send}
            </Button>
          </>
        }
      />
      <ErrorSummary errors={faults} />
      <div className="with-panel">
        <div>
          <div className="row">
            <Button kind="danger" onPress={() => setDialog(true)}>
              {words.openDialog}
            </Button>
            <Button kind="quiet">{words.quiet}</Button>
            <Button small>{words.preview}</Button>
            <Button busy>{words.preview}</Button>
            <LinkButton href="/kansli">{words.preview}</LinkButton>
            <ExplainedButton kind="primary" whyNot={words.whyNot}>
              {words.send}
            </ExplainedButton>
          </div>
          <Steps
            steps={words.steps.map((step, place) => ({
              name: step,
              state: place < 1 ? 'done' : place === 1 ? 'current' : 'ahead',
              note: place < 2 ? words.person : undefined,
            }))}
          />
          {(['info', 'warning', 'success', 'error'] as const).map((kind) => (
            <Notice key={kind} kind={kind} title={words.noticeTitle}>
              <p>
                {words.noticeText} <Link href="/kansli">{words.preview}</Link>
              </p>
            </Notice>
          ))}
          <div className="row">
            {STATUSES.map((status) => (
              <StatusSign key={status} status={status} />
            ))}
          </div>
          <Section title={words.tableCaption}>
            <Table
              caption={words.tableCaption}
              captionHidden
              columns={[
                { head: titleHead, rowHead: true, cell: ([title]) => <Link href="/kansli">{title}</Link> },
                { head: dayHead, cell: ([, last]) => last },
                { head: stateHead, cell: ([, , status]) => <StatusSign status={status} /> },
                { head: countHead, align: 'end', cell: ([, , , count]) => <Progress done={Number(count)} total={21} /> },
              ]}
              rows={words.rows}
              rowKey={([title]) => title}
            />
            <EmptyState>{words.empty}</EmptyState>
          </Section>
          <Facts
            items={[
              [words.factTerms[0], <CopyButton key="copy" text={words.caseNumber} label={words.caseNumber} />],
              [words.factTerms[1], words.decidedBy],
              [words.factTerms[2], <Moment key="at" at="2026-03-20T09:42:00Z" />],
            ]}
          />
          <Section title={words.fieldsTitle}>
            <Fields />
          </Section>
          <Diff before={words.before} after={words.after} />
          <ConflictChoice mine={words.before} theirs={words.after} savedBy={words.person} onChoose={() => undefined} />
          <SaveState status={{ kind: 'kept', here: true, sentence: undefined }} />
          <BlocksView blocks={BLOCKS} />
        </div>
        {panel && (
          <SidePanel title={words.panel} onClose={() => setPanel(false)}>
            <StatusSign status="waiting" />
            <p>{words.noticeText}</p>
            <Button>{words.preview}</Button>
          </SidePanel>
        )}
      </div>
      <Dialog
        open={dialog}
        title={words.dialog}
        onClose={() => setDialog(false)}
        actions={
          <Button kind="danger" onPress={() => setDialog(false)}>
            {words.delete}
          </Button>
        }
      >
        <p>{words.dialogText}</p>
      </Dialog>
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

await startRouter({ routes: [], prepare: async () => undefined })
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <Router>
      {() => (
        <MeProvider me={me}>
          <Layout me={me} nav={NAV} version="0.1.0" recheck={async () => false} journal={{ notice: null, line: null }}>
            <Gallery />
          </Layout>
        </MeProvider>
      )}
    </Router>,
  )
}
