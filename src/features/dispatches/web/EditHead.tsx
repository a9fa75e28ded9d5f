import { useState } from 'react'
import { CLASSES, isAbove } from '../../../lib/class.ts'
import { AREAS, type OrgCode, OTHER_ORGANISATIONS, REGIONS, SECRETARIAT } from '../../../lib/regions.ts'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { CheckboxGroup, Checkbox, RadioGroup, Select } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { isMailAddress } from '../../organisations/rules.ts'
import { organisationName, recipientOrgs } from '../rules-recipients.ts'
import { type DispatchContent, KINDS, OTHERS_VISIBLE, type RecipientChoice } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { readerTexts } from '../texts-web.ts'

export type PartProps = { content: DispatchContent; onChange: (patch: Partial<DispatchContent>) => void }

const MOST_TITLE = 200

export function EditKind({ content, onChange }: PartProps) {
  return (
    <RadioGroup
      label={texts.kind}
      labelHidden
      name="kind"
      value={content.kind}
      choices={KINDS.map((value) => ({ value, label: readerTexts.kinds[value], help: texts.kindHelp[value] }))}
      onChange={(kind) => onChange({ kind })}
    />
  )
}

export function EditTitle({ content, onChange }: PartProps) {
  return (
    <>
      <TextField
        label={texts.title}
        name="title"
        hint={texts.titleHint}
        value={content.title}
        onChange={(title) => onChange({ title })}
        error={content.title.length > MOST_TITLE ? texts.titleTooLong : undefined}
      />
      <TextField
        label={texts.caseNumber}
        name="caseNumber"
        hint={
          <>
            {texts.caseNumberHint}
            {content.title.trim() !== '' && !content.caseNumber?.trim() && <span className="careful"> {texts.caseNumberNeeded}</span>}
          </>
        }
        width="half"
        maxLength={60}
        value={content.caseNumber ?? ''}
        onChange={(caseNumber) => onChange({ caseNumber: caseNumber === '' ? null : caseNumber })}
      />
    </>
  )
}

export function EditDay({ content, onChange }: PartProps) {
  return (
    <DayField
      label={texts.lastDay}
      labelHidden
      name="lastDay"
      hint={texts.lastDayHint}
      value={content.lastDay}
      onChange={(lastDay) => onChange({ lastDay })}
      workingDay
    />
  )
}

const CHOICES = ['all-regions', 'area', 'picked'] as const satisfies readonly RecipientChoice['choice'][]
const OTHERS = OTHER_ORGANISATIONS.filter(({ code }) => code !== SECRETARIAT)

export function EditRecipients({ content: { recipients }, onChange }: PartProps) {
  const set = (orgs: readonly OrgCode[]) => onChange({ recipients: { choice: recipients.choice, orgs: [...orgs] } })
  const isOther = (org: OrgCode) => OTHERS.some(({ code }) => code === org)
  return (
    <>
      <RadioGroup
        label={texts.recipients}
        labelHidden
        name="recipients"
        value={recipients.choice}
        choices={CHOICES.map((value) => ({ value, label: texts.recipientChoice[value] }))}
        // Whoever picks begins with the area that stood there, or with nobody: taking away twenty is more work than adding two.
        onChange={(choice) =>
          onChange({ recipients: { choice, orgs: choice === 'picked' && recipients.choice === 'area' ? recipientOrgs(recipients) : [] } })
        }
      />
      {recipients.choice === 'area' && (
        <CheckboxGroup
          label={texts.areas}
          name="recipient-areas"
          values={recipients.orgs}
          choices={AREAS.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={set}
        />
      )}
      {recipients.choice === 'picked' && (
        <>
          <div className="row">
            <Button small onPress={() => set([...REGIONS.map(({ code }) => code), ...recipients.orgs.filter(isOther)])}>
              {texts.pickAll}
            </Button>
            <Button small onPress={() => set(recipients.orgs.filter(isOther))}>
              {texts.pickNone}
            </Button>
          </div>
          <div className="edit-many">
            <CheckboxGroup
              label={texts.regions}
              name="recipient-regions"
              values={recipients.orgs}
              choices={REGIONS.map(({ code, shortName }) => ({ value: code, label: shortName }))}
              onChange={(orgs) => set([...orgs, ...recipients.orgs.filter(isOther)])}
            />
          </div>
          <CheckboxGroup
            label={texts.otherOrganisations}
            name="recipient-others"
            values={recipients.orgs}
            choices={OTHERS.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(orgs) => set([...recipients.orgs.filter((org) => !isOther(org)), ...orgs])}
          />
        </>
      )}
      <p role="status">
        {texts.recipientCount(recipientOrgs(recipients).length)}
        {recipients.choice === 'area' && recipients.orgs.length > 0 && ` ${recipientOrgs(recipients).map(organisationName).join(', ')}.`}
      </p>
    </>
  )
}

const isMalformed = (email: string) => email.trim() !== '' && !isMailAddress(email.trim())

export function EditContact({ content, onChange }: PartProps) {
  const { contact } = content
  // Half an address is no fault while it is being typed.
  const [leftEmail, setLeftEmail] = useState(contact.email)
  const set = (patch: Partial<DispatchContent['contact']>) => onChange({ contact: { ...contact, ...patch } })
  return (
    <>
      <TextField
        label={texts.contactName}
        name="contact-name"
        width="half"
        maxLength={200}
        value={contact.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={texts.contactPhone}
        name="contact-phone"
        type="tel"
        width="half"
        maxLength={40}
        value={contact.phone}
        onChange={(phone) => set({ phone })}
      />
      <TextField
        label={texts.contactEmail}
        name="contact-email"
        type="email"
        width="half"
        maxLength={254}
        value={contact.email}
        onChange={(email) => set({ email })}
        onBlur={() => setLeftEmail(contact.email)}
        error={leftEmail === contact.email && isMalformed(contact.email) ? texts.contactEmailMalformed : undefined}
      />
      <TextField
        label={texts.suggestedFunction}
        name="suggestedFunction"
        hint={texts.suggestedFunctionHint}
        optional
        width="half"
        maxLength={200}
        value={content.suggestedFunction}
        onChange={(suggestedFunction) => onChange({ suggestedFunction })}
      />
      <Checkbox
        label={texts.personalData}
        name="personalData"
        checked={content.personalData}
        onChange={(personalData) => onChange({ personalData })}
      />
    </>
  )
}

export function EditClass({ content, onChange }: PartProps) {
  const { installation } = useMe()
  const allowed = CLASSES.filter((one) => !isAbove(one, installation.classCeiling) || one === content.class)
  return (
    <Select
      label={texts.class}
      name="class"
      hint={texts.classHint}
      value={content.class}
      choices={allowed.map((value) => ({ value, label: readerTexts.classes[value] }))}
      onChange={(value) => onChange({ class: value })}
    />
  )
}

export function EditOthers({ content, onChange }: PartProps) {
  return (
    <RadioGroup
      label={texts.others}
      name="othersVisible"
      value={content.othersVisible}
      choices={OTHERS_VISIBLE.map((value) => ({ value, label: readerTexts.othersVisible[value] }))}
      onChange={(othersVisible) => onChange({ othersVisible })}
    />
  )
}
