import { Route } from '@solidjs/router'
import { type Component, lazy } from 'solid-js'
import CataloguePage from './catalogue/CataloguePage.tsx'
import OfferingPage from './catalogue/OfferingPage.tsx'
import HowItWorksPage from './how-it-works/HowItWorksPage.tsx'
import words from './i18n/nl/public.json'
import NotFoundPage from './not-found/NotFoundPage.tsx'
import { ClientOnly } from './ui/client-only.tsx'
import { LoadingBlock } from './ui/state-blocks.tsx'

/** Pages behind sign-in load after mount: the first visit does not carry them. */
const later = (load: () => Promise<{ default: Component }>): Component => {
  const Page = lazy(load)
  return () => (
    <ClientOnly component={Page}>
      <div class="wrap">
        <LoadingBlock label={words.loading} />
      </div>
    </ClientOnly>
  )
}

const SignIn = later(() => import('./sign-in/SignInPage.tsx'))
const SignInLink = later(() => import('./sign-in/SignInLinkPage.tsx'))
const OpenIdReturn = later(() => import('./sign-in/OpenIdReturnPage.tsx'))
const Account = later(() => import('./account/AccountPage.tsx'))
const EmailChange = later(() => import('./account/EmailChangePage.tsx'))
const Children = later(() => import('./families/ChildrenPage.tsx'))
const Child = later(() => import('./families/ChildPage.tsx'))
const Alternatives = later(() => import('./families/AlternativesPage.tsx'))
const Week = later(() => import('./families/WeekPage.tsx'))
const Notices = later(() => import('./notices/NoticesPage.tsx'))
const School = later(() => import('./school/TimetablePage.tsx'))
const SchoolClashes = later(() => import('./school/ClashesPage.tsx'))
const Pupils = later(() => import('./school/PupilsPage.tsx'))
const PupilImport = later(() => import('./school/ImportPage.tsx'))
const Groups = later(() => import('./school/GroupsPage.tsx'))
const NextYear = later(() => import('./school/NextYearPage.tsx'))
const ClaimCodes = later(() => import('./school/CodesPage.tsx'))
const SchoolPlaces = later(() => import('./holds/SchoolPlacesPage.tsx'))
const InvitePupils = later(() => import('./holds/InvitePupilsPage.tsx'))
const EnrolPupils = later(() => import('./school/EnrolPage.tsx'))
const ClassResult = later(() => import('./school/ClassResultPage.tsx'))
const Consent = later(() => import('./consents/ConsentPage.tsx'))
const Claim = later(() => import('./claims/ClaimPage.tsx'))
const Provider = later(() => import('./provider/OfferingsPage.tsx'))
const ProviderOffering = later(() => import('./provider/OfferingPage.tsx'))
const Invitation = later(() => import('./invitations/InvitationPage.tsx'))
const SchoolStaff = later(() => import('./staff/SchoolStaffPage.tsx'))
const ProviderStaff = later(() => import('./staff/ProviderStaffPage.tsx'))
const Team = later(() => import('./staff/TeamPage.tsx'))
const Apply = later(() => import('./provider/ApplyPage.tsx'))
const Organisation = later(() => import('./provider/OrganisationPage.tsx'))
const Programme = later(() => import('./programme/ProvidersPage.tsx'))
const ProgrammeProvider = later(() => import('./programme/ProviderPage.tsx'))
const ProgrammeChildren = later(() => import('./programme/ChildrenPage.tsx'))
const ProgrammeSchools = later(() => import('./programme/SchoolsPage.tsx'))
const ProgrammeJobs = later(() => import('./programme/JobsPage.tsx'))
const PairCode = later(() => import('./together/PairCodePage.tsx'))
const Swap = later(() => import('./together/SwapPage.tsx'))
const Periods = later(() => import('./periods/PeriodsPage.tsx'))
const ProgrammeLog = later(() => import('./programme/LogPage.tsx'))
const ProgrammeSettings = later(() => import('./programme/SettingsPage.tsx'))
const OfferedPlace = later(() => import('./waiting-list/PlacePage.tsx'))

export function Routes() {
  return (
    <>
      <Route path="/" component={CataloguePage} />
      <Route path="/aanbod/:id" component={OfferingPage} />
      <Route path="/hoe-werkt-het" component={HowItWorksPage} />
      <Route path="/inloggen" component={SignIn} />
      <Route path="/inloggen/link" component={SignInLink} />
      <Route path="/inloggen/terug/:provider" component={OpenIdReturn} />
      <Route path="/account" component={Account} />
      <Route path="/account/adres" component={EmailChange} />
      <Route path="/mijn-kinderen" component={Children} />
      <Route path="/mijn-kinderen/:id" component={Child} />
      <Route path="/iets-anders" component={Alternatives} />
      <Route path="/uitnodiging" component={Invitation} />
      <Route path="/mijn-week" component={Week} />
      <Route path="/berichten" component={Notices} />
      <Route path="/school" component={School} />
      <Route path="/school/rooster" component={School} />
      <Route path="/school/botsingen" component={SchoolClashes} />
      <Route path="/school/leerlingen" component={Pupils} />
      <Route path="/school/leerlingen/bestand" component={PupilImport} />
      <Route path="/school/groepen" component={Groups} />
      <Route path="/school/groepen/volgend-jaar" component={NextYear} />
      <Route path="/school/leerlingen/codes" component={ClaimCodes} />
      <Route path="/school/plekken" component={SchoolPlaces} />
      <Route path="/school/plekken/:id" component={InvitePupils} />
      <Route path="/school/inschrijven" component={EnrolPupils} />
      <Route path="/school/inschrijven/:id" component={ClassResult} />
      <Route path="/toestemming" component={Consent} />
      <Route path="/code" component={Claim} />
      <Route path="/aanbieder" component={Provider} />
      <Route path="/aanbieder/aanbod/:id" component={ProviderOffering} />
      <Route path="/school/collegas" component={SchoolStaff} />
      <Route path="/aanbieder/collegas" component={ProviderStaff} />
      <Route path="/gemeente/team" component={Team} />
      <Route path="/aanbieder/gegevens" component={Organisation} />
      <Route path="/aanbieder-worden" component={Apply} />
      <Route path="/gemeente" component={Programme} />
      <Route path="/gemeente/aanbieders/:id" component={ProgrammeProvider} />
      <Route path="/gemeente/kinderen" component={ProgrammeChildren} />
      <Route path="/gemeente/scholen" component={ProgrammeSchools} />
      <Route path="/gemeente/taken" component={ProgrammeJobs} />
      <Route path="/samen" component={PairCode} />
      <Route path="/ruilen/:id" component={Swap} />
      <Route path="/gemeente/periodes" component={Periods} />
      <Route path="/gemeente/logboek" component={ProgrammeLog} />
      <Route path="/gemeente/instellingen" component={ProgrammeSettings} />
      <Route path="/plek" component={OfferedPlace} />
      <Route path="*" component={NotFoundPage} />
    </>
  )
}
