/** School holidays of the region South; both dates included. Defaults that a school can change. */
export const schoolHolidays: { schoolYear: string; name: string; firstDate: string; lastDate: string }[] = [
  { schoolYear: '2025-2026', name: 'Herfstvakantie', firstDate: '2025-10-11', lastDate: '2025-10-19' },
  { schoolYear: '2025-2026', name: 'Kerstvakantie', firstDate: '2025-12-20', lastDate: '2026-01-04' },
  { schoolYear: '2025-2026', name: 'Voorjaarsvakantie', firstDate: '2026-02-14', lastDate: '2026-02-22' },
  { schoolYear: '2025-2026', name: 'Meivakantie', firstDate: '2026-04-25', lastDate: '2026-05-03' },
  { schoolYear: '2025-2026', name: 'Zomervakantie', firstDate: '2026-07-11', lastDate: '2026-08-23' },
  { schoolYear: '2026-2027', name: 'Herfstvakantie', firstDate: '2026-10-17', lastDate: '2026-10-25' },
  { schoolYear: '2026-2027', name: 'Kerstvakantie', firstDate: '2026-12-19', lastDate: '2027-01-03' },
  { schoolYear: '2026-2027', name: 'Voorjaarsvakantie', firstDate: '2027-02-13', lastDate: '2027-02-21' },
  { schoolYear: '2026-2027', name: 'Meivakantie', firstDate: '2027-04-24', lastDate: '2027-05-02' },
  { schoolYear: '2026-2027', name: 'Zomervakantie', firstDate: '2027-07-24', lastDate: '2027-09-05' },
  { schoolYear: '2027-2028', name: 'Herfstvakantie', firstDate: '2027-10-23', lastDate: '2027-10-31' },
  { schoolYear: '2027-2028', name: 'Kerstvakantie', firstDate: '2027-12-25', lastDate: '2028-01-09' },
  { schoolYear: '2027-2028', name: 'Voorjaarsvakantie', firstDate: '2028-02-26', lastDate: '2028-03-05' },
  { schoolYear: '2027-2028', name: 'Meivakantie', firstDate: '2028-04-29', lastDate: '2028-05-07' },
  { schoolYear: '2027-2028', name: 'Zomervakantie', firstDate: '2028-07-22', lastDate: '2028-09-03' },
]
