import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { Router } from '@solidjs/router'
import { ErrorBoundary, Suspense } from 'solid-js'
import words from './i18n/nl/public.json'
import { Layout } from './layout/layout.tsx'
import { MeContext } from './me.ts'
import { Routes } from './routes.tsx'
import { Alert, LoadingBlock } from './ui/state-blocks.tsx'

/** The whole of the pages, the same on the server and in the browser. */
export function App(props: { me: Me | null; url?: string }) {
  return (
    <MeContext.Provider value={props.me}>
      <Router
        {...(props.url ? { url: props.url } : {})}
        root={(inside) => (
          <Layout>
            <ErrorBoundary
              fallback={
                <div class="wrap narrow">
                  <Alert tone="error" title={words['failed.title']}>
                    <p>{words['failed.text']}</p>
                    <a href="/">{words['failed.again']}</a>
                  </Alert>
                </div>
              }
            >
              <Suspense fallback={<LoadingBlock label={words.loading} />}>{inside.children}</Suspense>
            </ErrorBoundary>
          </Layout>
        )}
      >
        <Routes />
      </Router>
    </MeContext.Provider>
  )
}
