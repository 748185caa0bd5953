import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { newestLink, signIn } from './sign-in.ts'

/** A device with a finger on it, as Chromium plays it. */
async function addDevice(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, authenticatorId }
}

async function signInAt(page: Page, button: string, person: string): Promise<void> {
  await page.goto('/inloggen')
  await page.getByRole('button', { name: button }).click()
  await expect(page.getByRole('heading', { name: 'Wie bent u?' })).toBeVisible()
  await page.getByRole('button', { name: person }).click()
}

const part = (page: Page, name: string) => page.getByRole('region', { name })

test('a member of the team signs in by OpenID, makes a passkey, and the second time signs in with it', async ({
  page,
  browser,
}) => {
  const { cdp, authenticatorId } = await addDevice(page)
  await page.goto('/inloggen')
  await expect(page.getByRole('button', { name: 'Inloggen met DigiD' })).toBeVisible()
  await expectAccessible(page)
  await signInAt(page, 'Inloggen bij de gemeente', 'Anne Vermeulen')
  await expect(page).toHaveURL(/\/gemeente$/)
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn account' })).toBeVisible()
  // The same account as with a link in the mail, whatever the case of the address.
  await expect(page.getByText('team@demo.example')).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await expectAccessible(page)

  const passkeys = part(page, 'Passkeys')
  await passkeys.getByLabel('Naam van de passkey').fill('')
  await passkeys.getByRole('button', { name: 'Maak een passkey op dit apparaat' }).click()
  await expect(
    passkeys.getByRole('link', { name: 'Vul een naam in van hoogstens 100 letters.' }),
  ).toBeVisible()
  await passkeys.getByLabel('Naam van de passkey').fill('Laptop van Anne')
  await passkeys.getByRole('button', { name: 'Maak een passkey op dit apparaat' }).click()
  await expect(passkeys.getByText('De passkey is gemaakt.')).toBeVisible()
  await passkeys.getByRole('button', { name: 'Andere naam: Laptop van Anne' }).click()
  await passkeys.getByLabel('Nieuwe naam voor Laptop van Anne').fill('Werklaptop')
  await passkeys.getByRole('button', { name: 'Bewaar naam' }).click()
  await expect(passkeys.getByText('Werklaptop', { exact: true })).toBeVisible()
  await expectAccessible(page)
  // The same device does not make a second one.
  await passkeys.getByRole('button', { name: 'Maak een passkey op dit apparaat' }).click()
  await expect(passkeys.getByText('Op dit apparaat staat al een passkey')).toBeVisible()

  await page.getByRole('button', { name: 'Uitloggen' }).click()
  await expect(page.getByRole('link', { name: 'Inloggen' })).toBeVisible()
  await page.goto('/inloggen?next=/account')
  // A finger that is not known, first.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
  await expect(page.getByText('U bent gestopt, of het duurde te lang.')).toBeVisible()
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn account' })).toBeVisible()
  await expect(part(page, 'Passkeys').getByText(/Laatst gebruikt op/)).toBeVisible()

  // Signed in elsewhere too: seen here, and ended from here.
  const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (Android 15; Mobile) Firefox/140.0' })
  const phone = await other.newPage()
  await signIn(phone, 'team@demo.example')
  await page.reload()
  const sessions = part(page, 'Waar u bent ingelogd')
  await expect(sessions.getByText('met een passkey').first()).toBeVisible()
  await sessions.getByRole('button', { name: 'Log hier uit: Firefox op Android' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Log hier uit: Firefox op Android' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Log hier uit' }).click()
  await expect(sessions.getByText('Op dat apparaat bent u nu uitgelogd.')).toBeVisible()
  await phone.goto('/account')
  await expect(phone.getByText('Log in om deze pagina te zien.')).toBeVisible()
  await other.close()

  await part(page, 'Passkeys').getByRole('button', { name: 'Haal weg: Werklaptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Haal weg' }).click()
  await expect(page.getByText('De passkey is weggehaald.')).toBeVisible()
  await sessions.getByRole('button', { name: 'Log overal uit' }).click()
  await expect(page.getByRole('dialog').getByText(/ook op dit apparaat/)).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Log overal uit' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
  await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
  await expect(page.getByText('Deze passkey werkt hier niet.')).toBeVisible()
})

