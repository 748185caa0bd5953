import { Hono } from 'hono'
import { accountRoutes } from './accounts/routes.ts'
import type { AppEnv, Dependencies } from './app-env.ts'
import { clashRoutes } from './calendar/routes.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import { claimRoutes } from './claims/routes.ts'
import { classEnrolmentRoutes } from './class-enrolments/routes.ts'
import { consentRoutes } from './consents/routes.ts'
import { enrolmentRoutes } from './enrolments/routes.ts'
import { togetherRoutes } from './enrolments/together-routes.ts'
import { guardianRoutes } from './families/guardian-routes.ts'
import { familyRoutes } from './families/routes.ts'
import { healthRoutes } from './health-routes.ts'
import { holdRoutes } from './holds/routes.ts'
import { allowedMethods } from './http/allowed-methods.ts'
import { onError } from './http/errors.ts'
import { openApi } from './http/openapi.ts'
import { Problem, problemResponse } from './http/problem.ts'
import { jsonOnly, sameOrigin, smallBody } from './http/request-guards.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { identify } from './http/session.ts'
import { invitationPlaceRoutes } from './invitations/place-routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { mailboxRoutes } from './mailbox/routes.ts'
import { noticeRoutes } from './notices/routes.ts'
import type { Pages } from './pages/pages.ts'
import { pageRoutes } from './pages/routes.ts'
import { pairCodeRoutes } from './pair-codes/routes.ts'
import { periodRoutes } from './periods/routes.ts'
import { placeRoutes } from './places/routes.ts'
import { programmeRoutes } from './programme/routes.ts'
import { settingsRoutes } from './programme/settings-routes.ts'
import { providerRoutes } from './providers/routes.ts'
import { pupilImportRoutes } from './pupils/imports/routes.ts'
import { pupilRoutes } from './pupils/routes.ts'
import { groupRoutes } from './schools/group-routes.ts'
import { schoolRoutes } from './schools/routes.ts'
import { openIdRoutes } from './sign-in/openid-routes.ts'
import { passkeyRoutes } from './sign-in/passkey-routes.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { staffRoutes } from './staff/routes.ts'
import { timetableRoutes } from './timetables/routes.ts'
import { waitingListRoutes } from './waiting-list/routes.ts'

/** Composes the rooms. Order matters: headers and log go around everything, guards come before any body is read. */
export function createApp(deps: Dependencies, pages: Pages | null = null): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(onError)
  app.use((c, next) => {
    c.set('deps', deps)
    c.set('actor', null)
    return next()
  })
  app.use(requestLog, securityHeaders, sameOrigin, jsonOnly, smallBody)

  const api = new Hono<AppEnv>()
    .use(identify(deps))
    .route('/', healthRoutes)
    .route('/', placeRoutes)
    .route('/', schoolRoutes)
    .route('/', groupRoutes)
    .route('/', pupilRoutes)
    .route('/', pupilImportRoutes)
    .route('/', claimRoutes)
    .route('/', timetableRoutes)
    .route('/', clashRoutes)
    .route('/', catalogueRoutes)
    .route('/', holdRoutes)
    .route('/', signInRoutes)
    .route('/', openIdRoutes)
    .route('/', passkeyRoutes)
    .route('/', sessionRoutes)
    .route('/', accountRoutes)
    .route('/', familyRoutes)
    .route('/', guardianRoutes)
    .route('/', invitationRoutes)
    .route('/', invitationPlaceRoutes)
    .route('/', staffRoutes)
    .route('/', enrolmentRoutes)
    .route('/', togetherRoutes)
    .route('/', pairCodeRoutes)
    .route('/', periodRoutes)
    .route('/', noticeRoutes)
    .route('/', classEnrolmentRoutes)
    .route('/', consentRoutes)
    .route('/', providerRoutes)
    .route('/', programmeRoutes)
    .route('/', jobRoutes)
    .route('/', waitingListRoutes)
    .route('/', providerRoutes)
    .route('/', programmeRoutes)
    .route('/', settingsRoutes)
  app.route('/api/v1', api)
  app.get('/api/v1/openapi.json', openApi(app))
  app.route('/dev/mailbox', mailboxRoutes)
  app.all('/api/*', allowedMethods(app))
  if (pages) app.route('/', pageRoutes(app, pages))
  app.notFound(() => problemResponse(new Problem('not-found')))
  return app
}

export type App = ReturnType<typeof createApp>
