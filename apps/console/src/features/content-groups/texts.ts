/** Texts of the content groups. */
export const contentGroupTexts = {
  title: 'Content groups',
  purpose: 'Pages under names, so that reports tell how much each part of your site is read.',
  example:
    '“Products” has products/* and offers.htm: the report Content groups shows their page views and visits as one.',
  groups: 'Groups, the first that has a page gets it',
  groupsAbout: 'Drag a group above another where both have a page. Pages in no group are shown as “Other”.',
  listLabel: 'Content groups in their order',
  emptyTitle: 'No groups yet',
  emptyText: 'Reports show single pages without them. Add a group for each part of your site that you want to compare.',
  add: 'Add a group',
  newGroup: 'the new group',
  remove: 'Remove {{name}}',
  field: {
    name: 'Name of the group',
    pages: 'Pages of the group',
    pagesHint: 'One pattern a line; * stands for anything.',
  },
  fault: {
    name: 'Give the group a name',
    pages: 'Name at least one page',
  },
  tester: {
    label: 'Try an address',
    placeholder: 'https://www.example.com/products/red-shoes',
    group: 'It belongs to {{name}}, by {{pattern}}.',
    other: 'It is in no group: reports count it as “Other”.',
  },
};