test('a parent comes through a broker without a mail address, is led to a first step, and gives an address', async ({
  page,
}, { project }) => {
  await signInAt(page, 'Inloggen met DigiD', 'Stop')
  await expect(page.getByText('U bent niet ingelogd: het inloggen is gestopt of geweigerd.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Terug naar inloggen' }).click()
  await signInAt(page, 'Inloggen met DigiD', 'Nieuwe ouder')
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn kinderen' })).toBeVisible()
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  const first = part(page, 'Waarmee wilt u beginnen?')
  await expect(first.getByRole('link', { name: 'Zet uw kind erbij' })).toHaveAttribute(
    'href',
    '/mijn-kinderen',
  )
  await expect(first.getByRole('link', { name: 'Code van school' })).toHaveAttribute('href', '/code')
  await expect(first.getByRole('link', { name: 'Meld uw organisatie aan' })).toHaveAttribute(
    'href',
    '/aanbieder-worden',
  )
  await expect(page.getByRole('region', { name: 'Passkeys' })).toHaveCount(0)
  await expectAccessible(page)

  // The only way in cannot be taken away.
  const ways = part(page, 'Andere manieren om in te loggen')
  await ways.getByRole('button', { name: 'Koppel los: Inloggen met DigiD' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Koppel los' }).click()
  await expect(ways.getByText('Dit is uw enige manier om in te loggen.')).toBeVisible()
  const details = part(page, 'Uw gegevens')
  await details.getByLabel('Uw naam').fill(`Ouder ${project.name}`)
  await details.getByRole('button', { name: 'Bewaar naam' }).click()
  await expect(details.getByText('Uw naam is bewaard.')).toBeVisible()

  const email = `via-digid-${project.name}@voorbeeld.nl`
  await details.getByRole('button', { name: /e-mailadres/ }).click()
  await details.getByLabel('Nieuw e-mailadres').fill('geen adres')
  await details.getByRole('button', { name: 'Stuur de link' }).click()
  await expect(details.getByRole('link', { name: /Vul een e-mailadres in/ })).toBeVisible()
  await details.getByLabel('Nieuw e-mailadres').fill(email)
  await details.getByRole('button', { name: 'Stuur de link' }).click()
  await expect(details.getByText(`We hebben een link gestuurd naar ${email}.`)).toBeVisible()
  await page.goto(await newestLink(page.context(), email))
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Gebruik dit e-mailadres' }).click()
  await expect(page.getByText(`Uw e-mailadres is nu ${email}.`)).toBeVisible()
  await page.getByRole('link', { name: 'Naar uw account' }).click()
  await expect(part(page, 'Uw gegevens').getByText(email)).toBeVisible()
  await expect(part(page, 'Uw gegevens').getByLabel('Uw naam')).toHaveValue(`Ouder ${project.name}`)
})

test('a parent links another way to sign in, uses it, and takes it away', async ({ page }) => {
  await signIn(page, 'ouder2@demo.example')
  await page.goto('/account')
  const ways = part(page, 'Andere manieren om in te loggen')
  await ways.getByRole('button', { name: 'Koppel: Inloggen met DigiD' }).click()
  await page.getByRole('button', { name: 'Ouder die koppelt' }).click()
  await expect(ways.getByText(/Gekoppeld op/)).toBeVisible()
  await page.getByRole('button', { name: 'Uitloggen' }).click()
  await expect(page.getByRole('link', { name: 'Inloggen' })).toBeVisible()
  // Signed out at the provider too.
  await page.context().clearCookies()
  await signInAt(page, 'Inloggen met DigiD', 'Ouder die koppelt')
  await expect(page.getByRole('button', { name: 'Uitloggen' })).toBeVisible()
  await page.goto('/account')
  await expect(page.getByText('ouder2@demo.example')).toBeVisible()
  await ways.getByRole('button', { name: 'Koppel los: Inloggen met DigiD' }).click()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Koppel los' }).click()
  await expect(ways.getByText('De koppeling is weg.')).toBeVisible()
})
