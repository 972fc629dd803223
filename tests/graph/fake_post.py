"""Letters in a pretended Graph: sent as MIME, found again, and read."""

from __future__ import annotations

import base64
import binascii
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Final

from tests.graph.fake_calls import Answer, Call, operation
from tests.graph.fake_checks import Json
from tests.graph.fake_world import Failed, Letter, World, iso

_READS: Final = ("Mail.Read", "Mail.ReadWrite")
_EQUAL: Final = re.compile(r"internetMessageId eq '([^']+)'")
_SINCE: Final = re.compile(r"receivedDateTime g[et] ([0-9T:.Z+-]+)")


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def kept(world: World, mailbox: str, folder: str, raw: bytes) -> Letter:
    """Keep a letter in a folder."""
    read, number = parsed(raw), world.number()
    made = Letter(
        id=f"AAMkMSG{number:08d}=",
        mailbox=mailbox.casefold(),
        folder=folder,
        message_id=str(read.get("Message-ID", f"<made-{number}@example.org>")).strip(),
        subject=str(read.get("Subject", "")),
        raw=raw,
        at=world.now(),
        number=number,
    )
    with world.changed:
        world.letters.append(made)
        world.changed.notify_all()
    return made


@operation("sendMail", "POST", "MAILBOX/sendMail", "Mail.Send")
def send_mail(call: Call) -> Answer:
    if call.kind != "text/plain":
        said = call.json("/users/{user-id}/sendMail")
        if call.world.takes_mime:
            message = "This tenant is sent letters as MIME alone."
            raise Failed(400, "ErrorInvalidRequest", message)
        kept(call.world, call.mailbox, "sentitems", _put_together(call.mailbox, said))
        return Answer(202)
    if not call.world.takes_mime:
        raise Failed(415, "RequestBodyRead", "text/plain is not supported.")
    try:
        raw = base64.b64decode(call.body, validate=False)
    except binascii.Error as wrong:
        message = "Invalid base64 string for MIME content."
        raise Failed(400, "ErrorMimeContentInvalidBase64String", message) from wrong
    letter = parsed(raw)
    senders = [a for _, a in getaddresses([str(letter.get("From", ""))])]
    if [s.casefold() for s in senders] != [call.mailbox]:
        message = "The user account which was used to submit this request may not send."
        raise Failed(403, "ErrorSendAsDenied", message)
    if not getaddresses([str(letter.get("To", ""))]):
        raise Failed(400, "ErrorInvalidRecipients", "At least one recipient is needed.")
    kept(call.world, call.mailbox, "sentitems", raw)
    return Answer(202)


def _put_together(mailbox: str, said: Json) -> bytes:
    """Make a letter of its parts, as Graph does where it is not given one whole."""
    # Its description has it both ways, and Microsoft's library writes a capital.
    parts, letter = said.get("Message") or said["message"], EmailMessage()
    letter["From"], letter["Subject"] = mailbox, parts["subject"]
    to = [one["emailAddress"]["address"] for one in parts["toRecipients"]]
    letter["To"], letter["Message-ID"] = ", ".join(to), parts["internetMessageId"]
    letter.set_content(parts["body"]["content"])
    for file in parts.get("attachments", ()):
        letter.add_attachment(
            base64.b64decode(file["contentBytes"]),
            maintype="application",
            subtype="octet-stream",
            filename=file["name"],
        )
    return letter.as_bytes()


def _folder(call: Call) -> list[Letter]:
    folder = call.where.get("folder", "").casefold()
    found = [
        one
        for one in call.world.letters
        if one.mailbox == call.mailbox and folder in ("", one.folder)
    ]
    wanted = call.query.get("$filter", "")
    same, since = _EQUAL.search(wanted), _SINCE.search(wanted)
    if wanted and not (same or since):
        raise Failed(400, "ErrorInvalidUrlQueryFilter", f"Not supported: {wanted}")
    if same:
        found = [one for one in found if one.message_id == same[1]]
    if since:
        found = [one for one in found if iso(one.at)[:19] >= since[1][:19]]
    backwards = "desc" in call.query.get("$orderby", "")
    return sorted(found, key=lambda one: one.number, reverse=backwards)


def _shown(letter: Letter, select: str) -> Json:
    read = parsed(letter.raw)
    (sender,) = getaddresses([str(read.get("From", ""))])[:1] or [("", "")]
    doc = {
        "id": letter.id,
        "subject": letter.subject,
        "internetMessageId": letter.message_id,
        "receivedDateTime": iso(letter.at),
        "sentDateTime": iso(letter.at),
        "from": {"emailAddress": {"name": sender[0], "address": sender[1]}},
        "isRead": False,
        "hasAttachments": False,
    }
    if any(part.get_content_type() == "text/calendar" for part in read.walk()):
        # Exchange knows an answer to an invitation, and gives it a kind of its own.
        doc["@odata.type"] = "#microsoft.graph.eventMessageResponse"
    if not select:
        return doc
    wanted = {"id", "@odata.type", *select.split(",")}
    return {name: value for name, value in doc.items() if name in wanted}


@operation("messages", "GET", "MAILBOX/mailFolders/(?P<folder>[^/]+)/messages", *_READS)
@operation("messages", "GET", "MAILBOX/messages", *_READS)
def messages(call: Call) -> Answer:
    page, onwards = call.page(_folder(call))
    select = call.query.get("$select", "")
    return Answer(200, {"value": [_shown(one, select) for one in page], **onwards})


def _letter(call: Call) -> Letter:
    for one in call.world.letters:
        if (one.id, one.mailbox) == (call.where["letter"], call.mailbox):
            return one
    message = "The specified object was not found in the store."
    raise Failed(404, "ErrorItemNotFound", message)


@operation("message", "GET", "MAILBOX/messages/(?P<letter>[^/]+)", *_READS)
def message(call: Call) -> Answer:
    return Answer(200, _shown(_letter(call), call.query.get("$select", "")))


@operation("mime", "GET", r"MAILBOX/messages/(?P<letter>[^/]+)/\$value", *_READS)
@operation(
    "mime",
    "GET",
    r"MAILBOX/mailFolders/[^/]+/messages/(?P<letter>[^/]+)/\$value",
    *_READS,
)
def mime(call: Call) -> Answer:
    return Answer(200, raw=_letter(call).raw, kind="text/plain")


@operation("folder", "GET", "MAILBOX/mailFolders/(?P<folder>[^/]+)", *_READS)
def folder(call: Call) -> Answer:
    return Answer(200, {"id": call.where["folder"], "displayName": "Inbox"})
