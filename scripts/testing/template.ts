/** The database that tests copy. In a file of its own: every integration test loads it, and nothing else with it. */
export const TEMPLATE = 'sluice_template';
