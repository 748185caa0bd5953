/** Invented organisations. Number 0 belongs to aanbieder@demo.example. */
export const providers: { name: string; bring: string }[] = [
  { name: 'Sportvereniging De Stuiterbal', bring: 'Neem sportkleding en schone gymschoenen mee.' },
  { name: 'Sportschool Stevig', bring: 'Neem sportkleding en een flesje water mee.' },
  { name: 'Dansschool De Draaimolen', bring: 'Trek iets aan waarin je goed kunt bewegen.' },
  { name: 'Buurthuis Samen', bring: 'Je hoeft niets mee te nemen.' },
  { name: 'Muziekschool De Toonladder', bring: 'Een instrument krijg je van ons te leen.' },
  { name: 'Theaterwerkplaats Het Luik', bring: 'Trek kleren aan die vies mogen worden.' },
  { name: 'Atelier De Kwast', bring: 'Materiaal is er. Trek oude kleren aan.' },
  { name: 'Bibliotheek De Leeshoek', bring: 'Je hoeft niets mee te nemen.' },
  { name: 'Techniekclub De Vonk', bring: 'Een laptop of tablet krijg je van ons te leen.' },
  { name: 'Leerplein Plus', bring: 'Neem een pen en een schrift mee.' },
  { name: 'Stadsboerderij Het Hoefje', bring: 'Trek laarzen en een jas aan: we zijn veel buiten.' },
  { name: 'Werkplaats Morgen', bring: 'Trek stevige schoenen aan.' },
]

/** An organisation that applied and waits for the programme team. It belongs to aanmelder@demo.example. */
export const waitingProvider = {
  name: 'Schaakclub De Witte Toren',
  email: 'aanmelder@demo.example',
  contactName: 'Bram Willems',
  phone: '073 555 01 99',
  chamberNumber: '90000012',
  website: null,
  offers:
    'Schaken leren voor kinderen van 7 tot en met 12 jaar, een uur na school. Wij hebben twee begeleiders en twaalf borden.',
}
