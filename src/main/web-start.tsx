import { SecretariatPage } from '../features/replies/web/SecretariatPage.tsx'
import { JournalLine } from '../features/upkeep/web/JournalLine.tsx'

/** The secretariat's start page: its own work, and under it how the journal fares. Features that know nothing of each other meet here. */
export function SecretariatStart() {
  return (
    <>
      <SecretariatPage />
      <JournalLine />
    </>
  )
}
