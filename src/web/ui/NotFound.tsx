import { homeOf, orgOf } from '../paths.ts'
import { usePlace } from '../router.tsx'
import { texts } from '../texts.ts'
import { LinkButton } from './Link.tsx'
import { PageHead } from './PageHead.tsx'

/** What does not exist and what one may not see look the same. */
export function NotFound() {
  const org = orgOf(usePlace().path)
  return (
    <>
      <PageHead title={texts.notFoundTitle} state={texts.notFound} />
      {org === undefined ? (
        <LinkButton href="/" outside>
          {texts.toStart}
        </LinkButton>
      ) : (
        <LinkButton href={homeOf(org)}>{texts.toStart}</LinkButton>
      )}
    </>
  )
}
