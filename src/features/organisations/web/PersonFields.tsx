import { rolesFor } from '../rules.ts'
import { texts } from '../texts.ts'
import { personTexts as words } from '../texts-web.ts'
import type { FieldFault } from '../../../web/ui/Form.tsx'
import { Select } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { allOrganisations, organisationKind } from './all-organisations.ts'
import type { MandateDraft, PersonDraft } from './person-form.ts'

const faultOf = (faults: readonly FieldFault[], field: string) => faults.find((fault) => fault.field === field)?.text

type PersonProps = { value: PersonDraft; onChange: (value: PersonDraft) => void; faults: readonly FieldFault[] }

export function PersonFields({ value, onChange, faults }: PersonProps) {
  const set = (patch: Partial<PersonDraft>) => onChange({ ...value, ...patch })
  return (
    <>
      <TextField
        label={words.name}
        name="name"
        autoComplete="off"
        value={value.name}
        onChange={(name) => set({ name })}
        error={faultOf(faults, 'name')}
      />
      <TextField
        label={words.email}
        name="email"
        type="email"
        autoComplete="off"
        hint={words.emailHint}
        value={value.email}
        onChange={(email) => set({ email })}
        error={faultOf(faults, 'email')}
      />
      <TextField
        label={words.phone}
        name="phone"
        type="tel"
        autoComplete="off"
        optional
        value={value.phone}
        onChange={(phone) => set({ phone })}
        error={faultOf(faults, 'phone')}
      />
    </>
  )
}

type MandateProps = {
  value: MandateDraft
  onChange: (value: MandateDraft) => void
  faults: readonly FieldFault[]
  /** Chooses among all organisations; else the mandate is for the acting one. */
  choosesOrg: boolean
}

export function MandateFields({ value, onChange, faults, choosesOrg }: MandateProps) {
  const set = (patch: Partial<MandateDraft>) => onChange({ ...value, ...patch })
  const kind = value.org === null ? undefined : organisationKind(value.org)
  const roles = kind === undefined ? [] : rolesFor(kind)
  return (
    <>
      {choosesOrg && (
        <Select
          label={words.org}
          name="org"
          value={value.org}
          placeholder={words.orgPlaceholder}
          choices={allOrganisations.map(({ org, name }) => ({ value: org, label: name }))}
          onChange={(org) => {
            const next = organisationKind(org)
            set({ org, role: value.role && next && rolesFor(next).includes(value.role) ? value.role : null })
          }}
          error={faultOf(faults, 'org')}
        />
      )}
      <Select
        label={words.role}
        name="role"
        value={value.role}
        placeholder={kind === undefined ? words.roleAfterOrg : words.rolePlaceholder}
        choices={roles.map((role) => ({ value: role, label: texts.roles[role] }))}
        onChange={(role) => set({ role })}
        error={faultOf(faults, 'role')}
      />
      <TextField
        label={words.titleField}
        name="title"
        hint={words.titleHint}
        autoComplete="off"
        maxLength={200}
        optional
        value={value.title}
        onChange={(title) => set({ title })}
      />
      <DayField
        label={words.fromOn}
        name="fromOn"
        value={value.fromOn}
        onChange={(fromOn) => set({ fromOn })}
        error={faultOf(faults, 'fromOn')}
      />
      <DayField
        label={words.toOn}
        name="toOn"
        optional
        value={value.toOn}
        onChange={(toOn) => set({ toOn })}
        error={faultOf(faults, 'toOn')}
      />
    </>
  )
}
