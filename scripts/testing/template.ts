/** The database that those of tests are copies of; alone here, for each test file reads it before all else. */
export const TEMPLATE = 'sluice_template';
