/** The accounts of the demonstration city; they sign in by a link from the local mailbox. `who` is printed at start. */
export const demonstrationAccounts = [
  { email: 'ouder@demo.example', name: 'Fatima de Wit', who: 'ouder van Sara (8) en Amir (13)' },
  { email: 'ouder2@demo.example', name: 'Joost van Dijk', who: 'ouder van Lotte (9)' },
  { email: 'school@demo.example', name: 'Marieke Smits', who: 'basisschool in West' },
  { email: 'vo@demo.example', name: 'Peter Janssen', who: 'middelbare school' },
  { email: 'aanbieder@demo.example', name: 'Samira Haddad', who: 'aanbieder van activiteiten' },
  { email: 'aanmelder@demo.example', name: 'Bram Willems', who: 'aanbieder die op een besluit wacht' },
  { email: 'team@demo.example', name: 'Anne Vermeulen', who: 'programmateam van de gemeente' },
] as const

/** BRIN of the two schools to which the demonstration children and school accounts belong. */
export const demonstrationSchools = { primary: '13WW', secondary: '17KF' } as const
