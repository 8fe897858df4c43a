export interface Invitation {
  readonly organization: string;
  /** Null: into the organisation itself. */
  readonly project: string | null;
  readonly invitedBy: string;
  readonly role: 'admin' | 'internal' | 'freelancer' | 'client' | 'viewer';
  readonly code: string;
  readonly expiresAt: Date;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const MAY: Readonly<Record<Invitation['role'], string>> = {
  admin: 'to run it with all rights',
  internal: 'to work on all its projects',
  freelancer: 'to write its scripts',
  client: 'to review its scripts',
  viewer: 'to read its scripts',
};

/** The mail that holds an invitation's code. Names come from people: they are one line each, and escaped. */
export function invitationText(invitation: Invitation): MailText {
  const organization = oneLine(invitation.organization);
  const invitedBy = oneLine(invitation.invitedBy);
  const where = invitation.project === null ? organization : `${oneLine(invitation.project)} (${organization})`;
  const day = invitation.expiresAt.toISOString().slice(0, 10);
  const paragraphs = [
    `${invitedBy} invites you to ${where} in Galley, ${MAY[invitation.role]}.`,
    'Open Galley, choose "I have a code" and type:',
    invitation.code,
    `The code works once, until ${day}. If you did not expect this mail, do nothing: without the code nothing happens.`,
  ];
  const html = paragraphs.map((text) =>
    text === invitation.code
      ? `<p style="font:600 20px monospace;letter-spacing:1px">${escaped(text)}</p>`
      : `<p>${escaped(text)}</p>`,
  );
  return {
    subject: `${invitedBy} invites you to ${organization}`,
    text: `${paragraphs.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font:16px sans-serif">${html.join('')}</body></html>`,
  };
}

/** Line feeds and other control characters would end a header, or a sentence. */
function oneLine(name: string): string {
  return name
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
