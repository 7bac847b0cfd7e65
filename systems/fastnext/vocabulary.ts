/** Words that rows are made of: the nth of a list, over and over. The service's calls are drawn from them as well. */
export const words = {
  first_names: [
    ...['Ada', 'Amir', 'Bruno', 'Chen', 'Chloe', 'Dana', 'Elif', 'Emma', 'Farid', 'Grace', 'Hana', 'Ivan'],
    ...['Jonas', 'Kira', 'Lena', 'Luis', 'Mara', 'Noah', 'Olga', 'Priya', 'Rosa', 'Samir', 'Tom', 'Yuki'],
  ],
  last_names: [
    ...['Adams', 'Bauer', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jansen', 'Kaya', 'Larsen'],
    ...['Meyer', 'Novak', 'Okafor', 'Patel', 'Rossi', 'Sato', 'Silva', 'Tran', 'Weber', 'Yilmaz', 'Zhang'],
  ],
  domains: ['example.com', 'example.org', 'mail.example.net', 'corp.example.com', 'example.com'],
  /** What workflows connect to, the most used first: a few are in half of all templates, the last in hardly any. */
  connectors: [
    ...['slack', 'email', 'http', 'postgres', 'google_sheets', 'jira', 'github', 'salesforce', 'hubspot', 'stripe'],
    ...['zendesk', 'notion', 'airtable', 'trello', 'asana', 'mailchimp', 'shopify', 'twilio', 'sendgrid', 'dropbox'],
    ...[
      'google_drive',
      'outlook',
      'teams',
      'discord',
      'gitlab',
      'bitbucket',
      'jenkins',
      'pagerduty',
      'datadog',
      'sentry',
    ],
    ...['snowflake', 'bigquery', 'redshift', 'mysql', 'mongodb', 'elasticsearch', 'kafka', 'rabbitmq', 's3', 'sftp'],
    ...['quickbooks', 'xero', 'netsuite', 'sap', 'workday', 'bamboohr', 'greenhouse', 'docusign', 'box', 'zoom'],
    ...[
      'calendly',
      'typeform',
      'intercom',
      'freshdesk',
      'pipedrive',
      'zoho',
      'marketo',
      'braze',
      'segment',
      'mixpanel',
    ],
    ...['amplitude', 'looker', 'tableau', 'monday', 'clickup', 'linear', 'figma', 'miro', 'webflow', 'wordpress'],
    ...['magento', 'woocommerce', 'bigcommerce', 'square', 'paypal', 'adyen', 'klarna', 'wise', 'plaid', 'ramp'],
  ],
} as const

/** The nth word of a list, as `build.nth` has it. */
export function nth(list: keyof typeof words, id: number): string {
  const all = words[list]
  return all[id % all.length] ?? ''
}
