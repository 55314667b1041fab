/** Texts of the lists of prospects and customers. */
export const customerTexts = {
  prospects: 'Prospects',
  customers: 'Customers',
  listLabel: { prospects: 'Visits of prospects, newest first', customers: 'Visits of customers, newest first' },
  from: 'From',
  to: 'To',
  allTime: 'All time',
  days: 'Days of the site’s time zone. A visit belongs to the day on which it began.',
  summary: {
    label: 'Sums of these days',
    prospects: 'Prospect visits',
    newProspects: 'New prospects',
    customers: 'Customer visits',
    newCustomers: 'New customers',
    revenue: 'Revenue',
  },
  column: {
    visitor: 'Visitor',
    started: 'Began',
    mark: 'Is',
    types: 'Prospect types',
    firstReferrer: 'First referrer',
    pages: 'Pages',
    visitNumber: 'Visit',
    revenue: 'Revenue',
    referrer: 'First referrer',
    visits: 'Visits',
    prospects: 'Prospects',
    customers: 'Customers',
  },
  direct: 'direct',
  referrers: 'What first referrers have brought',
  referrersAbout:
    'Prospects, customers and revenue are credited to where a visitor came from first of all. Since the beginning.',
  empty: {
    prospects: {
      title: 'No prospects in these days',
      text: 'Visitors become prospects when a prospect rule fires for them.',
    },
    customers: {
      title: 'No customers in these days',
      text: 'Visitors become customers when a prospect rule fires that flags as customer: on your thank-you page, for instance.',
    },
  },
  toRules: 'Prospect rules',
};
