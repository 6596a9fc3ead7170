/** Has it the two parts that every connection string of Azure Communication Services has? Only HTTPS: the key signs, but the mail is readable. */
export function isCommunicationConnectionString(text: string): boolean {
  return /^\s*endpoint=https:\/\/[^;]+;\s*accesskey=[^;]+/i.test(text);
}
